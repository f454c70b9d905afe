package com.devskyy.studio.tryon;

import java.util.List;

/// Lengths along lines of several straight pieces.
final class Polyline {
  private Polyline() {}

  /// From the first point to the last, in pixels.
  static double length(List<Point> path) {
    double sum = 0;
    for (int i = 1; i < path.size(); i++) {
      sum += path.get(i).to(path.get(i - 1));
    }
    return sum;
  }

  /// The place so many pixels after the first point; the last point if the line is shorter.
  static Point along(List<Point> path, double distance) {
    double rest = distance;
    for (int i = 1; i < path.size(); i++) {
      double step = path.get(i).to(path.get(i - 1));
      if (step >= rest && step > 0) {
        return path.get(i - 1).toward(path.get(i), rest / step);
      }
      rest -= step;
    }
    return path.getLast();
  }
}
