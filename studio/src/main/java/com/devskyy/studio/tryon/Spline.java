package com.devskyy.studio.tryon;

import com.devskyy.studio.raster.Linear;
import java.util.List;

/// A thin-plate spline: the smoothest map of the plane that takes given points to given points
/// (Bookstein 1989).
final class Spline {
  /// How far a point may stay from its target, against one that is hard to reach: a little.
  private static final double SLACK = 1e-4;

  private final List<Point> from;
  private final double[] x;
  private final double[] y;
  private final double scale;

  private Spline(List<Point> from, double[] x, double[] y, double scale) {
    this.from = from;
    this.x = x;
    this.y = y;
    this.scale = scale;
  }

  static Spline of(List<Point> from, List<Point> to) {
    int n = from.size();
    double scale = 0;
    for (Point p : from) {
      scale = Math.max(scale, p.to(from.getFirst()));
    }
    double[][] m = new double[n + 3][n + 5];
    for (int i = 0; i < n; i++) {
      Point p = from.get(i);
      for (int j = 0; j < n; j++) {
        m[i][j] = kernel(p.to(from.get(j)) / scale) + (i == j ? SLACK : 0);
      }
      m[i][n] = 1;
      m[i][n + 1] = p.x() / scale;
      m[i][n + 2] = p.y() / scale;
      for (int k = 0; k < 3; k++) {
        m[n + k][i] = m[i][n + k];
      }
      m[i][n + 3] = to.get(i).x();
      m[i][n + 4] = to.get(i).y();
    }
    double[][] solved = Linear.solve(m);
    return new Spline(List.copyOf(from), solved[0], solved[1], scale);
  }

  Point at(Point p) {
    int n = from.size();
    double u = p.x() / scale;
    double v = p.y() / scale;
    double px = x[n] + x[n + 1] * u + x[n + 2] * v;
    double py = y[n] + y[n + 1] * u + y[n + 2] * v;
    for (int i = 0; i < n; i++) {
      double k = kernel(p.to(from.get(i)) / scale);
      px += x[i] * k;
      py += y[i] * k;
    }
    return new Point(px, py);
  }

  private static double kernel(double r) {
    return r < 1e-9 ? 0 : r * r * Math.log(r);
  }
}
