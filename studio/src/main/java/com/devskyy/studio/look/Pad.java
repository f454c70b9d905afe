package com.devskyy.studio.look;

/// Carries the paint of charts on over their edges into the gap between them, two texels far, so
/// that smoothed looks at an edge take in nothing else.
final class Pad {
  private Pad() {}

  static void edges(int[] base, int[] surface, float[] height, int width, int rows) {
    for (int round = 0; round < 2; round++) {
      int[] from = sources(base, width, rows);
      for (int i = 0; i < from.length; i++) {
        if (from[i] > 0) {
          base[i] = base[from[i]];
          surface[i] = surface[from[i]];
          height[i] = height[from[i]];
        }
      }
    }
  }

  /// By empty texel next to paint: a painted neighbour; else 0.
  private static int[] sources(int[] base, int width, int rows) {
    int[] from = new int[base.length];
    for (int y = 1; y < rows - 1; y++) {
      for (int i = y * width + 1; i < (y + 1) * width - 1; i++) {
        if (base[i] == 0) {
          from[i] =
              base[i - 1] != 0
                  ? i - 1
                  : base[i + 1] != 0
                      ? i + 1
                      : base[i - width] != 0 ? i - width : base[i + width] != 0 ? i + width : 0;
        }
      }
    }
    return from;
  }
}
