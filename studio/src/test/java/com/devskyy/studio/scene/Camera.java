package com.devskyy.studio.scene;

import java.util.ArrayList;
import java.util.List;

/// An orthographic camera with a key light from the upper left, and its film.
///
/// @param yaw degrees by which the things are turned to the right
/// @param scale pixels per metre
/// @param middleX metres, what is in the middle of the picture
public record Camera(
    int width, int height, double yaw, double scale, double middleX, double middleY) {
  private static final double NEAR = 0.6;
  private static final double FAR = -0.6;
  private static final int BLOCK = 8;

  /// What was seen: colours from 0 to 255 and how much of each pixel is covered.
  public record Film(int width, int height, float[] rgb, float[] cover) {
    /// Pixels covered by half or more.
    public boolean[] mask() {
      boolean[] out = new boolean[cover.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = cover[i] >= 0.5f;
      }
      return out;
    }
  }

  /// Where a place is seen, in pixels.
  public double[] seen(double x, double y, double z) {
    double a = Math.toRadians(yaw);
    double px = x * Math.cos(a) + z * Math.sin(a);
    return new double[] {
      width / 2.0 - 0.5 + (px - middleX) * scale, height / 2.0 - 0.5 - (y - middleY) * scale
    };
  }

  Film shoot(List<Thing> things) {
    int fine = 2;
    int w = width * fine;
    int h = height * fine;
    float[] rgb = new float[width * height * 3];
    float[] cover = new float[width * height];
    double step = 1 / (scale * fine);
    double reach = BLOCK * step;
    for (int by = 0; by < h; by += BLOCK) {
      for (int bx = 0; bx < w; bx += BLOCK) {
        double start = FAR;
        List<Thing> near = new ArrayList<>();
        for (Thing thing : things) {
          double depth = nearest(List.of(thing), bx + BLOCK / 2.0, by + BLOCK / 2.0, step, reach);
          if (depth >= FAR) {
            near.add(thing);
            start = Math.max(start, depth);
          }
        }
        if (near.isEmpty()) {
          continue;
        }
        for (int y = by; y < Math.min(h, by + BLOCK); y++) {
          for (int x = bx; x < Math.min(w, bx + BLOCK); x++) {
            expose(near, x, y, step, start, (y / fine) * width + x / fine, rgb, cover);
          }
        }
      }
    }
    for (int i = 0; i < cover.length; i++) {
      for (int c = 0; c < 3 && cover[i] > 0; c++) {
        rgb[3 * i + c] *= 255 / cover[i];
      }
      cover[i] /= fine * fine;
    }
    return new Film(width, height, rgb, cover);
  }

  /// Depth at which a thick ray first comes near anything.
  private double nearest(List<Thing> things, double x, double y, double step, double reach) {
    double depth = NEAR;
    double[] p = new double[3];
    while (depth >= FAR) {
      place(x, y, step, depth, p);
      double d = distance(things, p) - reach;
      if (d < 0.004) {
        return depth + 0.02;
      }
      depth -= d * 0.8;
    }
    return FAR - 1;
  }

  private void expose(
      List<Thing> things,
      int x,
      int y,
      double step,
      double from,
      int pixel,
      float[] rgb,
      float[] cover) {
    double[] p = new double[3];
    double depth = from;
    for (int i = 0; i < 90 && depth >= FAR; i++) {
      place(x, y, step, depth, p);
      double d = distance(things, p);
      if (d < 0.0008) {
        double[] colour = lit(things, p);
        for (int c = 0; c < 3; c++) {
          rgb[3 * pixel + c] += (float) Math.clamp(colour[c], 0.0, 1.0);
        }
        cover[pixel]++;
        return;
      }
      depth -= Math.max(0.0006, d * 0.75);
    }
  }

  private void place(double x, double y, double step, double depth, double[] p) {
    double a = Math.toRadians(yaw);
    double cx = (x + 0.5 - width) * step + middleX;
    p[0] = cx * Math.cos(a) - depth * Math.sin(a);
    p[1] = (height - y - 0.5) * step + middleY;
    p[2] = cx * Math.sin(a) + depth * Math.cos(a);
  }

  private static double distance(List<Thing> things, double[] p) {
    double d = 1e9;
    for (Thing thing : things) {
      d = Math.min(d, thing.solid().distance(p[0], p[1], p[2]));
    }
    return d;
  }

  private double[] lit(List<Thing> things, double[] p) {
    double e = 0.0015;
    double[] n = new double[3];
    double here = distance(things, p);
    for (int c = 0; c < 3; c++) {
      double[] q = p.clone();
      q[c] += e;
      n[c] = distance(things, q) - here;
    }
    double length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]) + 1e-12;
    double open = 1;
    for (int i = 1; i <= 3; i++) {
      double away = 0.018 * i;
      double[] q = {
        p[0] + n[0] / length * away, p[1] + n[1] / length * away, p[2] + n[2] / length * away
      };
      open -= Math.max(0, away - distance(things, q)) * 6.0 / (i * i);
    }
    double a = Math.toRadians(yaw);
    double nx = (n[0] * Math.cos(a) + n[2] * Math.sin(a)) / length;
    double nz = (n[2] * Math.cos(a) - n[0] * Math.sin(a)) / length;
    double ny = n[1] / length;
    double key = Math.max(0, -0.42 * nx + 0.5 * ny + 0.76 * nz);
    double fill = Math.max(0, 0.6 * nx + 0.1 * ny + 0.6 * nz);
    double sky = 0.5 + 0.5 * ny;
    double light =
        (0.2 + 0.13 * sky + 0.62 * key + 0.16 * fill) * (0.45 + 0.55 * Math.max(0, open));
    Thing front = things.getFirst();
    double best = 1e9;
    for (Thing thing : things) {
      double d = things.size() == 1 ? 0 : thing.solid().distance(p[0], p[1], p[2]);
      if (d < best) {
        best = d;
        front = thing;
      }
    }
    double[] colour = front.paint().at(p[0], p[1], p[2]).clone();
    for (int c = 0; c < 3; c++) {
      colour[c] *= light * 1.02;
    }
    return colour;
  }
}
