package com.devskyy.studio.mesh;

/// Triangles while they are being worked on: shared vertices, no normals, no texture places.
///
/// @param points x, y, z of each vertex
/// @param triangles three vertex numbers a triangle, counter-clockwise seen from outside
@SuppressWarnings("ArrayRecordComponent") // A bundle of arrays, not compared.
public record Surface(double[] points, int[] triangles) {
  public int vertexCount() {
    return points.length / 3;
  }

  public int triangleCount() {
    return triangles.length / 3;
  }

  /// Without the vertices that no triangle uses.
  Surface compact() {
    int[] renamed = new int[vertexCount()];
    int count = 0;
    for (int v : triangles) {
      renamed[v] = renamed[v] == 0 ? ++count : renamed[v];
    }
    double[] kept = new double[3 * count];
    for (int v = 0; v < renamed.length; v++) {
      if (renamed[v] > 0) {
        System.arraycopy(points, 3 * v, kept, 3 * renamed[v] - 3, 3);
      }
    }
    int[] corners = new int[triangles.length];
    for (int c = 0; c < corners.length; c++) {
      corners[c] = renamed[triangles[c]] - 1;
    }
    return new Surface(kept, corners);
  }
}
