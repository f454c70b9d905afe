package com.devskyy.studio.garment;

import com.devskyy.studio.field.Curve;
import com.devskyy.studio.field.Shapes;

/// The opening for the neck: above a line that falls from the nape to the throat, within a cylinder
/// about the neck.
///
/// @param line height of the rim by z
/// @param radius of the cylinder, metres
record Neckline(Curve line, double radius) {
  /// Metres below the rim; negative in the opening. Kept everywhere outside of the cylinder.
  double below(double x, double y, double z) {
    double out = Shapes.ellipse(x, z - UpperBody.NECK_Z, radius, radius * 1.08);
    return Shapes.cut(0.85 * (line.at(z) - y), out, 0.055);
  }

  /// Which way round the neck, in metres: for ribs.
  double around(double x, double z) {
    return 0.09 * Math.atan2(x, z - UpperBody.NECK_Z);
  }
}
