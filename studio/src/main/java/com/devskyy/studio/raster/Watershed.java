package com.devskyy.studio.raster;

import java.util.Arrays;

/// Grows marked regions over unmarked pixels, always at the lowest place of an edge map first
/// (Meyer 1991): regions meet on the ridges, however faint the slopes beside them.
public final class Watershed {
  private static final int LEVELS = 256;

  private Watershed() {}

  /// Every pixel's region.
  ///
  /// @param markers region numbers from 1 where known, 0 elsewhere; not changed
  /// @param edges strength of the edge at each pixel, 0 to 255; more counts as 255
  /// @return markers with every 0 replaced that can be reached; ties go to the earlier marked
  /// pixel
  public static byte[] flood(byte[] markers, Plane edges) {
    int width = edges.width;
    byte[] out = markers.clone();
    int[] next = new int[out.length];
    int[] head = new int[LEVELS];
    int[] tail = new int[LEVELS];
    Arrays.fill(head, -1);
    Arrays.fill(tail, -1);
    for (int i = 0; i < out.length; i++) {
      if (out[i] != 0 && hasUnmarkedNeighbour(markers, i, width)) {
        push(i, 0, next, head, tail);
      }
    }
    int level = 0;
    while (level < LEVELS) {
      int i = head[level];
      if (i < 0) {
        level++;
        continue;
      }
      head[level] = next[i];
      if (head[level] < 0) {
        tail[level] = -1;
      }
      int x = i % width;
      for (int side = 0; side < 4; side++) {
        int j =
            switch (side) {
              case 0 -> x > 0 ? i - 1 : -1;
              case 1 -> x < width - 1 ? i + 1 : -1;
              case 2 -> i - width;
              default -> i + width < out.length ? i + width : -1;
            };
        if (j >= 0 && out[j] == 0) {
          out[j] = out[i];
          push(j, Math.max(level, (int) Math.min(255, edges.at[j])), next, head, tail);
        }
      }
    }
    return out;
  }

  private static boolean hasUnmarkedNeighbour(byte[] markers, int i, int width) {
    int x = i % width;
    return (x > 0 && markers[i - 1] == 0)
        || (x < width - 1 && markers[i + 1] == 0)
        || (i >= width && markers[i - width] == 0)
        || (i + width < markers.length && markers[i + width] == 0);
  }

  private static void push(int i, int level, int[] next, int[] head, int[] tail) {
    next[i] = -1;
    if (tail[level] < 0) {
      head[level] = i;
    } else {
      next[tail[level]] = i;
    }
    tail[level] = i;
  }
}
