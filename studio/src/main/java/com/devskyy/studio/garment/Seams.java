package com.devskyy.studio.garment;

import com.devskyy.studio.field.Curve;
import com.devskyy.studio.look.Brush;

/// Seams that garments share.
final class Seams {
  /// How far out the armhole lies, by height.
  private static final Curve ARMHOLE =
      new Curve(
          -0.33, 0.27, -0.29, 0.245, -0.25, 0.222, -0.2, 0.203, -0.12, 0.194, -0.05, 0.2, 0.03,
          0.215);

  private Seams() {}

  static void armhole(Brush b) {
    if (b.y() > -0.325) {
      b.seam(Math.abs(b.x()) - ARMHOLE.at(b.y()), b.y() + 0.3 * b.z());
    }
  }

  /// From armpit to hem, without stitches.
  static void side(Brush b, double hem) {
    if (b.y() < -0.3 && b.y() > hem && Math.abs(b.nz()) < 0.8) {
      b.groove(b.z() + 0.004, 0.0024, 0.001);
    }
  }

  /// A band of ribs above the hem, with the seam that joins it.
  ///
  /// @return whether the place lies in the band
  static boolean hemRib(Brush b, double hem, double height) {
    double above = b.y() - hem - height;
    if (above < 0) {
      b.ribs(b.palette().rib(), around(b));
      return true;
    }
    b.groove(above, 0.003, 0.0014);
    b.stitches(above - 0.006, around(b));
    return false;
  }

  /// A band of ribs at the end of both sleeves, with the seam that joins it.
  ///
  /// @return whether the place lies in the band
  static boolean cuffRib(Brush b, UpperBody body, double height) {
    double above = body.untilCuff(b.x(), b.y(), b.z()) - height;
    if (above > 0.01) {
      return false;
    }
    double around = body.aroundCuff(b.x(), b.y(), b.z());
    if (above < 0) {
      b.ribs(b.palette().rib(), around);
      return true;
    }
    b.groove(above, 0.003, 0.0014);
    b.stitches(above - 0.006, around);
    return false;
  }

  /// Metres around a body that is wider than deep.
  static double around(Brush b) {
    return Math.abs(b.nz()) > Math.abs(b.nx()) ? b.x() : 0.2 * Math.signum(b.x()) + b.z();
  }

  /// Metres across a patch: positive inside of a box with rounded corners.
  static double box(double u, double v, double halfWidth, double halfHeight, double round) {
    double du = Math.abs(u) - halfWidth + round;
    double dv = Math.abs(v) - halfHeight + round;
    double out = Math.hypot(Math.max(0, du), Math.max(0, dv));
    return round - out - Math.min(0, Math.max(du, dv));
  }
}
