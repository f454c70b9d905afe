package com.devskyy.studio.tryon;

import com.devskyy.studio.raster.Plane;
import java.util.List;

/// A bare arm or leg where cloth hid it: round, as thick as the outline allows, in the light that
/// the visible skin shows across its width.
final class Flesh {
  private static final int BINS = 11;

  private final List<Point> bones;
  private final double[] radius;
  private final double length;

  /// @param bones the limb's middle line
  /// @param radius half its thickness at even steps along it
  Flesh(List<Point> bones, double[] radius) {
    this.bones = bones;
    this.radius = radius;
    length = Polyline.length(bones);
  }

  /// What skin looks like from one side of a limb to the other: three colours for each bin.
  /// Learned from visible skin of all given limbs, mixed with the given colour where there is
  /// none.
  static double[][] profile(List<Flesh> limbs, Plane[] rgb, boolean[] skin, float[] fallback) {
    double[][] sum = new double[BINS][4];
    for (Flesh limb : limbs) {
      for (int y = 0; y < rgb[0].height; y++) {
        for (int x = 0; x < rgb[0].width; x++) {
          int i = y * rgb[0].width + x;
          if (!skin[i]) {
            continue;
          }
          double[] at = limb.place(x, y);
          if (Math.abs(at[0]) < 1 && at[1] > 0.2) {
            double[] bin = sum[bin(at[0])];
            for (int c = 0; c < 3; c++) {
              bin[c] += rgb[c].at[i];
            }
            bin[3]++;
          }
        }
      }
    }
    double[][] out = new double[BINS][3];
    for (int b = 0; b < BINS; b++) {
      double t = (b + 0.5) / BINS * 2 - 1;
      double shade = 1.02 - 0.3 * t * t;
      for (int c = 0; c < 3; c++) {
        out[b][c] = (sum[b][c] + 40 * shade * fallback[c]) / (sum[b][3] + 40);
      }
    }
    return out;
  }

  private static int bin(double t) {
    return Math.clamp((int) ((t + 1) / 2 * BINS), 0, BINS - 1);
  }

  /// Draws the limb.
  Layer draw(int width, int height, double[][] profile) {
    var layer = new Layer(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double[] at = place(x, y);
        double r = at[2];
        float alpha = (float) Math.clamp((1 - Math.abs(at[0])) * r + 0.5, 0.0, 1.0);
        if (alpha > 0) {
          int i = y * width + x;
          layer.alpha[i] = alpha;
          double place = Math.clamp((at[0] + 1) / 2 * BINS - 0.5, 0, BINS - 1.001);
          int b = (int) place;
          double f = place - b;
          for (int c = 0; c < 3; c++) {
            layer.colour[3 * i + c] =
                (float) (alpha * (profile[b][c] * (1 - f) + profile[b + 1][c] * f));
          }
        }
      }
    }
    return layer;
  }

  /// Across from -1 (picture's left edge) to 1, along from 0 to 1, and the radius there.
  private double[] place(double x, double y) {
    double least = Double.MAX_VALUE;
    double[] out = {9, 0, 1};
    double done = 0;
    var p = new Point(x, y);
    for (int k = 1; k < bones.size(); k++) {
      Point a = bones.get(k - 1);
      Point b = bones.get(k);
      double dx = b.x() - a.x();
      double dy = b.y() - a.y();
      double step = a.to(b);
      double t = Math.clamp(((x - a.x()) * dx + (y - a.y()) * dy) / (step * step), 0.0, 1.0);
      double away = p.to(a.toward(b, t));
      if (away < least) {
        least = away;
        double along = (done + t * step) / length;
        double place = along * (radius.length - 1);
        int i = Math.min((int) place, radius.length - 2);
        double r = radius[i] + (radius[i + 1] - radius[i]) * (place - i);
        double side = dy * (x - a.x()) - dx * (y - a.y());
        out[0] = Math.copySign(away / r, side);
        out[1] = along;
        out[2] = r;
      }
      done += step;
    }
    return out;
  }
}
