package com.devskyy.studio.mesh;

/// A closed body of cloth or of a trimming: shared vertices, a normal for each, and which side of
/// the cloth a triangle is on.
///
/// @param points x, y, z of each vertex
/// @param normals of each vertex, for the triangles of its own side
/// @param rimNormals of each vertex, for the triangles of the rim
/// @param triangles three vertex numbers a triangle
/// @param sides one of the constants for each triangle
/// @param origins where each vertex was before a style stretched it: there it is painted
/// @param occlusion how open a vertex lies: 0 buried, 1 free
@SuppressWarnings("ArrayRecordComponent") // A bundle of arrays, not compared.
public record Shell(
    double[] points,
    double[] normals,
    double[] rimNormals,
    int[] triangles,
    byte[] sides,
    double[] origins,
    double[] occlusion) {
  public static final byte OUTER = 0;
  public static final byte INNER = 1;
  public static final byte RIM = 2;

  /// With other occlusion.
  public Shell with(double[] occlusion) {
    return new Shell(points, normals, rimNormals, triangles, sides, origins, occlusion);
  }

  /// Stretched along the axes; normals turn the other way, origins stay.
  public Shell stretched(double x, double y, double z) {
    double[] by = {x, y, z};
    double[] p = points.clone();
    double[] n = normals.clone();
    double[] rim = rimNormals.clone();
    for (int i = 0; i < p.length; i++) {
      p[i] *= by[i % 3];
      n[i] /= by[i % 3];
      rim[i] /= by[i % 3];
    }
    unit(n);
    unit(rim);
    return new Shell(p, n, rim, triangles, sides, origins, occlusion);
  }

  private static void unit(double[] v) {
    for (int i = 0; i < v.length; i += 3) {
      double length = Math.sqrt(v[i] * v[i] + v[i + 1] * v[i + 1] + v[i + 2] * v[i + 2]);
      for (int k = i; k < i + 3 && length > 0; k++) {
        v[k] /= length;
      }
    }
  }

  public int triangleCount() {
    return triangles.length / 3;
  }
}
