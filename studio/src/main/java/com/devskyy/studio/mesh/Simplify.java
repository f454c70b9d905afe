package com.devskyy.studio.mesh;

import java.util.Arrays;

/// Garland and Heckbert's simplification: the edge whose collapse moves the surface least goes
/// first. An edge collapses only if its ends have no neighbours in common but those of its own
/// triangles (the link condition), so that a manifold stays one of the same kind; rims stay where
/// they are, and no triangle turns over.
public final class Simplify {
  /// Weight of the planes that stand on a rim's edges.
  private static final double RIM = 8;

  /// Charged for long edges, or flat parts would be left with slivers.
  private static final double EVEN = 0.004;

  private final double[] points;
  private final int[] triangles;
  private final boolean[] dead;
  private final int[] nextCorner;
  private final int[] firstCorner;
  private final int[] lastCorner;
  private final Quadrics quadrics;
  private final boolean[] rim;
  private final int[] version;
  private final int[] mark;
  private int marks;
  private final EdgeHeap heap;
  private final double[] target = new double[3];

  private Simplify(Surface surface) {
    points = surface.points().clone();
    triangles = surface.triangles().clone();
    int vertices = surface.vertexCount();
    dead = new boolean[surface.triangleCount()];
    nextCorner = new int[triangles.length];
    firstCorner = new int[vertices];
    lastCorner = new int[vertices];
    quadrics = new Quadrics(points, vertices);
    rim = new boolean[vertices];
    version = new int[vertices];
    mark = new int[vertices];
    heap = new EdgeHeap(triangles.length);
    Arrays.fill(firstCorner, -1);
    for (int c = 0; c < triangles.length; c++) {
      nextCorner[c] = -1;
      append(triangles[c], c, c);
    }
  }

  /// The surface with fewer triangles.
  ///
  /// @param most triangles to be left; more are, if no edge may go
  public static Surface to(Surface surface, int most) {
    if (surface.triangleCount() <= most) {
      return surface;
    }
    var work = new Simplify(surface);
    work.addPlanes();
    work.addEdges();
    return work.collapse(most);
  }

  private void append(int v, int first, int last) {
    if (firstCorner[v] < 0) {
      firstCorner[v] = first;
    } else {
      nextCorner[lastCorner[v]] = first;
    }
    lastCorner[v] = last;
  }

  private static int next(int c) {
    return c % 3 == 2 ? c - 2 : c + 1;
  }

