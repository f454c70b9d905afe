package com.devskyy.studio.photo;

import com.devskyy.studio.raster.Plane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A triangulation of the flat region where a plane of signed distances exceeds a level.
///
/// A regular grid of triangles is cut along the level line; grid points near the line are moved
/// onto it first, so that no slivers arise. Afterwards no vertex joins two fans, and no inner edge
/// joins two vertices of the rim: two copies sewn together along their rims are a closed manifold.
final class FlatMesh {
  private static final double SNAP = 0.3;

  private final Plane distance;
  private final double level;
  private final double cell;
  private final int columns;
  private final Map<Long, Integer> cuts = new HashMap<>();
  private final Map<Integer, Integer> corners = new HashMap<>();
  private double[] xs = new double[4096];
  private double[] ys = new double[4096];
  private int count;
  private int[] triangles = new int[16384];
  private int corner;

  private FlatMesh(Plane distance, double level, double cell) {
    this.distance = distance;
    this.level = level;
    this.cell = cell;
    this.columns = (int) Math.ceil(distance.width / cell) + 2;
  }

  /// @param level distances above it belong to the region
  /// @param cell edge length of the grid, in pixels
  static FlatMesh of(Plane distance, double level, double cell) {
    var mesh = new FlatMesh(distance, level, cell);
    mesh.cutGrid();
    mesh.triangles = Arrays.copyOf(mesh.triangles, mesh.corner);
    mesh.splitPinches();
    mesh.splitBridges();
    return mesh;
  }

  int vertices() {
    return count;
  }

  double x(int vertex) {
    return xs[vertex];
  }

  double y(int vertex) {
    return ys[vertex];
  }

  /// Three vertices a triangle, clockwise as the picture is seen (y down).
  int[] triangles() {
    return triangles;
  }

  /// The rims, each a ring of vertices with the region on the same hand as along its triangles.
  List<int[]> rims() {
    Map<Long, Integer> edges = edges();
    int[] next = new int[count];
    Arrays.fill(next, -1);
    for (int c = 0; c < triangles.length; c++) {
      int a = triangles[c];
      int b = triangles[c % 3 == 2 ? c - 2 : c + 1];
      if (edges.getOrDefault(key(a, b), 0) == 1) {
        next[a] = b;
      }
    }
    List<int[]> rims = new ArrayList<>();
    for (int start = 0; start < count; start++) {
      int[] ring = new int[16];
      int size = 0;
      int at = start;
      while (next[at] >= 0) {
        ring = size == ring.length ? Arrays.copyOf(ring, size * 2) : ring;
        ring[size++] = at;
        int after = next[at];
        next[at] = -1;
        at = after;
      }
      if (size > 0) {
        rims.add(Arrays.copyOf(ring, size));
      }
    }
    return rims;
  }

  private void cutGrid() {
    int rows = (int) Math.ceil(distance.height / cell) + 2;
    for (int j = 0; j < rows; j++) {
      for (int i = 0; i < columns; i++) {
        int a = j * columns + i;
        // Diagonals alternate, so that the grid has no grain.
        if ((i + j) % 2 == 0) {
          cut(a, a + 1, a + columns + 1);
          cut(a, a + columns + 1, a + columns);
        } else {
          cut(a, a + 1, a + columns);
          cut(a + 1, a + columns + 1, a + columns);
        }
      }
    }
  }

  private void cut(int... grid) {
    double[] above = new double[3];
    int positive = 0;
    for (int k = 0; k < 3; k++) {
      above[k] = above(grid[k]);
      positive += above[k] > 0 ? 1 : 0;
    }
    if (positive == 0) {
      return;
    }
    int[] polygon = new int[4];
    int size = 0;
    for (int k = 0; k < 3; k++) {
      int other = (k + 1) % 3;
      if (above[k] >= 0) {
        polygon[size++] = vertex(grid[k]);
      }
      if (above[k] * above[other] < 0) {
        polygon[size++] = crossing(grid[k], grid[other], above[k], above[other]);
      }
    }
    for (int k = 2; k < size; k++) {
      triangle(polygon[0], polygon[k - 1], polygon[k]);
    }
  }

  private double gridX(int grid) {
    return grid % columns * cell;
  }

  private double gridY(int grid) {
    int row = grid / columns;
    return row * cell;
  }

  /// Height above the level; 0 for points that are moved onto the line.
  private double above(int grid) {
    double x = gridX(grid);
    double y = gridY(grid);
    double value =
        x > distance.width - 1 || y > distance.height - 1 || x == 0 || y == 0
            ? -cell
            : distance.sample(x, y) - level;
    return Math.abs(value) < SNAP * cell ? 0 : value;
  }

  private int vertex(int grid) {
    return corners.computeIfAbsent(
        grid,
        _ -> {
          double x = gridX(grid);
          double y = gridY(grid);
          if (above(grid) == 0) {
            double off = distance.sample(x, y) - level;
            double[] up = uphill(distance, x, y);
            x -= off * up[0];
            y -= off * up[1];
          }
          return add(x, y);
        });
  }

