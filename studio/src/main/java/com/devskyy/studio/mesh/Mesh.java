package com.devskyy.studio.mesh;

/// Triangles ready to be drawn: three corners a triangle, counter-clockwise seen from outside.
/// Vertices that lie in one place but differ in normal or texture place are separate; [Topology]
/// joins them again. The arrays are shared, not copied.
///
/// @param positions x, y, z of each vertex in metres; y up, z to the front
/// @param normals a unit vector per vertex
/// @param uvs texture place per vertex, 0 to 1 from the top left; empty where nothing is textured
/// @param tangents x, y, z, sign per vertex: which way u grows, as glTF has it; empty where no
/// normal map lies on it
/// @param triangles three vertex numbers a triangle
@SuppressWarnings("ArrayRecordComponent") // A bundle of arrays, not compared.
public record Mesh(
    float[] positions, float[] normals, float[] uvs, float[] tangents, int[] triangles) {
  public Mesh {
    if (positions.length % 3 != 0
        || normals.length != positions.length
        || (uvs.length != 0 && uvs.length != positions.length / 3 * 2)
        || (tangents.length != 0 && tangents.length != positions.length / 3 * 4)
        || triangles.length % 3 != 0) {
      throw new IllegalArgumentException(
          "a mesh of %d coordinates cannot have %d normal and %d texture coordinates, %d corners"
              .formatted(positions.length, normals.length, uvs.length, triangles.length));
    }
  }

  /// Without tangents.
  public Mesh(float[] positions, float[] normals, float[] uvs, int[] triangles) {
    this(positions, normals, uvs, new float[0], triangles);
  }

  public int vertexCount() {
    return positions.length / 3;
  }

  public int triangleCount() {
    return triangles.length / 3;
  }

  public boolean isTextured() {
    return uvs.length > 0;
  }

  public boolean hasTangents() {
    return tangents.length > 0;
  }

  /// Least x, y, z, then greatest x, y, z.
  public float[] bounds() {
    float[] bounds = {
      Float.POSITIVE_INFINITY,
      Float.POSITIVE_INFINITY,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NEGATIVE_INFINITY
    };
    for (int i = 0; i < positions.length; i++) {
      bounds[i % 3] = Math.min(bounds[i % 3], positions[i]);
      bounds[3 + i % 3] = Math.max(bounds[3 + i % 3], positions[i]);
    }
    return bounds;
  }
}