  private void addPlanes() {
    double[] n = new double[3];
    for (int c = 0; c < triangles.length; c += 3) {
      normal(points, triangles[c], triangles[c + 1], triangles[c + 2], n);
      double area = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]) / 2;
      if (area < 1e-14) {
        continue;
      }
      scale(n, 1 / (2 * area));
      for (int i = 0; i < 3; i++) {
        quadrics.addPlane(triangles[c + i], n, triangles[c], area);
      }
    }
    for (int c = 0; c < triangles.length; c++) {
      if (!hasTwin(c)) {
        addRim(c, n);
      }
    }
  }

  private boolean hasTwin(int c) {
    int from = triangles[c];
    int to = triangles[next(c)];
    for (int k = firstCorner[to]; k >= 0; k = nextCorner[k]) {
      if (triangles[next(k)] == from) {
        return true;
      }
    }
    return false;
  }

  private void addRim(int c, double[] n) {
    int a = triangles[c];
    int b = triangles[next(c)];
    rim[a] = true;
    rim[b] = true;
    normal(points, a, b, triangles[next(next(c))], n);
    double ex = points[3 * b] - points[3 * a];
    double ey = points[3 * b + 1] - points[3 * a + 1];
    double ez = points[3 * b + 2] - points[3 * a + 2];
    double[] side = {ey * n[2] - ez * n[1], ez * n[0] - ex * n[2], ex * n[1] - ey * n[0]};
    double length = Math.sqrt(side[0] * side[0] + side[1] * side[1] + side[2] * side[2]);
    if (length > 1e-14) {
      scale(side, 1 / length);
      double weight = RIM * (ex * ex + ey * ey + ez * ez);
      quadrics.addPlane(a, side, a, weight);
      quadrics.addPlane(b, side, a, weight);
    }
  }

  private static void scale(double[] v, double by) {
    for (int i = 0; i < 3; i++) {
      v[i] *= by;
    }
  }

  private static void normal(double[] p, int a, int b, int c, double[] out) {
    double ux = p[3 * b] - p[3 * a];
    double uy = p[3 * b + 1] - p[3 * a + 1];
    double uz = p[3 * b + 2] - p[3 * a + 2];
    double vx = p[3 * c] - p[3 * a];
    double vy = p[3 * c + 1] - p[3 * a + 1];
    double vz = p[3 * c + 2] - p[3 * a + 2];
    out[0] = uy * vz - uz * vy;
    out[1] = uz * vx - ux * vz;
    out[2] = ux * vy - uy * vx;
  }

  private void addEdges() {
    for (int c = 0; c < triangles.length; c++) {
      int a = triangles[c];
      int b = triangles[next(c)];
      if (a < b || !hasTwin(c)) {
        push(a, b);
      }
    }
  }

  private void push(int a, int b) {
    heap.push(cost(a, b), a, b, version[a] + version[b]);
  }

  /// Also leaves the place to collapse to in `target`.
  private double cost(int a, int b) {
    quadrics.sum(a, b);
    if (rim[a] != rim[b]) {
      System.arraycopy(points, 3 * (rim[a] ? a : b), target, 0, 3);
    } else if (!quadrics.best(a, b, target)) {
      for (int i = 0; i < 3; i++) {
        target[i] = (points[3 * a + i] + points[3 * b + i]) / 2;
      }
    }
    double dx = points[3 * a] - points[3 * b];
    double dy = points[3 * a + 1] - points[3 * b + 1];
    double dz = points[3 * a + 2] - points[3 * b + 2];
    double length = dx * dx + dy * dy + dz * dz;
    return Math.max(0, quadrics.error(target)) + EVEN * length * length;
  }

  private Surface collapse(int most) {
    int left = dead.length;
    while (left > most && heap.pop()) {
      int a = heap.a();
      int b = heap.b();
      if (heap.stamp() != version[a] + version[b] || firstCorner[a] < 0 || firstCorner[b] < 0) {
        continue;
      }
      int shared = sharedTriangles(a, b);
      if (shared == 0 || !mayCollapse(a, b, shared)) {
        continue;
      }
      cost(a, b);
      if (turnsOver(a, b) || turnsOver(b, a)) {
        continue;
      }
      merge(a, b);
      left -= shared;
    }
    int[] kept = new int[3 * left];
    int corners = 0;
    for (int c = 0; c < triangles.length; c++) {
      if (!dead[c / 3]) {
        kept[corners++] = triangles[c];
      }
    }
    return new Surface(points, kept).compact();
  }

  private int sharedTriangles(int a, int b) {
    int shared = 0;
    for (int c = firstCorner[a]; c >= 0; c = nextCorner[c]) {
      if (!dead[c / 3]) {
        shared += triangles[next(c)] == b || triangles[next(next(c))] == b ? 1 : 0;
      }
    }
    return shared;
  }

  private boolean mayCollapse(int a, int b, int shared) {
    if (rim[a] && rim[b] && shared == 2) {
      return false;
    }
    marks++;
    for (int c = firstCorner[a]; c >= 0; c = nextCorner[c]) {
      if (!dead[c / 3]) {
        mark[triangles[next(c)]] = marks;
        mark[triangles[next(next(c))]] = marks;
      }
    }
    int seen = marks++;
    int common = 0;
    int degree = 0;
    for (int c = firstCorner[b]; c >= 0; c = nextCorner[c]) {
      if (dead[c / 3]) {
        continue;
      }
      degree++;
      for (int other : new int[] {triangles[next(c)], triangles[next(next(c))]}) {
        if (mark[other] == seen) {
          mark[other] = marks;
          common++;
        }
      }
    }
    // The edge's own ends: b was marked as a neighbour of a but is no neighbour of itself.
    return common == shared && degree > shared;
  }

  /// Whether a triangle of `a` alone would turn over or become a sliver.
  private boolean turnsOver(int a, int b) {
    for (int c = firstCorner[a]; c >= 0; c = nextCorner[c]) {
      int p = triangles[next(c)];
      int q = triangles[next(next(c))];
      if (dead[c / 3] || p == b || q == b) {
        continue;
      }
      double ux = points[3 * p] - points[3 * q];
      double uy = points[3 * p + 1] - points[3 * q + 1];
      double uz = points[3 * p + 2] - points[3 * q + 2];
      double ox = points[3 * a] - points[3 * q];
      double oy = points[3 * a + 1] - points[3 * q + 1];
      double oz = points[3 * a + 2] - points[3 * q + 2];
      double nx = target[0] - points[3 * q];
      double ny = target[1] - points[3 * q + 1];
      double nz = target[2] - points[3 * q + 2];
      double bx = oy * uz - oz * uy;
      double by = oz * ux - ox * uz;
      double bz = ox * uy - oy * ux;
      double ax = ny * uz - nz * uy;
      double ay = nz * ux - nx * uz;
      double az = nx * uy - ny * ux;
      double after = Math.sqrt(ax * ax + ay * ay + az * az);
      double before = Math.sqrt(bx * bx + by * by + bz * bz);
      double longest = Math.max(ux * ux + uy * uy + uz * uz, nx * nx + ny * ny + nz * nz);
      if (ax * bx + ay * by + az * bz < 0.45 * after * before || after < 0.06 * longest) {
        return true;
      }
    }
    return false;
  }

  /// Into `a`, at the target.
  private void merge(int a, int b) {
    System.arraycopy(target, 0, points, 3 * a, 3);
    quadrics.merge(a, b);
    rim[a] |= rim[b];
    version[a]++;
    int first = firstCorner[b];
    int last = lastCorner[b];
    for (int c = first; c >= 0; c = nextCorner[c]) {
      int t = c / 3 * 3;
      dead[c / 3] |= triangles[t] == a || triangles[t + 1] == a || triangles[t + 2] == a;
      triangles[c] = a;
    }
    append(a, first, last);
    firstCorner[b] = -1;
    dropDead(a);
    marks++;
    for (int c = firstCorner[a]; c >= 0; c = nextCorner[c]) {
      for (int other : new int[] {triangles[next(c)], triangles[next(next(c))]}) {
        if (mark[other] != marks) {
          mark[other] = marks;
          push(a, other);
        }
      }
    }
  }

  private void dropDead(int v) {
    int previous = -1;
    for (int c = firstCorner[v]; c >= 0; c = nextCorner[c]) {
      if (dead[c / 3]) {
        if (previous < 0) {
          firstCorner[v] = nextCorner[c];
        } else {
          nextCorner[previous] = nextCorner[c];
        }
      } else {
        previous = c;
      }
    }
    lastCorner[v] = previous;
  }
}
