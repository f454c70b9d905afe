package com.devskyy.studio.mesh;

/// For each vertex, the sum of squared distances to the planes of its triangles, as a quadratic
/// form of ten numbers.
final class Quadrics {
  private final double[] points;
  private final double[] forms;
  private final double[] sum = new double[10];

  /// @param points x, y, z of each vertex; read as they are at the time of asking
  Quadrics(double[] points, int vertices) {
    this.points = points;
    forms = new double[10 * vertices];
  }

  /// @param n unit normal
  /// @param through a vertex on the plane
  void addPlane(int v, double[] n, int through, double weight) {
    double d =
        -(n[0] * points[3 * through]
            + n[1] * points[3 * through + 1]
            + n[2] * points[3 * through + 2]);
    double[] plane = {n[0], n[1], n[2], d};
    int q = 10 * v;
    for (int i = 0; i < 4; i++) {
      for (int j = i; j < 4; j++) {
        forms[q++] += weight * plane[i] * plane[j];
      }
    }
  }

  /// Adds the form of `b` to that of `a`.
  void merge(int a, int b) {
    for (int i = 0; i < 10; i++) {
      forms[10 * a + i] += forms[10 * b + i];
    }
  }

  /// What [#error] and [#best] are about from now on: two vertices together.
  void sum(int a, int b) {
    for (int i = 0; i < 10; i++) {
      sum[i] = forms[10 * a + i] + forms[10 * b + i];
    }
  }

  double error(double[] place) {
    double x = place[0];
    double y = place[1];
    double z = place[2];
    return x * (sum[0] * x + 2 * (sum[1] * y + sum[2] * z + sum[3]))
        + y * (sum[4] * y + 2 * (sum[5] * z + sum[6]))
        + z * (sum[7] * z + 2 * sum[8])
        + sum[9];
  }

  /// Where the planes are met best; false where they do not say, or far away from the edge.
  boolean best(int a, int b, double[] target) {
    double mx = (points[3 * a] + points[3 * b]) / 2;
    double my = (points[3 * a + 1] + points[3 * b + 1]) / 2;
    double mz = (points[3 * a + 2] + points[3 * b + 2]) / 2;
    // A little pull to the middle keeps the system solvable in flat parts.
    double pull = 1e-3 * (sum[0] + sum[4] + sum[7]) + 1e-18;
    double xx = sum[0] + pull;
    double yy = sum[4] + pull;
    double zz = sum[7] + pull;
    double rx = pull * mx - sum[3];
    double ry = pull * my - sum[6];
    double rz = pull * mz - sum[8];
    double cx = yy * zz - sum[5] * sum[5];
    double cy = sum[2] * sum[5] - sum[1] * zz;
    double cz = sum[1] * sum[5] - sum[2] * yy;
    double det = xx * cx + sum[1] * cy + sum[2] * cz;
    if (Math.abs(det) < 1e-60) {
      return false;
    }
    double dy = xx * zz - sum[2] * sum[2];
    double dz = sum[1] * sum[2] - xx * sum[5];
    double ez = xx * yy - sum[1] * sum[1];
    target[0] = (cx * rx + cy * ry + cz * rz) / det;
    target[1] = (cy * rx + dy * ry + dz * rz) / det;
    target[2] = (cz * rx + dz * ry + ez * rz) / det;
    double reach =
        Math.abs(points[3 * a] - points[3 * b])
            + Math.abs(points[3 * a + 1] - points[3 * b + 1])
            + Math.abs(points[3 * a + 2] - points[3 * b + 2]);
    return Math.abs(target[0] - mx) + Math.abs(target[1] - my) + Math.abs(target[2] - mz) < reach;
  }
}
