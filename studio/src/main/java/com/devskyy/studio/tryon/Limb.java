package com.devskyy.studio.tryon;

import java.util.ArrayList;
import java.util.List;

/// A sleeve or a leg of a garment in its photo.
///
/// @param outer its root on the outer side (shoulder, hip)
/// @param inner its root on the inner side (armpit, crotch)
/// @param outerEdge from the outer root to its end, evenly spaced
/// @param innerEdge from the inner root to its end, evenly spaced
record Limb(Point outer, Point inner, List<Point> outerEdge, List<Point> innerEdge) {
  /// Steps along an edge.
  static final int STEPS = 24;

  /// The middle of its end.
  Point end() {
    return outerEdge.getLast().toward(innerEdge.getLast(), 0.5);
  }

  /// From the middle of its root to the middle of its end, in pixels.
  double length() {
    return outer.toward(inner, 0.5).to(end());
  }

  /// A path as evenly spaced points.
  static List<Point> even(List<Point> path) {
    double length = Polyline.length(path);
    List<Point> out = new ArrayList<>();
    for (int i = 0; i <= STEPS; i++) {
      out.add(Polyline.along(path, length * i / STEPS));
    }
    return out;
  }
}
