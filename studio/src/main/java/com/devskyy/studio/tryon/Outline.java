package com.devskyy.studio.tryon;

import com.devskyy.studio.raster.Distances;
import com.devskyy.studio.raster.Plane;
import java.util.ArrayList;
import java.util.List;

/// A shape as its rows: the runs of pixels it covers.
final class Outline {
  /// A stretch of covered pixels in a row, both ends in it.
  record Run(int left, int right) {
    int width() {
      return right - left + 1;
    }

    double middle() {
      return (left + right) / 2.0;
    }

    boolean holds(double x) {
      return left <= x && x <= right;
    }

    boolean overlaps(Run other) {
      return left <= other.right && other.left <= right;
    }
  }

  final int width;
  final int height;
  final boolean[] covered;

  /// First and last covered row.
  final int top;

  final int bottom;
  private final List<List<Run>> rows = new ArrayList<>();
  private final Plane depth;

  Outline(boolean[] covered, int width, int height) {
    this.covered = covered;
    this.width = width;
    this.height = height;
    int first = -1;
    int last = 0;
    for (int y = 0; y < height; y++) {
      List<Run> runs = new ArrayList<>();
      int start = -1;
      for (int x = 0; x <= width; x++) {
        boolean on = x < width && covered[y * width + x];
        if (on && start < 0) {
          start = x;
        } else if (!on && start >= 0) {
          if (x - start >= 2) {
            runs.add(new Run(start, x - 1));
          }
          start = -1;
        }
      }
      rows.add(runs);
      if (!runs.isEmpty()) {
        first = first < 0 ? y : first;
        last = y;
      }
    }
    top = Math.max(0, first);
    bottom = last;
    depth = Distances.signed(covered, width, height);
  }

  int tall() {
    return bottom - top + 1;
  }

  List<Run> runs(int y) {
    return rows.get(Math.clamp(y, 0, height - 1));
  }

  /// The run that holds x, or the one nearest to it; empty if the row is.
  Run run(int y, double x) {
    Run best = new Run(0, -1);
    double least = Double.MAX_VALUE;
    for (Run run : runs(y)) {
      double away = run.holds(x) ? 0 : Math.min(Math.abs(x - run.left), Math.abs(x - run.right));
      if (away < least) {
        least = away;
        best = run;
      }
    }
    return best;
  }

  /// Distance to the edge in pixels, positive inside.
  double depth(Point p) {
    return depth.sample(p.x(), p.y());
  }

  /// The number of the pixel at a place; beyond the picture, of the nearest one.
  int index(Point p) {
    int x = Math.clamp((int) p.x(), 0, width - 1);
    int y = Math.clamp((int) p.y(), 0, height - 1);
    return y * width + x;
  }

  boolean holds(Point p) {
    int x = (int) Math.round(p.x());
    int y = (int) Math.round(p.y());
    return x >= 0 && y >= 0 && x < width && y < height && covered[y * width + x];
  }

  /// The edge as a ring of pixels, clockwise as seen, from the first pixel of the top row.
  List<Point> ring() {
    int[] dx = {1, 1, 0, -1, -1, -1, 0, 1};
    int[] dy = {0, 1, 1, 1, 0, -1, -1, -1};
    int startX = runs(top).getFirst().left;
    List<Point> ring = new ArrayList<>();
    int x = startX;
    int y = top;
    int from = 6;
    int limit = 8 * (width + height) * 4;
    do {
      ring.add(new Point(x, y));
      int turn = -1;
      for (int k = 0; k < 8; k++) {
        int d = (from + k) % 8;
        int nx = x + dx[d];
        int ny = y + dy[d];
        if (nx >= 0 && ny >= 0 && nx < width && ny < height && covered[ny * width + nx]) {
          turn = d;
          break;
        }
      }
      if (turn < 0) {
        break;
      }
      x += dx[turn];
      y += dy[turn];
      from = (turn + 6) % 8;
    } while ((x != startX || y != top) && ring.size() < limit);
    return ring;
  }
}