  private int crossing(int a, int b, double aboveA, double aboveB) {
    return cuts.computeIfAbsent(
        key(a, b),
        _ -> {
          double t = aboveA / (aboveA - aboveB);
          return add(gridX(a) + (gridX(b) - gridX(a)) * t, gridY(a) + (gridY(b) - gridY(a)) * t);
        });
  }

  /// Direction in which the distance grows fastest, of length 1 (or 0 where it is flat).
  static double[] uphill(Plane distance, double x, double y) {
    double dx = distance.sample(x + 1.5, y) - distance.sample(x - 1.5, y);
    double dy = distance.sample(x, y + 1.5) - distance.sample(x, y - 1.5);
    double length = Math.hypot(dx, dy);
    return length < 1e-6 ? new double[2] : new double[] {dx / length, dy / length};
  }

  private int add(double x, double y) {
    if (count == xs.length) {
      xs = Arrays.copyOf(xs, count * 2);
      ys = Arrays.copyOf(ys, count * 2);
    }
    xs[count] = x;
    ys[count] = y;
    return count++;
  }

  private void triangle(int a, int b, int c) {
    if (a == b || b == c || c == a) {
      return;
    }
    if (corner + 3 > triangles.length) {
      triangles = Arrays.copyOf(triangles, triangles.length * 2);
    }
    triangles[corner++] = a;
    triangles[corner++] = b;
    triangles[corner++] = c;
  }

  private static long key(int a, int b) {
    return (long) Math.min(a, b) << 32 | Math.max(a, b);
  }

  private Map<Long, Integer> edges() {
    Map<Long, Integer> edges = new HashMap<>(triangles.length);
    for (int c = 0; c < triangles.length; c++) {
      edges.merge(key(triangles[c], triangles[c % 3 == 2 ? c - 2 : c + 1]), 1, Integer::sum);
    }
    return edges;
  }

  /// A vertex where two fans of triangles meet in a point becomes two.
  private void splitPinches() {
    List<List<Integer>> around = new ArrayList<>();
    for (int v = 0; v < count; v++) {
      around.add(new ArrayList<>());
    }
    for (int c = 0; c < triangles.length; c++) {
      around.get(triangles[c]).add(c);
    }
    int before = count;
    for (int v = 0; v < before; v++) {
      List<Integer> rest = new ArrayList<>(around.get(v));
      boolean first = true;
      while (!rest.isEmpty()) {
        List<Integer> fan = fan(rest, v);
        if (!first) {
          int twin = add(xs[v], ys[v]);
          fan.forEach(c -> triangles[c] = twin);
        }
        first = false;
      }
    }
  }

  /// Takes from `rest` one fan: corners at the vertex whose triangles hang together by edges.
  private List<Integer> fan(List<Integer> rest, int v) {
    List<Integer> fan = new ArrayList<>();
    fan.add(rest.removeLast());
    for (int i = 0; i < fan.size(); i++) {
      int t = fan.get(i) / 3 * 3;
      rest.removeIf(
          c -> {
            int u = c / 3 * 3;
            boolean shares = false;
            for (int a = 0; a < 3; a++) {
              for (int b = 0; b < 3; b++) {
                shares |= triangles[t + a] != v && triangles[t + a] == triangles[u + b];
              }
            }
            if (shares) {
              fan.add(c);
            }
            return shares;
          });
    }
    return fan;
  }

  /// An inner edge from rim to rim gets a vertex in its middle.
  private void splitBridges() {
    Map<Long, Integer> edges = edges();
    boolean[] rim = new boolean[count];
    edges.forEach(
        (edge, uses) -> {
          if (uses == 1) {
            rim[(int) (edge >> 32)] = true;
            rim[(int) (long) edge] = true;
          }
        });
    Map<Long, Integer> middles = new HashMap<>();
    edges.forEach(
        (edge, uses) -> {
          if (uses == 2 && rim[(int) (edge >> 32)] && rim[(int) (long) edge]) {
            middles.put(edge, -1);
          }
        });
    int[] old = triangles;
    triangles = new int[old.length + middles.size() * 6];
    corner = 0;
    for (int t = 0; t < old.length; t += 3) {
      split(old[t], old[t + 1], old[t + 2], middles);
    }
    triangles = Arrays.copyOf(triangles, corner);
  }

  private void split(int a, int b, int c, Map<Long, Integer> middles) {
    int[] v = {a, b, c};
    for (int k = 0; k < 3; k++) {
      long edge = key(v[k], v[(k + 1) % 3]);
      Integer middle = middles.get(edge);
      if (middle == null) {
        continue;
      }
      int p = v[k];
      int q = v[(k + 1) % 3];
      int m = middle;
      if (m < 0) {
        m = add((xs[p] + xs[q]) / 2, (ys[p] + ys[q]) / 2);
        middles.put(edge, m);
      }
      int r = v[(k + 2) % 3];
      split(p, m, r, middles);
      split(m, q, r, middles);
      return;
    }
    triangle(a, b, c);
  }
}
