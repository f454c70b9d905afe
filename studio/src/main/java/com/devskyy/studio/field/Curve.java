package com.devskyy.studio.field;

/// A smooth curve through given points of a plane, for instance a body's half width by height.
/// Beyond its ends it keeps its last value. Looked up from a table, as fields ask often.
public final class Curve {
  private static final int STEPS = 256;

  private final double first;
  private final double scale;
  private final double[] table = new double[STEPS + 2];

  /// @param points x and y by turns, x growing
  public Curve(double... points) {
    int n = points.length / 2;
    first = points[0];
    double last = points[2 * n - 2];
    scale = STEPS / (last - first);
    int k = 0;
    for (int i = 0; i <= STEPS; i++) {
      double x = first + i / scale;
      while (k < n - 2 && x > points[2 * k + 2]) {
        k++;
      }
      table[i] = between(points, n, k, x);
    }
    table[STEPS + 1] = table[STEPS];
  }

  /// Hermite's cubic with Fritsch and Carlson's slopes: it never swings beyond its points.
  private static double between(double[] p, int n, int k, double x) {
    double width = p[2 * k + 2] - p[2 * k];
    double t = (x - p[2 * k]) / width;
    double from = slope(p, n, k) * width;
    double to = slope(p, n, k + 1) * width;
    double a = p[2 * k + 1];
    double b = p[2 * k + 3];
    return a + t * (from + t * (3 * (b - a) - 2 * from - to + t * (from + to - 2 * (b - a))));
  }

  private static double slope(double[] p, int n, int k) {
    if (k == 0 || k == n - 1) {
      int j = k == 0 ? 0 : n - 2;
      return (p[2 * j + 3] - p[2 * j + 1]) / (p[2 * j + 2] - p[2 * j]);
    }
    double before = (p[2 * k + 1] - p[2 * k - 1]) / (p[2 * k] - p[2 * k - 2]);
    double after = (p[2 * k + 3] - p[2 * k + 1]) / (p[2 * k + 2] - p[2 * k]);
    return before * after <= 0 ? 0 : 2 * before * after / (before + after);
  }

  public double at(double x) {
    double t = (x - first) * scale;
    if (t <= 0) {
      return table[0];
    }
    if (t >= STEPS) {
      return table[STEPS];
    }
    int i = (int) t;
    return table[i] + (t - i) * (table[i + 1] - table[i]);
  }
}
