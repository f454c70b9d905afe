package com.devskyy.studio.tryon;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Where a body's marks are in a photo. Left and right are the picture's, not the person's.
///
/// @param points every [Mark], in pixels of the photo
public record Landmarks(Map<Mark, Point> points) {
  /// A place on a body that a garment is laid by.
  public enum Mark {
    /// Where the neck is narrowest, on its left edge.
    NECK_LEFT,
    /// Where the neck is narrowest, on its right edge.
    NECK_RIGHT,
    /// The outline's corner between shoulder and arm.
    SHOULDER_LEFT,
    /// The outline's corner between shoulder and arm.
    SHOULDER_RIGHT,
    /// The upper end of the gap between arm and body.
    ARMPIT_LEFT,
    /// The upper end of the gap between arm and body.
    ARMPIT_RIGHT,
    /// Middle of the elbow.
    ELBOW_LEFT,
    /// Middle of the elbow.
    ELBOW_RIGHT,
    /// Middle of the wrist.
    WRIST_LEFT,
    /// Middle of the wrist.
    WRIST_RIGHT,
    /// Edge of the body at the waist.
    WAIST_LEFT,
    /// Edge of the body at the waist.
    WAIST_RIGHT,
    /// Edge of the body at the hips.
    HIP_LEFT,
    /// Edge of the body at the hips.
    HIP_RIGHT,
    /// The upper end of the gap between the legs.
    CROTCH,
    /// Middle of the ankle.
    ANKLE_LEFT,
    /// Middle of the ankle.
    ANKLE_RIGHT;

    /// As in the inputs of callers.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @throws IllegalArgumentException if a mark is missing, or marks lie as on no standing body
  public Landmarks {
    Set<Mark> missing = EnumSet.allOf(Mark.class);
    missing.removeAll(points.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "landmarks must have every mark, %s missing".formatted(missing));
    }
    points = Map.copyOf(points);
    leftOf(points, Mark.SHOULDER_LEFT, Mark.NECK_LEFT);
    leftOf(points, Mark.NECK_LEFT, Mark.NECK_RIGHT);
    leftOf(points, Mark.NECK_RIGHT, Mark.SHOULDER_RIGHT);
    leftOf(points, Mark.ARMPIT_LEFT, Mark.ARMPIT_RIGHT);
    leftOf(points, Mark.WAIST_LEFT, Mark.WAIST_RIGHT);
    leftOf(points, Mark.HIP_LEFT, Mark.CROTCH);
    leftOf(points, Mark.CROTCH, Mark.HIP_RIGHT);
    leftOf(points, Mark.ANKLE_LEFT, Mark.ANKLE_RIGHT);
    above(points, Mark.NECK_LEFT, Mark.SHOULDER_LEFT);
    above(points, Mark.NECK_RIGHT, Mark.SHOULDER_RIGHT);
    above(points, Mark.SHOULDER_LEFT, Mark.ARMPIT_LEFT);
    above(points, Mark.SHOULDER_RIGHT, Mark.ARMPIT_RIGHT);
    above(points, Mark.ARMPIT_LEFT, Mark.HIP_LEFT);
    above(points, Mark.WAIST_LEFT, Mark.HIP_LEFT);
    above(points, Mark.HIP_LEFT, Mark.CROTCH);
    above(points, Mark.CROTCH, Mark.ANKLE_LEFT);
    above(points, Mark.CROTCH, Mark.ANKLE_RIGHT);
  }

  private static void leftOf(Map<Mark, Point> points, Mark first, Mark second) {
    Point a = at(points, first);
    Point b = at(points, second);
    if (a.x() >= b.x()) {
      throw new IllegalArgumentException(
          "%s must lie left of %s, was at x %s, not left of %s (left and right are the picture's)"
              .formatted(first, second, a.x(), b.x()));
    }
  }

  private static void above(Map<Mark, Point> points, Mark first, Mark second) {
    Point a = at(points, first);
    Point b = at(points, second);
    if (a.y() >= b.y()) {
      throw new IllegalArgumentException(
          "%s must lie above %s, was at y %s, not above %s (y grows downwards)"
              .formatted(first, second, a.y(), b.y()));
    }
  }

  /// Where a mark is.
  public Point at(Mark mark) {
    return at(points, mark);
  }

  private static Point at(Map<Mark, Point> points, Mark mark) {
    Point point = points.get(mark);
    if (point == null) {
      throw new IllegalStateException(mark + " was checked to be there");
    }
    return point;
  }

  Point neck() {
    return at(Mark.NECK_LEFT).toward(at(Mark.NECK_RIGHT), 0.5);
  }

  /// From the neck to the ankles, in pixels.
  double span() {
    return at(Mark.ANKLE_LEFT).toward(at(Mark.ANKLE_RIGHT), 0.5).y() - neck().y();
  }

  /// About the body's height, in pixels.
  double tall() {
    return 1.22 * span();
  }

  /// These landmarks in a photo scaled by a factor.
  Landmarks scaled(double factor) {
    Map<Mark, Point> out = new EnumMap<>(Mark.class);
    points.forEach((mark, p) -> out.put(mark, new Point(p.x() * factor, p.y() * factor)));
    return new Landmarks(out);
  }
}
