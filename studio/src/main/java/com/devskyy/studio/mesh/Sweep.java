package com.devskyy.studio.mesh;

import java.util.Arrays;

/// Small closed bodies of trimmings: cords, tips, eyelets, buttons.
public final class Sweep {
  private Sweep() {}

  /// A round tube along a line of places, its ends rounded off.
  ///
  /// @param path x, y, z of each place
  /// @param radius at each place
  /// @param around corners of its section
  public static Shell tube(double[] path, double[] radius, int around) {
    int rings = radius.length;
    int vertices = rings * around + 2;
    double[] points = new double[3 * vertices];
    double[] normals = new double[3 * vertices];
    double[] up = {0.31, 0.17, 0.93};
    double[] side = new double[3];
    double[] along = new double[3];
    for (int r = 0; r < rings; r++) {
      int from = 3 * Math.max(0, r - 1);
      int to = 3 * Math.min(rings - 1, r + 1);
      for (int i = 0; i < 3; i++) {
        along[i] = path[to + i] - path[from + i];
      }
      unit(along);
      cross(along, up, side);
      unit(side);
      cross(side, along, up);
      for (int k = 0; k < around; k++) {
        double turn = 2 * Math.PI * k / around;
        for (int i = 0; i < 3; i++) {
          int at = 3 * (r * around + k) + i;
          normals[at] = Math.cos(turn) * side[i] + Math.sin(turn) * up[i];
          points[at] = path[3 * r + i] + radius[r] * normals[at];
        }
      }
      if (r == 0 || r == rings - 1) {
        int tip = 3 * (rings * around + (r == 0 ? 0 : 1));
        for (int i = 0; i < 3; i++) {
          normals[tip + i] = r == 0 ? -along[i] : along[i];
          points[tip + i] = path[3 * r + i] + 0.6 * radius[r] * normals[tip + i];
        }
      }
    }
    int[] triangles = new int[6 * around * rings];
    int at = 0;
    for (int k = 0; k < around; k++) {
      int other = (k + 1) % around;
      for (int r = 0; r < rings - 1; r++) {
        int a = r * around + k;
        int b = r * around + other;
        at = add(triangles, at, a, b, b + around, a, b + around, a + around);
      }
      at =
          add(
              triangles,
              at,
              rings * around,
              other,
              k,
              rings * around + 1,
              (rings - 1) * around + k,
              (rings - 1) * around + other);
    }
    return solid(points, normals, triangles);
  }

  /// A ring, for instance an eyelet.
  ///
  /// @param coarse with few corners
  /// @param axis unit vector through its hole
  public static Shell ring(
      double[] middle, double[] axis, double radius, double thick, boolean coarse) {
    int turns = coarse ? 7 : 16;
    int around = coarse ? 3 : 6;
    double[] points = new double[3 * turns * around];
    double[] normals = new double[points.length];
    double[] u = new double[3];
    double[] v = new double[3];
    cross(axis, new double[] {0.31, 0.17, 0.93}, u);
    unit(u);
    cross(axis, u, v);
    int[] triangles = new int[6 * turns * around];
    int at = 0;
    for (int t = 0; t < turns; t++) {
      double a = 2 * Math.PI * t / turns;
      for (int k = 0; k < around; k++) {
        double b = 2 * Math.PI * k / around;
        for (int i = 0; i < 3; i++) {
          double out = Math.cos(a) * u[i] + Math.sin(a) * v[i];
          int to = 3 * (t * around + k) + i;
          normals[to] = Math.cos(b) * out + Math.sin(b) * axis[i];
          points[to] = middle[i] + radius * out + thick * normals[to];
        }
        int next = (t + 1) % turns * around;
        int other = (k + 1) % around;
        at =
            add(
                triangles,
                at,
                t * around + k,
                next + k,
                next + other,
                t * around + k,
                next + other,
                t * around + other);
      }
    }
    return solid(points, normals, triangles);
  }

  /// A flattened ball, for instance a button.
  ///
  /// @param coarse with few corners
  /// @param axis unit vector through its flat sides
  public static Shell button(
      double[] middle, double[] axis, double radius, double half, boolean coarse) {
    double[] heights = coarse ? new double[] {-1, 1} : new double[] {-1, -0.75, 0, 0.75, 1};
    double[] widths = coarse ? new double[] {1, 0.9} : new double[] {0.72, 0.94, 1, 0.94, 0.72};
    double[] path = new double[3 * heights.length];
    double[] radii = new double[heights.length];
    for (int r = 0; r < radii.length; r++) {
      radii[r] = radius * widths[r];
      for (int i = 0; i < 3; i++) {
        path[3 * r + i] = middle[i] + half * heights[r] * axis[i];
      }
    }
    var shell = tube(path, radii, coarse ? 6 : 14);
    // The tips of a tube stick out; a button's do not.
    for (int tip = 0; tip < 2; tip++) {
      int at = shell.points().length - 6 + 3 * tip;
      for (int i = 0; i < 3; i++) {
        shell.points()[at + i] = middle[i] + (tip == 0 ? -1.05 : 1.05) * half * axis[i];
      }
    }
    return shell;
  }

  private static Shell solid(double[] points, double[] normals, int[] triangles) {
    double[] free = new double[points.length / 3];
    Arrays.fill(free, 1);
    if (volume(points, triangles) < 0) {
      for (int c = 0; c < triangles.length; c += 3) {
        int swap = triangles[c];
        triangles[c] = triangles[c + 1];
        triangles[c + 1] = swap;
      }
    }
    return new Shell(
        points, normals, normals, triangles, new byte[triangles.length / 3], points, free);
  }

  private static double volume(double[] p, int[] triangles) {
    double sum = 0;
    for (int c = 0; c < triangles.length; c += 3) {
      int i = 3 * triangles[c];
      int j = 3 * triangles[c + 1];
      int k = 3 * triangles[c + 2];
      sum +=
          p[i] * (p[j + 1] * p[k + 2] - p[j + 2] * p[k + 1])
              + p[i + 1] * (p[j + 2] * p[k] - p[j] * p[k + 2])
              + p[i + 2] * (p[j] * p[k + 1] - p[j + 1] * p[k]);
    }
    return sum;
  }

  private static int add(int[] into, int at, int... corners) {
    System.arraycopy(corners, 0, into, at, 6);
    return at + 6;
  }

  private static void cross(double[] a, double[] b, double[] out) {
    double x = a[1] * b[2] - a[2] * b[1];
    double y = a[2] * b[0] - a[0] * b[2];
    double z = a[0] * b[1] - a[1] * b[0];
    out[0] = x;
    out[1] = y;
    out[2] = z;
  }

  private static void unit(double[] v) {
    double length = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]) + 1e-15;
    for (int i = 0; i < 3; i++) {
      v[i] /= length;
    }
  }
}
