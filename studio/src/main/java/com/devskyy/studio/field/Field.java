package com.devskyy.studio.field;

/// A number for every place: negative inside of a body, positive outside, and near its surface
/// about the distance in metres. Where it is not, it must rather be too small than too large.
@FunctionalInterface
public interface Field {
  double at(double x, double y, double z);

  /// Which way the field grows, at unit length, written to `out`.
  ///
  /// @param step how far to look, in metres; what is finer than this does not count
  default void direction(double x, double y, double z, double step, double[] out) {
    // Four looks from the corners of a tetrahedron instead of six along the axes.
    double a = at(x + step, y - step, z - step);
    double b = at(x - step, y - step, z + step);
    double c = at(x - step, y + step, z - step);
    double d = at(x + step, y + step, z + step);
    double gx = a - b - c + d;
    double gy = -a - b + c + d;
    double gz = -a + b - c + d;
    double length = Math.sqrt(gx * gx + gy * gy + gz * gz) + 1e-12;
    out[0] = gx / length;
    out[1] = gy / length;
    out[2] = gz / length;
  }

  /// Moves a place onto the surface, or as near as three steps along one line get. The first step
  /// takes the field for a distance, the others go by how much it changed.
  ///
  /// @param direction room for the line, overwritten
  default void settle(double[] place, double[] direction) {
    double value = at(place[0], place[1], place[2]);
    if (Math.abs(value) < 5e-5) {
      return;
    }
    direction(place[0], place[1], place[2], 1e-3, direction);
    double slope = 1;
    for (int i = 0; i < 3 && Math.abs(value) >= 5e-5; i++) {
      double step = Math.clamp(value / slope, -0.01, 0.01);
      for (int axis = 0; axis < 3; axis++) {
        place[axis] -= step * direction[axis];
      }
      double next = at(place[0], place[1], place[2]);
      slope = Math.clamp((value - next) / step, 0.3, 3);
      value = next;
    }
  }
}
