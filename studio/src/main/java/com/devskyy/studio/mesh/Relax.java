package com.devskyy.studio.mesh;

import java.util.Arrays;

/// Evens out a mesh: each vertex moves towards the mean of its neighbours.
public final class Relax {
  private Relax() {}

  /// For closed meshes; each neighbour counts as often as triangles join the two.
  public static void inPlace(Surface surface, int rounds) {
    double[] points = surface.points();
    int[] triangles = surface.triangles();
    double[] sum = new double[points.length];
    int[] count = new int[points.length / 3];
    for (int round = 0; round < rounds; round++) {
      Arrays.fill(sum, 0);
      Arrays.fill(count, 0);
      for (int c = 0; c < triangles.length; c++) {
        int v = triangles[c];
        int other = triangles[c % 3 == 2 ? c - 2 : c + 1];
        for (int axis = 0; axis < 3; axis++) {
          sum[3 * v + axis] += points[3 * other + axis];
        }
        count[v]++;
      }
      for (int i = 0; i < points.length; i++) {
        points[i] += 0.6 * (sum[i] / Math.max(1, count[i / 3]) - points[i]);
      }
    }
  }
}
