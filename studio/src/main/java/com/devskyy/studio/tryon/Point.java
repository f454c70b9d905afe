package com.devskyy.studio.tryon;

/// A place in a picture: pixels, x to the right, y down.
public record Point(double x, double y) {
  Point plus(double dx, double dy) {
    return new Point(x + dx, y + dy);
  }

  /// The place this share of the way to another.
  Point toward(Point other, double share) {
    return new Point(x + (other.x - x) * share, y + (other.y - y) * share);
  }

  /// Distance to another place, in pixels.
  public double to(Point other) {
    return Math.hypot(other.x - x, other.y - y);
  }
}
