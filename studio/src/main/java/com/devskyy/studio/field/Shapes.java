package com.devskyy.studio.field;

/// Distances to simple bodies and ways to join them. All lengths in metres.
public final class Shapes {
  private Shapes() {}

  /// The lesser of two, rounded where they are nearly equal.
  ///
  /// @param k how far the rounding reaches
  public static double join(double a, double b, double k) {
    double h = k - Math.abs(a - b);
    return h <= 0 ? Math.min(a, b) : Math.min(a, b) - h * h / (4 * k);
  }

  /// The greater of two, rounded where they are nearly equal.
  public static double cut(double a, double b, double k) {
    return -join(-a, -b, k);
  }

  /// To an ellipse about the origin; near its line the true distance but for a few per cent.
  public static double ellipse(double x, double y, double a, double b) {
    double u = x / a;
    double v = y / b;
    double q = u * u + v * v;
    if (q < 1e-9) {
      return -Math.min(a, b);
    }
    double root = Math.sqrt(q);
    double steepness = Math.sqrt(u * u / (a * a) + v * v / (b * b)) / root;
    return (root - 1) / steepness;
  }

  /// To an ellipse whose sides are drawn out straight by `flat` to both ends of x: the outline of a
  /// body that lies flatter than it is wide.
  public static double flatEllipse(double x, double z, double a, double b, double flat) {
    return ellipse(Math.max(0, Math.abs(x) - flat), z, a - flat, b);
  }

  public static double ellipsoid(double x, double y, double z, double a, double b, double c) {
    double u = x / a;
    double v = y / b;
    double w = z / c;
    double root = Math.sqrt(u * u + v * v + w * w);
    if (root < 1e-4) {
      return -Math.min(a, Math.min(b, c));
    }
    double steepness = Math.sqrt(u * u / (a * a) + v * v / (b * b) + w * w / (c * c)) / root;
    return (root - 1) / steepness;
  }

  /// 0 before `from`, 1 after `to`, smooth between.
  public static double ramp(double from, double to, double x) {
    double t = Math.clamp((x - from) / (to - from), 0, 1);
    return t * t * (3 - 2 * t);
  }

  /// 1 in the middle, falling smoothly to 0 at `width` to either side.
  public static double bump(double x, double width) {
    double t = x / width;
    double rest = 1 - t * t;
    return rest <= 0 ? 0 : rest * rest;
  }

  /// A crease in cloth: a rounded ridge and a narrower valley, -1 to 1 over a turn of 2 pi.
  public static double crease(double turn) {
    double s = Math.sin(turn);
    return s * (0.72 + 0.28 * s) + 0.1 * Math.sin(2 * turn + 0.6);
  }
}
