package com.devskyy.providers.asset;

import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Whether the nodes of a file are trees, as glTF demands: whoever walks others may never end.
public final class GlbNodes {
  private static final int NONE = -1;

  private GlbNodes() {}

  /// What keeps the nodes from being trees; empty where they are.
  public static Optional<String> fault(Glb glb) {
    JsonNode nodes = glb.json().path("nodes");
    int[] above = new int[nodes.size()];
    Arrays.fill(above, NONE);
    for (int node = 0; node < above.length; node++) {
      for (JsonNode number : nodes.path(node).path("children")) {
        int child = number.asInt(NONE);
        if (child < 0 || child >= above.length) {
          return Optional.of("node %d has a child %d that is not there".formatted(node, child));
        }
        if (above[child] != NONE) {
          return Optional.of(
              "node %d is a child of node %d and again of node %d"
                  .formatted(child, above[child], node));
        }
        above[child] = node;
      }
    }
    return circle(above);
  }

  /// Each node has one above it at most, so that the way up from it ends or meets itself.
  private static Optional<String> circle(int[] above) {
    int[] metFrom = new int[above.length];
    Arrays.fill(metFrom, NONE);
    for (int start = 0; start < above.length; start++) {
      int node = start;
      while (node != NONE && metFrom[node] == NONE) {
        metFrom[node] = start;
        node = above[node];
      }
      if (node != NONE && metFrom[node] == start) {
        return Optional.of("node %d lies below itself".formatted(node));
      }
    }
    return Optional.empty();
  }
}
