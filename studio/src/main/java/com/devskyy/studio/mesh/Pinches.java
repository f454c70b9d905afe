package com.devskyy.studio.mesh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Takes apart the vertices in which a cut has left two fans of triangles hanging together by a
/// point. Each further fan gets a vertex of its own, a hair towards its triangles.
final class Pinches {
  private Pinches() {}

  static Surface opened(Surface surface) {
    int[] triangles = surface.triangles();
    int[] opened = triangles.clone();
    int vertices = surface.vertexCount();
    var around = Around.of(triangles, vertices);
    List<double[]> added = new ArrayList<>();
    for (int v = 0; v < vertices; v++) {
      int size = around.end(v) - around.start(v);
      if (size < 2) {
        continue;
      }
      int[] fan = fans(triangles, around, v);
      int fans = Arrays.stream(fan).max().orElse(0);
      for (int f = 1; f <= fans; f++) {
        double[] place = Arrays.copyOfRange(surface.points(), 3 * v, 3 * v + 3);
        int copy = vertices + added.size();
        for (int i = 0; i < size; i++) {
          if (fan[i] == f) {
            int c = around.corner(around.start(v) + i);
            nudge(surface, c, place);
            opened[c] = copy;
          }
        }
        added.add(place);
      }
    }
    double[] points = Arrays.copyOf(surface.points(), 3 * (vertices + added.size()));
    for (int i = 0; i < added.size(); i++) {
      System.arraycopy(added.get(i), 0, points, 3 * (vertices + i), 3);
    }
    return new Surface(points, opened);
  }

  private static void nudge(Surface surface, int corner, double[] place) {
    int other = surface.triangles()[next(corner)];
    for (int axis = 0; axis < 3; axis++) {
      place[axis] += 0.05 * (surface.points()[3 * other + axis] - place[axis]);
    }
  }

  /// By corner of a vertex: the number of its fan, counted from 0.
  private static int[] fans(int[] triangles, Around around, int v) {
    int start = around.start(v);
    int[] fan = new int[around.end(v) - start];
    Arrays.setAll(fan, i -> i);
    for (int i = 0; i < fan.length; i++) {
      int ahead = triangles[next(around.corner(start + i))];
      for (int j = 0; j < fan.length; j++) {
        int c = around.corner(start + j);
        if (triangles[next(next(c))] == ahead && fan[i] != fan[j]) {
          int from = Math.max(fan[i], fan[j]);
          int to = Math.min(fan[i], fan[j]);
          for (int k = 0; k < fan.length; k++) {
            fan[k] = fan[k] == from ? to : fan[k];
          }
        }
      }
    }
    int[] names = Arrays.stream(fan).distinct().sorted().toArray();
    return Arrays.stream(fan).map(f -> Arrays.binarySearch(names, f)).toArray();
  }

  private static int next(int corner) {
    return corner % 3 == 2 ? corner - 2 : corner + 1;
  }
}
