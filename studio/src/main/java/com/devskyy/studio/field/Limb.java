package com.devskyy.studio.field;

/// A sleeve or a trouser leg: an oval tube along a slightly bent line. It begins inside the body
/// and runs on past its end, where the cloth is trimmed.
///
/// @param axis unit vector from its root to its end
/// @param front unit vector at right angles to the axis: the way it bends
/// @param side the third axis
/// @param length from root to end
/// @param wide half width along `side` by distance from the root
/// @param deep half width along `front`, likewise
/// @param bend how far the middle line lies towards `front`, likewise
@SuppressWarnings("ArrayRecordComponent") // A bundle of arrays, not compared.
public record Limb(
    double[] root,
    double[] axis,
    double[] front,
    double[] side,
    double length,
    Curve wide,
    Curve deep,
    Curve bend) {
  /// How far the body of the field runs on past the cloth's end.
  private static final double BEYOND = 0.03;

  /// A limb on the wearer's left; it hangs in a plane of x and y, `front` looks along z.
  ///
  /// @param angle degrees from straight down, outwards
  /// @param forward how far its end lies before its root
  public static Limb left(
      double x, double y, double z, double angle, double forward, double length, Curve... widths) {
    double a = Math.toRadians(angle);
    double down = -Math.cos(a);
    double out = Math.sin(a);
    double tilt = forward / length;
    double straight = Math.sqrt(1 - tilt * tilt);
    double[] axis = {out * straight, down * straight, tilt};
    double[] side = {Math.cos(a), Math.sin(a), 0};
    double[] front = {
      side[1] * axis[2] - side[2] * axis[1],
      side[2] * axis[0] - side[0] * axis[2],
      side[0] * axis[1] - side[1] * axis[0]
    };
    if (front[2] < 0) {
      front = new double[] {-front[0], -front[1], -front[2]};
    }
    return new Limb(
        new double[] {x, y, z}, axis, front, side, length, widths[0], widths[1], widths[2]);
  }

  /// Distance along the limb from its root.
  public double along(double x, double y, double z) {
    return (x - root[0]) * axis[0] + (y - root[1]) * axis[1] + (z - root[2]) * axis[2];
  }

  /// Offset from the middle line to the front.
  public double ahead(double x, double y, double z, double along) {
    return (x - root[0]) * front[0]
        + (y - root[1]) * front[1]
        + (z - root[2]) * front[2]
        - bend.at(along);
  }

  /// Offset from the middle line away from the body.
  public double aside(double x, double y, double z) {
    return (x - root[0]) * side[0] + (y - root[1]) * side[1] + (z - root[2]) * side[2];
  }

  /// Signed distance to the tube.
  public double at(double x, double y, double z) {
    double s = along(x, y, z);
    double tube = Shapes.ellipse(aside(x, y, z), ahead(x, y, z, s), wide.at(s), deep.at(s));
    return Shapes.cut(Shapes.cut(tube, -s - 0.03, 0.04), s - length - BEYOND, 0.01);
  }

  /// How far before the limb's end; large for whatever does not belong to this limb.
  public double untilEnd(double x, double y, double z) {
    double s = along(x, y, z);
    double u = aside(x, y, z) / wide.at(s);
    double v = ahead(x, y, z, s) / deep.at(s);
    return u * u + v * v < 3 ? length - s : 1;
  }
}
