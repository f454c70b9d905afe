package com.devskyy.studio.tryon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One side of a garment's outline, from the collar's end outwards and down to the hem's corner,
/// and the sleeve that may be in it.
///
/// @param edge the outline's points, in order
/// @param left whether it is the picture's left side
/// @param axis x of the garment's middle
record Flank(List<Point> edge, boolean left, double axis) {
  /// The sleeve: what lies before the flank's deepest bay, the armpit, if it sticks out.
  ///
  /// @param tall the garment's height in pixels
  /// @param wide its width in pixels
  Optional<Limb> sleeve(double tall, double wide) {
    int armpit = armpit(tall);
    if (armpit < 0) {
      return Optional.empty();
    }
    int tip = 0;
    for (int i = 0; i < armpit; i++) {
      tip = out(i) > out(tip) ? i : tip;
    }
    if (tip < 2 || out(tip) - out(armpit) < 0.06 * wide) {
      return Optional.empty();
    }
    return Optional.of(limb(root(tip, armpit), armpit));
  }

  private double out(int i) {
    return Math.abs(edge.get(i).x() - axis);
  }

  /// Where a sleeve begins on its upper edge: the corner of the shoulder, found as on a body, or,
  /// if the edge is nearly straight, the place nearest to the armpit.
  private int root(int tip, int armpit) {
    Point pit = edge.get(armpit);
    int end = 1;
    while (end < tip && edge.get(end).y() < pit.y()) {
      end++;
    }
    int near = end / 2;
    for (int i = end / 8; i < end; i++) {
      near = edge.get(i).to(pit) < edge.get(near).to(pit) ? i : near;
    }
    int corner = corner(0, end);
    double deep = away(corner, 0, end);
    boolean clear = deep > 0.04 * edge.get(0).to(edge.get(end));
    return clear && edge.get(corner).to(pit) < 2.2 * edge.get(near).to(pit) ? corner : near;
  }

  /// Of the points between two, the one farthest from the straight line between them.
  private int corner(int from, int to) {
    int best = (from + to) / 2;
    for (int i = from; i < to; i++) {
      best = away(i, from, to) > away(best, from, to) ? i : best;
    }
    return best;
  }

  private double away(int i, int from, int to) {
    double length = Math.max(1, edge.get(from).to(edge.get(to)));
    return Math.abs(turn(edge.get(from), edge.get(to), edge.get(i))) / length;
  }

  /// The deepest place of the flank's largest bay; -1 if none is deep enough for a sleeve.
  private int armpit(double tall) {
    int n = edge.size();
    List<Integer> hull = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      while (hull.size() >= 2
          && turn(edge.get(hull.get(hull.size() - 2)), edge.get(hull.getLast()), edge.get(i))
                  * (left ? 1 : -1)
              >= 0) {
        hull.removeLast();
      }
      hull.add(i);
    }
    int best = -1;
    double most = 0.028 * tall;
    for (int h = 1; h < hull.size(); h++) {
      Point a = edge.get(hull.get(h - 1));
      Point b = edge.get(hull.get(h));
      double length = Math.max(1, a.to(b));
      for (int i = hull.get(h - 1); i < hull.get(h); i++) {
        double deep = Math.abs(turn(a, b, edge.get(i))) / length;
        if (deep > most && edge.get(i).y() > edge.getFirst().y() + 0.08 * tall) {
          most = deep;
          best = i;
        }
      }
    }
    return best;
  }

  private static double turn(Point a, Point b, Point c) {
    return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
  }

  /// A limb whose outer edge begins at `root` and whose inner edge ends at `pit` on an open edge.
  ///
  /// Its farthest point is one corner of the cuff; the other is the sharpest corner on the way
  /// back, on either side. A sleeve without one is a cap that ends in the armpit.
  private Limb limb(int root, int pit) {
    Point a = edge.get(root);
    Point b = edge.get(pit);
    double width = a.to(b);
    int tip = root;
    double most = 0;
    for (int i = root; i <= pit; i++) {
      Point p = edge.get(i);
      double t =
          ((p.x() - a.x()) * (b.x() - a.x()) + (p.y() - a.y()) * (b.y() - a.y())) / (width * width);
      double off = p.to(a.toward(b, Math.clamp(t, 0.0, 1.0)));
      if (off > most) {
        most = off;
        tip = i;
      }
    }
    int below = corner(tip, pit);
    int above = corner(root, tip);
    double sharpBelow = cuff(tip, below, away(below, tip, pit), width);
    double sharpAbove = cuff(tip, above, away(above, root, tip), width);
    boolean sleeveAbove =
        edge.get(root).to(edge.get(above)) > 0.8 * edge.get(tip).to(edge.get(above));
    sharpAbove = sleeveAbove ? sharpAbove : 0;
    int outer = tip;
    int inner = tip;
    if (Math.max(sharpBelow, sharpAbove) > 0) {
      outer = sharpAbove > sharpBelow ? above : tip;
      inner = sharpAbove > sharpBelow ? tip : below;
    } else if (edge.get(tip).to(edge.get(pit)) < 1.3 * width) {
      inner = pit - 1;
    }
    return new Limb(
        edge.get(root),
        edge.get(pit),
        Limb.even(edge.subList(root, outer + 1)),
        Limb.even(edge.subList(inner, pit + 1).reversed()));
  }

  /// How likely the edge from the tip to a corner is a cuff, 0 if not at all.
  private double cuff(int tip, int corner, double sharp, double width) {
    double across = edge.get(tip).to(edge.get(corner));
    return across > 0.2 * width && across < 1.3 * width && sharp > 0.1 * across
        ? sharp / across
        : 0;
  }
}
