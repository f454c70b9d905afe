package com.devskyy.studio.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lays charts into a texture, the largest first, each where it comes to lie highest. Charts are
/// told by the squares they touch, so that small ones go into the holes of large ones.
final class Packer {
  /// Texels a side of a square.
  private static final int SQUARE = 8;

  private final int columns;
  private final int rows;
  private final int words;
  private final int gap;
  private final long[] taken;

  Packer(int width, int height, int gap) {
    columns = width / SQUARE;
    rows = height / SQUARE;
    words = columns / 64;
    this.gap = gap;
    taken = new long[rows * words];
  }

  /// A chart to be laid.
  record Item(Chart chart, double weight) {
    /// Square metres it takes of the texture, at a density of one.
    double area() {
      double sum = 0;
      int[] corners = chart.shell().triangles();
      for (int t : chart.triangles()) {
        int a = corners[3 * t];
        int b = corners[3 * t + 1];
        int c = corners[3 * t + 2];
        double ux = chart.u(b) - chart.u(a);
        double uy = chart.v(b) - chart.v(a);
        double vx = chart.u(c) - chart.u(a);
        double vy = chart.v(c) - chart.v(a);
        sum += Math.abs(ux * vy - uy * vx) / 2;
      }
      return sum * weight * weight;
    }
  }

  /// Empty if they do not all fit.
  Optional<List<Atlas.Place>> pack(List<Item> items, double density) {
    List<Atlas.Place> places = new ArrayList<>();
    for (Item item : items) {
      var place = place(item.chart, density * item.weight);
      if (place.isEmpty()) {
        return Optional.empty();
      }
      places.add(place.get());
    }
    return Optional.of(places);
  }

  private Optional<Atlas.Place> place(Chart chart, double factor) {
    double least = Double.MAX_VALUE;
    double leastV = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    double mostV = -Double.MAX_VALUE;
    int[] corners = chart.shell().triangles();
    for (int t : chart.triangles()) {
      for (int i = 3 * t; i < 3 * t + 3; i++) {
        double u = factor * chart.u(corners[i]);
        double v = factor * chart.v(corners[i]);
        least = Math.min(least, u);
        most = Math.max(most, u);
        leastV = Math.min(leastV, v);
        mostV = Math.max(mostV, v);
      }
    }
    int wide = (int) Math.ceil((most - least + 2 * gap) / SQUARE);
    int high = (int) Math.ceil((mostV - leastV + 2 * gap) / SQUARE);
    if (wide > columns || high > rows) {
      return Optional.empty();
    }
    double shiftU = gap - least;
    double shiftV = gap - leastV;
    var mask = new Mask(wide, high);
    for (int t : chart.triangles()) {
      mask.cover(chart, corners, t, factor, shiftU, shiftV);
    }
    return fit(mask, wide, high)
        .map(
            at -> new Atlas.Place(chart, factor, shiftU + SQUARE * at[0], shiftV + SQUARE * at[1]));
  }

  /// The highest place, the leftmost of those.
  private Optional<int[]> fit(Mask mask, int wide, int high) {
    int bestX = -1;
    int bestY = rows - high + 1;
    long[] shifted = new long[high * (mask.words + 1)];
    for (int x = 0; x <= columns - wide && bestY > 0; x++) {
      mask.shift(x % 64, shifted);
      int y = 0;
      while (y < bestY && meets(shifted, mask.words + 1, high, x / 64, y)) {
        y++;
      }
      if (y < bestY) {
        bestY = y;
        bestX = x;
      }
    }
    if (bestX < 0) {
      return Optional.empty();
    }
    mask.shift(bestX % 64, shifted);
    for (int row = 0; row < high; row++) {
      for (int w = 0; w <= mask.words; w++) {
        int word = bestX / 64 + w;
        if (word < words) {
          taken[(bestY + row) * words + word] |= shifted[row * (mask.words + 1) + w];
        }
      }
    }
    return Optional.of(new int[] {bestX, bestY});
  }

  private boolean meets(long[] shifted, int wordsWide, int high, int word, int y) {
    int most = Math.min(wordsWide, words - word);
    for (int row = 0; row < high; row++) {
      int at = (y + row) * words + word;
      for (int w = 0; w < most; w++) {
        if ((taken[at + w] & shifted[row * wordsWide + w]) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /// The squares that a chart touches.
  private final class Mask {
    private final int wide;
    private final int high;
    private final int words;
    private final long[] bits;

    Mask(int wide, int high) {
      this.wide = wide;
      this.high = high;
      words = (wide + 63) / 64;
      bits = new long[high * words];
    }

    void shift(int by, long[] out) {
      for (int row = 0; row < high; row++) {
        long carry = 0;
        for (int w = 0; w < words; w++) {
          long word = bits[row * words + w];
          out[row * (words + 1) + w] = word << by | carry;
          carry = by == 0 ? 0 : word >>> (64 - by);
        }
        out[row * (words + 1) + words] = carry;
      }
    }

    /// A square is touched if it, grown by the gap, is not wholly beyond one of the edges.
    void cover(Chart chart, int[] corners, int t, double factor, double shiftU, double shiftV) {
      double[] x = new double[3];
      double[] y = new double[3];
      for (int i = 0; i < 3; i++) {
        x[i] = factor * chart.u(corners[3 * t + i]) + shiftU;
        y[i] = factor * chart.v(corners[3 * t + i]) + shiftV;
      }
      double turn = (x[1] - x[0]) * (y[2] - y[0]) - (y[1] - y[0]) * (x[2] - x[0]) < 0 ? -1 : 1;
      int left = square(Math.min(x[0], Math.min(x[1], x[2])) - gap);
      int right = square(Math.max(x[0], Math.max(x[1], x[2])) + gap);
      int top = square(Math.min(y[0], Math.min(y[1], y[2])) - gap);
      int bottom = square(Math.max(y[0], Math.max(y[1], y[2])) + gap);
      for (int row = Math.max(0, top); row <= Math.min(high - 1, bottom); row++) {
        for (int column = Math.max(0, left); column <= Math.min(wide - 1, right); column++) {
          if (touches(x, y, turn, column, row)) {
            bits[row * words + column / 64] |= 1L << column;
          }
        }
      }
    }

    private int square(double texel) {
      return (int) Math.floor(texel / SQUARE);
    }

    private boolean touches(double[] x, double[] y, double turn, int column, int row) {
      double half = SQUARE / 2.0 + gap;
      double cx = (column + 0.5) * SQUARE;
      double cy = (row + 0.5) * SQUARE;
      for (int i = 0; i < 3; i++) {
        int j = (i + 1) % 3;
        double ex = x[j] - x[i];
        double ey = y[j] - y[i];
        double side = turn * (ex * (cy - y[i]) - ey * (cx - x[i]));
        if (side < -half * (Math.abs(ex) + Math.abs(ey))) {
          return false;
        }
      }
      return true;
    }
  }
}
