package com.devskyy.studio.look;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A print or an embroidery: a picture with coverage, in metres about its middle, u to the right
/// and v up as one looks at it.
public final class Artwork {
  /// Metres a pixel.
  private static final double PITCH = 0.0007;

  /// Widths of the pen in units of a letter, upright and across.
  private static final double BROAD = 1.95;

  private static final double FINE = 0.85;

  private final double halfWidth;
  private final double halfHeight;
  private final int columns;
  private final int rows;
  private final int[] colour;
  private final float[] cover;
  private final boolean embroidered;

  public Artwork(double width, double height, boolean embroidered) {
    halfWidth = width / 2;
    halfHeight = height / 2;
    columns = (int) Math.ceil(width / PITCH) + 2;
    rows = (int) Math.ceil(height / PITCH) + 2;
    colour = new int[columns * rows];
    cover = new float[columns * rows];
    this.embroidered = embroidered;
  }

  boolean isEmbroidered() {
    return embroidered;
  }

  /// A signed distance in metres.
  interface Shape {
    double at(double u, double v);
  }

  /// Paints a shape over what is there.
  void fill(int paint, double u0, double v0, double u1, double v1, Shape shape) {
    int left = Math.max(0, (int) ((u0 + halfWidth) / PITCH) - 1);
    int right = Math.min(columns - 1, (int) ((u1 + halfWidth) / PITCH) + 2);
    int bottom = Math.max(0, (int) ((v0 + halfHeight) / PITCH) - 1);
    int top = Math.min(rows - 1, (int) ((v1 + halfHeight) / PITCH) + 2);
    for (int y = bottom; y <= top; y++) {
      for (int x = left; x <= right; x++) {
        double d = shape.at(x * PITCH - halfWidth, y * PITCH - halfHeight);
        float amount = (float) Math.clamp(0.5 - d / (1.4 * PITCH), 0, 1);
        int i = y * columns + x;
        if (amount > 0) {
          colour[i] = cover[i] == 0 ? paint : Brush.mix(colour[i], paint, amount);
          cover[i] = Math.max(cover[i], amount);
        }
      }
    }
  }

  /// A line of even width.
  void line(int paint, double width, double... points) {
    for (int i = 0; i + 3 < points.length; i += 2) {
      segment(paint, points[i], points[i + 1], points[i + 2], points[i + 3], width / 2, width / 2);
    }
  }

  /// Takes a line of even width out again.
  void erase(double width, double... points) {
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        if (cover[y * columns + x] == 0) {
          continue;
        }
        double u = x * PITCH - halfWidth;
        double v = y * PITCH - halfHeight;
        double nearest = Double.MAX_VALUE;
        for (int i = 0; i + 3 < points.length; i += 2) {
          double du = points[i + 2] - points[i];
          double dv = points[i + 3] - points[i + 1];
          double along = (u - points[i]) * du + (v - points[i + 1]) * dv;
          double t = Math.clamp(along / (du * du + dv * dv), 0, 1);
          nearest =
              Math.min(nearest, Math.hypot(u - points[i] - t * du, v - points[i + 1] - t * dv));
        }
        float left = (float) Math.clamp(0.5 + (nearest - width / 2) / PITCH, 0, 1);
        cover[y * columns + x] = Math.min(cover[y * columns + x], left);
      }
    }
  }

  private void segment(
      int paint, double au, double av, double bu, double bv, double from, double to) {
    double wide = Math.max(from, to);
    double du = bu - au;
    double dv = bv - av;
    double length = du * du + dv * dv + 1e-12;
    fill(
        paint,
        Math.min(au, bu) - wide,
        Math.min(av, bv) - wide,
        Math.max(au, bu) + wide,
        Math.max(av, bv) + wide,
        (u, v) -> {
          double t = Math.clamp(((u - au) * du + (v - av) * dv) / length, 0, 1);
          return Math.hypot(u - au - t * du, v - av - t * dv) - from - t * (to - from);
        });
  }

  /// A line of letters about (u, v), no wider than `width`, no higher than `height`.
  void text(int paint, String text, double u, double v, double width, double height) {
    List<Lettering.Stroke> strokes = new ArrayList<>();
    double units = Lettering.strokes(text, strokes);
    double unit = Math.min(height / 10, width / (units + BROAD));
    for (Lettering.Stroke stroke : strokes) {
      double[] p = stroke.points();
      for (int i = 0; i < p.length; i += 2) {
        p[i] = u + (p[i] - units / 2) * unit;
        p[i + 1] = v + (p[i + 1] - 5) * unit;
      }
      for (int i = 0; i + 3 < p.length; i += 2) {
        double half = pen(p[i + 2] - p[i], p[i + 3] - p[i + 1]) * unit / 2;
        segment(paint, p[i], p[i + 1], p[i + 2], p[i + 3], half, half);
      }
      if (stroke.serifs()) {
        serif(paint, p, 0, 2, unit, v);
        serif(paint, p, p.length - 2, p.length - 4, unit, v);
      }
    }
  }

  private static double pen(double du, double dv) {
    double upright = Math.abs(dv) / (Math.hypot(du, dv) + 1e-12);
    return FINE + (BROAD - FINE) * upright * upright;
  }

  /// A fine bar under an upright line that ends at the foot or the head of a letter.
  private void serif(int paint, double[] p, int end, int before, double unit, double v) {
    double dv = p[end + 1] - p[before + 1];
    boolean upright = Math.abs(dv) > 1.1 * Math.abs(p[end] - p[before]);
    boolean atEdge = Math.abs(Math.abs(p[end + 1] - v) - 5 * unit) < 0.1 * unit;
    if (upright && atEdge && Math.abs(dv) > 2.5 * unit) {
      double half = FINE * unit / 2;
      double at = p[end + 1] - Math.signum(dv) * 0.1 * unit;
      segment(paint, p[end] - 1.35 * unit, at, p[end] + 1.35 * unit, at, half, half);
    }
  }

  /// Coverage at a place; 0 outside. The colour there is left in `found[0]`.
  double look(double u, double v, int[] found) {
    double x = (u + halfWidth) / PITCH;
    double y = (v + halfHeight) / PITCH;
    if (x < 0 || y < 0 || x >= columns - 1 || y >= rows - 1) {
      return 0;
    }
    int i = ((int) y) * columns + (int) x;
    double fx = x - (int) x;
    double fy = y - (int) y;
    double low = cover[i] + fx * (cover[i + 1] - cover[i]);
    double high = cover[i + columns] + fx * (cover[i + columns + 1] - cover[i + columns]);
    double amount = low + fy * (high - low);
    if (amount > 0) {
      int nearest = ((int) (y + 0.5)) * columns + (int) (x + 0.5);
      found[0] = cover[nearest] > 0 ? colour[nearest] : anyColour(i);
    }
    return amount;
  }

  private int anyColour(int i) {
    return Arrays.stream(new int[] {i, i + 1, i + columns, i + columns + 1})
        .filter(k -> cover[k] > 0)
        .map(k -> colour[k])
        .findFirst()
        .orElse(0);
  }
}
