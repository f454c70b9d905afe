package com.devskyy.studio.mesh;

import com.devskyy.studio.field.Field;
import java.util.Arrays;

/// Makes cloth of an open surface: the surface itself outside, the same moved inwards inside, and a
/// rounded rim of two strips between them. An open manifold gives a closed one.
public final class Thicken {
  private final Surface surface;
  private final double[] normals;
  private final double thickness;
  private final int vertices;
  private final int[] rimVertex;
  private final double[] rimDirection;
  private int rimVertices;

  private Thicken(Surface surface, double[] normals, double thickness) {
    this.surface = surface;
    this.normals = normals;
    this.thickness = thickness;
    vertices = surface.vertexCount();
    rimVertex = new int[vertices];
    rimDirection = new double[3 * vertices];
    Arrays.fill(rimVertex, -1);
  }

  /// Makes cloth of a surface.
  ///
  /// @param normals of the surface's vertices
  /// @param thickness metres
  public static Shell of(Surface surface, double[] normals, double thickness) {
    return new Thicken(surface, normals, thickness).shell();
  }

  /// How many triangles [#of] makes of a surface.
  public static int triangles(Surface surface) {
    int rim = rimCorners(surface.triangles(), surface.vertexCount()).length;
    return 2 * surface.triangleCount() + 4 * rim;
  }

  /// The normals of a field at a surface's vertices.
  public static double[] normals(Surface surface, Field field, double step) {
    double[] normals = new double[surface.points().length];
    double[] direction = new double[3];
    for (int i = 0; i < normals.length; i += 3) {
      double[] p = surface.points();
      field.direction(p[i], p[i + 1], p[i + 2], step, direction);
      System.arraycopy(direction, 0, normals, i, 3);
    }
    return normals;
  }

  private Shell shell() {
    int[] rim = rimCorners(surface.triangles(), vertices);
    for (int c : rim) {
      addRimDirection(c);
    }
    int[] triangles = surface.triangles();
    int total = 2 * triangles.length + 12 * rim.length;
    int[] all = Arrays.copyOf(triangles, total);
    byte[] sides = new byte[total / 3];
    for (int c = 0; c < triangles.length; c += 3) {
      all[triangles.length + c] = triangles[c] + vertices;
      all[triangles.length + c + 1] = triangles[c + 2] + vertices;
      all[triangles.length + c + 2] = triangles[c + 1] + vertices;
    }
    Arrays.fill(sides, triangles.length / 3, 2 * triangles.length / 3, Shell.INNER);
    Arrays.fill(sides, 2 * triangles.length / 3, sides.length, Shell.RIM);
    int at = 2 * triangles.length;
    for (int c : rim) {
      int a = triangles[c];
      int b = triangles[next(c)];
      int am = 2 * vertices + rimVertex[a];
      int bm = 2 * vertices + rimVertex[b];
      at = quad(all, at, b, a, am, bm);
      at = quad(all, at, bm, am, a + vertices, b + vertices);
    }
    double[] points = points();
    return new Shell(points, ownNormals(), rimNormals(), all, sides, points, new double[0]);
  }

  private static int next(int c) {
    return c % 3 == 2 ? c - 2 : c + 1;
  }

  private static int quad(int[] into, int at, int a, int b, int c, int d) {
    int[] corners = {a, b, c, a, c, d};
    System.arraycopy(corners, 0, into, at, 6);
    return at + 6;
  }

  /// Corners whose edge to the next has no triangle on its other side.
  static int[] rimCorners(int[] triangles, int vertices) {
    var around = Around.of(triangles, vertices);
    int[] rim = new int[triangles.length];
    int count = 0;
    for (int c = 0; c < triangles.length; c++) {
      int to = triangles[next(c)];
      boolean twin = false;
      for (int i = around.start(to); i < around.end(to); i++) {
        twin |= triangles[next(around.corner(i))] == triangles[c];
      }
      if (!twin) {
        rim[count++] = c;
      }
    }
    return Arrays.copyOf(rim, count);
  }

  private void addRimDirection(int c) {
    int a = surface.triangles()[c];
    int b = surface.triangles()[next(c)];
    double[] p = surface.points();
    double ex = p[3 * b] - p[3 * a];
    double ey = p[3 * b + 1] - p[3 * a + 1];
    double ez = p[3 * b + 2] - p[3 * a + 2];
    for (int v : new int[] {a, b}) {
      if (rimVertex[v] < 0) {
        rimVertex[v] = rimVertices++;
      }
      double nx = normals[3 * v];
      double ny = normals[3 * v + 1];
      double nz = normals[3 * v + 2];
      rimDirection[3 * v] += ey * nz - ez * ny;
      rimDirection[3 * v + 1] += ez * nx - ex * nz;
      rimDirection[3 * v + 2] += ex * ny - ey * nx;
    }
  }

  private double[] points() {
    double[] p = Arrays.copyOf(surface.points(), 3 * (2 * vertices + rimVertices));
    for (int i = 0; i < 3 * vertices; i++) {
      p[3 * vertices + i] = p[i] - thickness * normals[i];
    }
    for (int v = 0; v < vertices; v++) {
      if (rimVertex[v] >= 0) {
        unit(rimDirection, 3 * v);
        for (int i = 0; i < 3; i++) {
          p[3 * (2 * vertices + rimVertex[v]) + i] =
              p[3 * v + i]
                  - 0.5 * thickness * normals[3 * v + i]
                  + 0.45 * thickness * rimDirection[3 * v + i];
        }
      }
    }
    return p;
  }

  private double[] ownNormals() {
    double[] n = Arrays.copyOf(normals, 3 * (2 * vertices + rimVertices));
    for (int i = 0; i < 3 * vertices; i++) {
      n[3 * vertices + i] = -n[i];
    }
    return n;
  }

  private double[] rimNormals() {
    double[] n = new double[3 * (2 * vertices + rimVertices)];
    for (int v = 0; v < vertices; v++) {
      if (rimVertex[v] < 0) {
        continue;
      }
      for (int i = 0; i < 3; i++) {
        double out = rimDirection[3 * v + i];
        n[3 * v + i] = out + normals[3 * v + i];
        n[3 * (vertices + v) + i] = out - normals[3 * v + i];
        n[3 * (2 * vertices + rimVertex[v]) + i] = out;
      }
      unit(n, 3 * v);
      unit(n, 3 * (vertices + v));
    }
    return n;
  }

  private static void unit(double[] v, int at) {
    double length = Math.sqrt(v[at] * v[at] + v[at + 1] * v[at + 1] + v[at + 2] * v[at + 2]);
    for (int i = 0; i < 3; i++) {
      v[at + i] /= length + 1e-15;
    }
  }
}
