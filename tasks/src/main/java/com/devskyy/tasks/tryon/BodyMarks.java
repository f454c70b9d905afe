package com.devskyy.tasks.tryon;

import com.devskyy.studio.tryon.Landmarks;
import com.devskyy.studio.tryon.Point;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// Where a body's marks are in a picture, as shares of its sides: whoever writes them down need
/// not know whether the picture is scaled down before it is worked on.
///
/// @param marks every [Landmarks.Mark]; left and right are the picture's
public record BodyMarks(@JsonValue Map<Landmarks.Mark, Spot> marks) {
  /// A place in a picture as it is shown, upright.
  public record Spot(
      @Min(0) @Max(1) @JsonPropertyDescription("0 at the left edge, 1 at the right") double x,
      @Min(0) @Max(1) @JsonPropertyDescription("0 at the top, 1 at the bottom") double y) {}

  /// @throws IllegalArgumentException if a mark is missing, or marks lie as on no standing body
  public BodyMarks {
    var ordered = new EnumMap<Landmarks.Mark, Spot>(Landmarks.Mark.class);
    ordered.putAll(marks);
    marks = Collections.unmodifiableMap(ordered);
    in(marks, 1, 1);
  }

  /// The same in pixels of a picture of this size.
  Landmarks in(int width, int height) {
    return in(marks, width, height);
  }

  private static Landmarks in(Map<Landmarks.Mark, Spot> marks, int width, int height) {
    Map<Landmarks.Mark, Point> points = new EnumMap<>(Landmarks.Mark.class);
    marks.forEach((mark, spot) -> points.put(mark, new Point(spot.x * width, spot.y * height)));
    return new Landmarks(points);
  }
}
