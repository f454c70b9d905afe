package com.devskyy.studio.garment;

import com.devskyy.studio.field.Curve;
import com.devskyy.studio.field.Field;
import com.devskyy.studio.field.Limb;
import com.devskyy.studio.field.Shapes;
import com.devskyy.studio.look.Artwork;
import com.devskyy.studio.look.Brush;
import com.devskyy.studio.look.Fabric;
import com.devskyy.studio.mesh.Box;
import java.util.List;

/// A boxy T-shirt: crew neck with a rib, set-in short sleeves, double-stitched hems.
final class Tee {
  private static final double HEM = -0.7;
  private static final double COLLAR = 0.022;

  private final UpperBody body;
  private final Artwork chest;

  private Tee(Fit fit) {
    var sleeve =
        Limb.left(
            0.16,
            -0.085,
            0.0,
            48,
            0.012,
            0.25,
            new Curve(0, 0.094, 0.12, 0.1, 0.25, 0.104),
            new Curve(0, 0.098, 0.12, 0.088, 0.25, 0.084),
            new Curve(0, 0, 0.25, 0.004));
    body =
        new UpperBody(
            fit,
            new Curve(-0.7, 0.282, -0.45, 0.268, -0.22, 0.262, -0.08, 0.225, 0.03, 0.2),
            new Curve(-0.7, 0.128, -0.45, 0.122, -0.22, 0.13, -0.06, 0.098, 0.03, 0.08),
            0.3,
            0.083,
            0.06,
            sleeve,
            HEM,
            0.8);
    chest = fit.dress().chest(0.25);
  }

  static Cut cut(Fit fit) {
    var tee = new Tee(fit);
    Field outer = (x, y, z) -> tee.body.at(x, y, z) - tee.collarRelief(x, y, z);
    var panel =
        new Panel(
            outer,
            tee::keep,
            new Box(-0.5, -0.76, -0.2, 0.5, 0.14, 0.22),
            0.0065,
            0.0045,
            1,
            tee::paint);
    return new Cut(List.of(panel), List.of(), -4, 0);
  }

  private double neck(double x, double y, double z) {
    return x * x + z * z < 0.14 * 0.14 ? (-0.012 - 0.52 * z - y) * 0.887 : 1;
  }

  private double collarRelief(double x, double y, double z) {
    double under = neck(x, y, z);
    return under < 0.04 ? 0.0022 * Shapes.ramp(COLLAR + 0.002, COLLAR - 0.002, under) : 0;
  }

  private double keep(double x, double y, double z) {
    return Math.min(y - HEM, Math.min(neck(x, y, z), body.untilCuff(x, y, z)));
  }

  private void paint(Brush b) {
    double x = b.x();
    double y = b.y();
    double z = b.z();
    b.cloth(Fabric.JERSEY, b.palette().cloth());
    double neck = neck(x, y, z);
    if (neck < COLLAR) {
      b.ribs(b.palette().rib(), 0.09 * Math.atan2(x, z));
      return;
    }
    b.groove(neck - COLLAR, 0.003, 0.001);
    b.stitches(neck - COLLAR - 0.006, x);
    b.stitches(y - HEM - 0.019, x);
    b.stitches(y - HEM - 0.025, x);
    double cuff = body.untilCuff(x, y, z);
    b.stitches(cuff - 0.017, z);
    b.stitches(cuff - 0.022, z);
    if (cuff > 0.02) {
      b.seam(armhole(x, y, z), y);
    }
    if (Math.abs(x) > 0.2 && y < -0.21) {
      b.groove(z + 0.004, 0.0022, 0.0009);
    }
    if (b.nz() > 0.15) {
      b.art(chest, x, y + 0.235);
    }
  }

  /// Where the sleeve is set in: a plane that leans with the shoulder.
  private double armhole(double x, double y, double z) {
    return y < -0.235 ? 1 : Math.abs(x) - 0.205 - 0.22 * (y + 0.14) * (y < -0.14 ? -1.2 : -0.12);
  }
}
