package com.devskyy.studio.raster;

import java.util.Arrays;

/// The connected parts of a set of pixels: which part each pixel belongs to, and how large each is.
/// Pixels hang together by their four sides.
public final class Parts {
  /// Width of the grid.
  public final int width;

  /// For each pixel the number of its part from 0, or -1 outside of the set.
  public final int[] label;

  /// Pixels of each part.
  public final int[] size;

  private Parts(int width, int[] label, int[] size) {
    this.width = width;
    this.label = label;
    this.size = size;
  }

  /// Finds the parts; numbered in the order in which reading the rows meets them.
  public static Parts of(boolean[] set, int width, int height) {
    int[] label = new int[set.length];
    Arrays.fill(label, -1);
    int[] sizes = new int[16];
    int count = 0;
    int[] stack = new int[1024];
    for (int start = 0; start < set.length; start++) {
      if (!set[start] || label[start] >= 0) {
        continue;
      }
      if (count == sizes.length) {
        sizes = Arrays.copyOf(sizes, count * 2);
      }
      int top = 0;
      stack[top++] = start;
      label[start] = count;
      while (top > 0) {
        int i = stack[--top];
        sizes[count]++;
        int x = i % width;
        if (top + 4 > stack.length) {
          stack = Arrays.copyOf(stack, stack.length * 2);
        }
        if (x > 0 && set[i - 1] && label[i - 1] < 0) {
          label[i - 1] = count;
          stack[top++] = i - 1;
        }
        if (x < width - 1 && set[i + 1] && label[i + 1] < 0) {
          label[i + 1] = count;
          stack[top++] = i + 1;
        }
        if (i >= width && set[i - width] && label[i - width] < 0) {
          label[i - width] = count;
          stack[top++] = i - width;
        }
        if (i + width < set.length && set[i + width] && label[i + width] < 0) {
          label[i + width] = count;
          stack[top++] = i + width;
        }
      }
      count++;
    }
    return new Parts(width, label, Arrays.copyOf(sizes, count));
  }

  /// The number of the largest part, or -1 if there is none.
  public int largest() {
    int best = -1;
    for (int i = 0; i < size.length; i++) {
      if (best < 0 || size[i] > size[best]) {
        best = i;
      }
    }
    return best;
  }

  /// The pixels of one part.
  public boolean[] part(int number) {
    boolean[] out = new boolean[label.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = label[i] == number;
    }
    return out;
  }

  /// The pixels of all parts of at least this many pixels.
  public boolean[] atLeast(int pixels) {
    boolean[] out = new boolean[label.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = label[i] >= 0 && size[label[i]] >= pixels;
    }
    return out;
  }
}
