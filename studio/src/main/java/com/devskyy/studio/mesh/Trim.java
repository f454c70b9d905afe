package com.devskyy.studio.mesh;

import com.devskyy.studio.field.Field;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Cuts a closed mesh open: what lies where `keep` is negative goes, the rim runs exactly along its
/// zero. Vertices near the line move onto it first, so that no sliver is left.
public final class Trim {
  /// Pieces smaller than this share of the largest are crumbs of the cut.
  private static final double CRUMB = 0.1;

  private final Field keep;
  private final double cell;
  private final double[] direction = new double[3];
  private double[] points;
  private final double[] value;
  private int vertices;
  private int[] kept;
  private int corners;
  private final Map<Long, Integer> crossings = new HashMap<>();

  private Trim(Surface surface, Field keep, double cell) {
    this.keep = keep;
    this.cell = cell;
    points = surface.points();
    vertices = surface.vertexCount();
    value = new double[vertices];
    kept = new int[2 * surface.triangles().length];
  }

  public static Surface of(Surface surface, Field keep, double cell) {
    var trim = new Trim(surface, keep, cell);
    trim.measure();
    trim.snap(surface.triangles());
    for (int c = 0; c < surface.triangles().length; c += 3) {
      trim.cut(surface.triangles(), c);
    }
    int[] triangles = withoutCrumbs(Arrays.copyOf(trim.kept, trim.corners), trim.vertices);
    return Pinches.opened(new Surface(trim.points, triangles)).compact();
  }

  private void measure() {
    for (int v = 0; v < vertices; v++) {
      value[v] = keep.at(points[3 * v], points[3 * v + 1], points[3 * v + 2]);
    }
  }

  private void snap(int[] triangles) {
    boolean[] near = new boolean[vertices];
    for (int c = 0; c < triangles.length; c++) {
      int a = triangles[c];
      int b = triangles[c % 3 == 2 ? c - 2 : c + 1];
      if (value[a] < 0 != value[b] < 0) {
        near[a] |= Math.abs(value[a]) < 0.35 * cell;
        near[b] |= Math.abs(value[b]) < 0.35 * cell;
      }
    }
    double[] place = new double[3];
    for (int v = 0; v < vertices; v++) {
      if (near[v]) {
        System.arraycopy(points, 3 * v, place, 0, 3);
        keep.settle(place, direction);
        System.arraycopy(place, 0, points, 3 * v, 3);
        value[v] = 0;
      }
    }
  }

  private void cut(int[] triangles, int c) {
    int inside = 0;
    int outside = 0;
    for (int i = 0; i < 3; i++) {
      inside += value[triangles[c + i]] > 0 ? 1 : 0;
      outside += value[triangles[c + i]] < 0 ? 1 : 0;
    }
    if (outside == 0 || inside == 0) {
      if (inside > 0 || (outside == 0 && middleIsKept(triangles, c))) {
        add(triangles[c], triangles[c + 1], triangles[c + 2]);
      }
      return;
    }
    // Turned so that the first corner is the one that is alone on its side.
    int turn = 0;
    while (inside == 1 ? value[triangles[c + turn]] <= 0 : value[triangles[c + turn]] >= 0) {
      turn++;
    }
    int a = triangles[c + turn];
    int b = triangles[c + (turn + 1) % 3];
    int d = triangles[c + (turn + 2) % 3];
    int ab = value[b] == 0 ? b : crossing(a, b);
    int ad = value[d] == 0 ? d : crossing(a, d);
    if (value[a] > 0) {
      add(a, ab, ad);
    } else {
      add(ab, b, d);
      add(ab, d, ad);
    }
  }

  private boolean middleIsKept(int[] triangles, int c) {
    double[] middle = new double[3];
    for (int i = 0; i < 9; i++) {
      middle[i % 3] += points[3 * triangles[c + i / 3] + i % 3] / 3;
    }
    return keep.at(middle[0], middle[1], middle[2]) > 0;
  }

  private int crossing(int a, int b) {
    long key = (long) Math.min(a, b) << 32 | Math.max(a, b);
    return crossings.computeIfAbsent(key, _ -> newVertex(Math.min(a, b), Math.max(a, b)));
  }

  private int newVertex(int a, int b) {
    if (3 * vertices == points.length) {
      points = Arrays.copyOf(points, points.length + 3 * (vertices / 4 + 100));
    }
    double t = value[a] / (value[a] - value[b]);
    for (int i = 0; i < 3; i++) {
      points[3 * vertices + i] = points[3 * a + i] + t * (points[3 * b + i] - points[3 * a + i]);
    }
    return vertices++;
  }

  private void add(int a, int b, int c) {
    if (corners + 3 > kept.length) {
      kept = Arrays.copyOf(kept, 2 * kept.length);
    }
    kept[corners++] = a;
    kept[corners++] = b;
    kept[corners++] = c;
  }

  private static int[] withoutCrumbs(int[] triangles, int vertices) {
    int[] root = new int[vertices];
    Arrays.setAll(root, v -> v);
    for (int c = 0; c < triangles.length; c += 3) {
      root[find(root, triangles[c])] = find(root, triangles[c + 1]);
      root[find(root, triangles[c + 1])] = find(root, triangles[c + 2]);
    }
    int[] size = new int[vertices];
    int largest = 0;
    for (int v : triangles) {
      largest = Math.max(largest, ++size[find(root, v)]);
    }
    int[] kept = new int[triangles.length];
    int corners = 0;
    for (int c = 0; c < triangles.length; c++) {
      if (size[find(root, triangles[c])] > CRUMB * largest) {
        kept[corners++] = triangles[c];
      }
    }
    return Arrays.copyOf(kept, corners);
  }

  private static int find(int[] root, int v) {
    int at = v;
    while (root[at] != at) {
      root[at] = root[root[at]];
      at = root[at];
    }
    return at;
  }
}
