package com.devskyy.studio.mesh;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// What a mesh is as a surface, its vertices joined where they lie in exactly one place.
///
/// @param openEdges edges of one triangle; 0 when closed
/// @param badEdges edges of more than two triangles, or of two that run through it the same way
/// @param badVertices vertices around which the triangles form more than one ring or fan
/// @param euler vertices - edges + triangles: 2 per closed piece, less 2 per handle
/// @param pieces parts that hang together
public record Topology(int openEdges, int badEdges, int badVertices, int euler, int pieces) {
  public boolean isClosedManifold() {
    return openEdges == 0 && badEdges == 0 && badVertices == 0;
  }

  public static Topology of(Mesh mesh) {
    Map<Place, Integer> places = new HashMap<>();
    int[] joined = new int[mesh.vertexCount()];
    float[] at = mesh.positions();
    for (int v = 0; v < joined.length; v++) {
      var place = new Place(at[3 * v], at[3 * v + 1], at[3 * v + 2]);
      joined[v] = places.computeIfAbsent(place, _ -> places.size());
    }
    int[] triangles = Arrays.stream(mesh.triangles()).map(v -> joined[v]).toArray();
    return of(triangles, places.size());
  }

  private record Place(float x, float y, float z) {}

  /// What triangles are whose vertices are joined already.
  ///
  /// @param triangles three vertex numbers a triangle
  /// @param vertices how many numbers there are; unused ones do not count
  public static Topology of(int[] triangles, int vertices) {
    Map<Long, int[]> edges = new HashMap<>(triangles.length);
    int[] root = new int[vertices];
    Arrays.setAll(root, v -> v);
    for (int c = 0; c < triangles.length; c++) {
      int from = triangles[c];
      int to = triangles[c % 3 == 2 ? c - 2 : c + 1];
      long edge = (long) Math.min(from, to) << 32 | Math.max(from, to);
      edges.computeIfAbsent(edge, _ -> new int[2])[from < to ? 0 : 1]++;
      root[find(root, from)] = find(root, to);
    }
    int open = 0;
    int bad = 0;
    for (int[] uses : edges.values()) {
      open += uses[0] + uses[1] == 1 ? 1 : 0;
      bad += uses[0] > 1 || uses[1] > 1 ? 1 : 0;
    }
    boolean[] used = new boolean[vertices];
    Arrays.stream(triangles).forEach(v -> used[v] = true);
    int count = 0;
    int pieces = 0;
    for (int v = 0; v < vertices; v++) {
      count += used[v] ? 1 : 0;
      pieces += used[v] && find(root, v) == v ? 1 : 0;
    }
    int euler = count - edges.size() + triangles.length / 3;
    return new Topology(open, bad, badVertices(triangles, vertices), euler, pieces);
  }

  /// The edges opposite a vertex must hang together. With no bad edge that is one ring or one fan.
  private static int badVertices(int[] triangles, int vertices) {
    var around = Around.of(triangles, vertices);
    int[] parent = new int[vertices];
    int[] seenBy = new int[vertices];
    int bad = 0;
    for (int v = 0; v < vertices; v++) {
      int pieces = 0;
      for (int i = around.start(v); i < around.end(v); i++) {
        int c = around.corner(i);
        for (int other : new int[] {next(triangles, c), previous(triangles, c)}) {
          if (seenBy[other] != v + 1) {
            seenBy[other] = v + 1;
            parent[other] = other;
            pieces++;
          }
        }
        int one = find(parent, next(triangles, c));
        int two = find(parent, previous(triangles, c));
        pieces -= one == two ? 0 : 1;
        parent[one] = two;
      }
      bad += pieces > 1 ? 1 : 0;
    }
    return bad;
  }

  private static int next(int[] triangles, int corner) {
    return triangles[corner % 3 == 2 ? corner - 2 : corner + 1];
  }

  private static int previous(int[] triangles, int corner) {
    return triangles[corner % 3 == 0 ? corner + 2 : corner - 1];
  }

  private static int find(int[] parent, int v) {
    int root = v;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }
}
