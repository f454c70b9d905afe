package com.devskyy.studio.mesh;

/// A closed body of cloth or of a trimming: shared vertices, a normal for each, and which side of
/// the cloth a triangle is on.
///
/// @param points x, y, z of each vertex
/// @param normals of each vertex, for the triangles of its own side
/// @param rimNormals of each vertex, for the triangles of the rim
/// @param triangles three vertex numbers a triangle
/// @param sides one of the constants for each triangle
/// @param occlusion how open a vertex lies: 0 buried, 1 free
public record Shell(
    double[] points,
    double[] normals,
    double[] rimNormals,
    int[] triangles,
    byte[] sides,
    double[] occlusion) {
  public static final byte OUTER = 0;
  public static final byte INNER = 1;
  public static final byte RIM = 2;

  public int triangleCount() {
    return triangles.length / 3;
  }
}
