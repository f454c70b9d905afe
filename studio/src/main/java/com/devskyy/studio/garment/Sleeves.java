package com.devskyy.studio.garment;

import com.devskyy.studio.field.Curve;
import com.devskyy.studio.field.Limb;

/// Long sleeves with rib cuffs, as hoodie, sweatshirt and bomber have them.
final class Sleeves {
  static final double LENGTH = 0.6;
  static final double CUFF = 0.07;

  private Sleeves() {}

  /// @param bag half width where the cloth gathers over the cuff
  static Limb ribbed(double upper, double bag) {
    double end = LENGTH;
    double rib = end - CUFF;
    return Limb.left(
        0.182,
        -0.116,
        -0.008,
        36,
        0.055,
        end,
        new Curve(
            -0.03,
            upper * 0.76,
            0.05,
            upper * 0.86,
            0.16,
            upper * 0.86,
            0.36,
            bag * 1.06,
            rib - 0.05,
            bag,
            rib - 0.012,
            bag * 0.9,
            rib,
            0.05,
            rib + 0.012,
            0.045,
            end,
            0.044),
        new Curve(
            0,
            upper * 1.02,
            0.2,
            upper * 0.9,
            0.4,
            bag,
            rib - 0.05,
            bag * 0.94,
            rib - 0.012,
            bag * 0.84,
            rib,
            0.044,
            rib + 0.012,
            0.04,
            end,
            0.04),
        new Curve(0, 0.004, 0.16, -0.008, 0.32, -0.016, 0.45, -0.012, end, 0.004));
  }
}
