package com.devskyy.studio.mesh;

/// The corners that meet in each vertex, as one array and where each vertex begins in it.
///
/// @param starts one more than vertices
/// @param corners numbers of corners: triangle `corner / 3`
@SuppressWarnings("ArrayRecordComponent") // A bundle of arrays, not compared.
public record Around(int[] starts, int[] corners) {
  public static Around of(int[] triangles, int vertices) {
    int[] starts = new int[vertices + 1];
    for (int v : triangles) {
      starts[v + 1]++;
    }
    for (int v = 0; v < vertices; v++) {
      starts[v + 1] += starts[v];
    }
    int[] corners = new int[triangles.length];
    int[] to = starts.clone();
    for (int c = 0; c < triangles.length; c++) {
      corners[to[triangles[c]]++] = c;
    }
    return new Around(starts, corners);
  }

  public int start(int vertex) {
    return starts[vertex];
  }

  public int end(int vertex) {
    return starts[vertex + 1];
  }

  public int corner(int i) {
    return corners[i];
  }
}
