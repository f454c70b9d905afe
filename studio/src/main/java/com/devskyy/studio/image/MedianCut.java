package com.devskyy.studio.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Heckbert's median cut over counted colour cells of 3 x 7 bits.
final class MedianCut {
  private MedianCut() {}

  /// A set of cells: where they lie in the sorted order, and how much is to gain by cutting it.
  @SuppressWarnings("ArrayRecordComponent") // A bundle of arrays, not compared.
  private record Box(int[] cells, int axis, long gain) {}

  static List<int[]> boxes(int[] count, int most) {
    int[] used = new int[count.length];
    int size = 0;
    for (int cell = 0; cell < count.length; cell++) {
      if (count[cell] > 0) {
        used[size++] = cell;
      }
    }
    List<Box> boxes = new ArrayList<>();
    boxes.add(box(Arrays.copyOf(used, size), count));
    while (boxes.size() < most) {
      Box widest = boxes.getFirst();
      for (Box box : boxes) {
        widest = box.gain > widest.gain ? box : widest;
      }
      if (widest.gain == 0) {
        break;
      }
      boxes.remove(widest);
      cut(widest, count, boxes);
    }
    return boxes.stream().map(Box::cells).toList();
  }

  private static void cut(Box box, int[] count, List<Box> into) {
    int shift = box.axis;
    long[] keyed = new long[box.cells.length];
    long half = 0;
    for (int i = 0; i < keyed.length; i++) {
      keyed[i] = (long) (box.cells[i] >> shift & 127) << 32 | box.cells[i];
      half += count[box.cells[i]];
    }
    Arrays.sort(keyed);
    int[] sorted = Arrays.stream(keyed).mapToInt(key -> (int) key).toArray();
    half /= 2;
    int at = 1;
    long before = count[sorted[0]];
    while (at < sorted.length - 1 && before < half) {
      before += count[sorted[at++]];
    }
    into.add(box(Arrays.copyOf(sorted, at), count));
    into.add(box(Arrays.copyOfRange(sorted, at, sorted.length), count));
  }

  private static Box box(int[] cells, int[] count) {
    int widest = 0;
    int axis = 0;
    for (int shift = 0; shift <= 14; shift += 7) {
      int least = 127;
      int greatest = 0;
      for (int cell : cells) {
        int value = cell >> shift & 127;
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
      if (greatest - least > widest) {
        widest = greatest - least;
        axis = shift;
      }
    }
    long weight = 0;
    for (int cell : cells) {
      weight += count[cell];
    }
    // Large areas deserve fine steps, but not so much that a small print loses its colours.
    return new Box(cells, axis, (long) (16 * widest * Math.sqrt((double) weight)));
  }
}
