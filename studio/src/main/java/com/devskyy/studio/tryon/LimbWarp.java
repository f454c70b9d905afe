package com.devskyy.studio.tryon;

import java.util.List;

/// Takes a sleeve or leg of the garment onto an arm or leg of the body: lines across the one are
/// lines across the other.
final class LimbWarp {
  private final List<Point> fromOuter;
  private final List<Point> fromInner;
  private final List<Point> toOuter;
  private final List<Point> toInner;

  LimbWarp(Limb from, List<Point> toOuter, List<Point> toInner) {
    this.fromOuter = from.outerEdge();
    this.fromInner = from.innerEdge();
    this.toOuter = toOuter;
    this.toInner = toInner;
  }

  Point at(Point p) {
    int last = fromOuter.size() - 2;
    int i = 0;
    while (i < last && side(i + 1, p) > 0) {
      i++;
    }
    double before = side(i, p);
    double after = side(i + 1, p);
    double f = before == after ? 0 : Math.clamp(before / (before - after), -4.0, 4.0);
    Point outer = fromOuter.get(i).toward(fromOuter.get(i + 1), f);
    Point inner = fromInner.get(i).toward(fromInner.get(i + 1), f);
    double dx = outer.x() - inner.x();
    double dy = outer.y() - inner.y();
    double square = Math.max(1e-6, dx * dx + dy * dy);
    double t = ((p.x() - inner.x()) * dx + (p.y() - inner.y()) * dy) / square;
    Point a = toInner.get(i).toward(toInner.get(i + 1), f);
    Point b = toOuter.get(i).toward(toOuter.get(i + 1), f);
    return a.toward(b, Math.clamp(t, -0.6, 1.6));
  }

  /// How far beyond a line across the garment's limb, towards its end.
  private double side(int i, Point p) {
    Point a = fromInner.get(i);
    Point b = fromOuter.get(i);
    double away = (b.x() - a.x()) * (p.y() - a.y()) - (b.y() - a.y()) * (p.x() - a.x());
    Point end = fromInner.getLast().toward(fromOuter.getLast(), 0.5);
    Point root = fromInner.getFirst().toward(fromOuter.getFirst(), 0.5);
    double way = (b.x() - a.x()) * (end.y() - root.y()) - (b.y() - a.y()) * (end.x() - root.x());
    return way >= 0 ? away : -away;
  }
}
