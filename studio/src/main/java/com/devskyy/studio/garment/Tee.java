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
  private static final double HEM = -0.72;
  private static final double COLLAR = 0.023;
  private static final Neckline NECK =
      new Neckline(new Curve(-0.1, 0.036, -0.05, 0.032, 0, 0.016, 0.05, -0.03, 0.1, -0.074), 0.118);

  private final UpperBody body;
  private final Artwork chest;

  private Tee(Fit fit) {
    var sleeve =
        Limb.left(
            0.17,
            -0.116,
            0.0,
            48,
            0.012,
            0.245,
            new Curve(-0.03, 0.072, 0.05, 0.083, 0.12, 0.088, 0.245, 0.092),
            new Curve(0, 0.098, 0.12, 0.088, 0.245, 0.08),
            new Curve(0, 0, 0.245, 0.004));
    body =
        new UpperBody(
            fit,
            new Curve(-0.72, 0.248, -0.45, 0.236, -0.22, 0.238, -0.08, 0.216, 0.03, 0.2),
            new Curve(-0.72, 0.126, -0.45, 0.12, -0.22, 0.13, -0.06, 0.098, 0.03, 0.08),
            0.3,
            0.084,
            0.06,
            sleeve,
            HEM,
            0.8);
    chest = fit.dress().chest(0.27);
  }

  static Cut cut(Fit fit) {
    var tee = new Tee(fit);
    Field outer = (x, y, z) -> tee.body.at(x, y, z) - tee.collarRelief(x, y, z);
    var panel =
        new Panel(
            outer,
            tee::keep,
            new Box(-0.5, -0.78, -0.2, 0.5, 0.14, 0.22),
            0.0072,
            0.0042,
            1,
            tee::paint);
    return new Cut(List.of(panel), List.of(), -4, 0.15);
  }

  private double collarRelief(double x, double y, double z) {
    if (y < -0.15) {
      return 0;
    }
    return 0.0022 * Shapes.ramp(COLLAR + 0.002, COLLAR - 0.002, NECK.below(x, y, z));
  }

  private double keep(double x, double y, double z) {
    return Math.min(y - HEM, Math.min(NECK.below(x, y, z), body.untilCuff(x, y, z)));
  }

  private void paint(Brush b) {
    double x = b.x();
    double y = b.y();
    double z = b.z();
    b.cloth(Fabric.JERSEY, b.palette().cloth());
    double neck = y > -0.2 ? NECK.below(x, y, z) : 1;
    if (neck < COLLAR) {
      b.ribs(b.palette().rib(), NECK.around(x, z));
      return;
    }
    b.groove(neck - COLLAR, 0.003, 0.001);
    b.stitches(neck - COLLAR - 0.006, NECK.around(x, z));
    b.stitches(y - HEM - 0.019, Seams.around(b));
    b.stitches(y - HEM - 0.025, Seams.around(b));
    double cuff = body.untilCuff(x, y, z);
    double round = cuff < 0.03 ? body.aroundCuff(x, y, z) : 0;
    b.stitches(cuff - 0.017, round);
    b.stitches(cuff - 0.023, round);
    Seams.armhole(b);
    Seams.side(b, HEM);
    if (b.nz() > 0.15) {
      b.art(chest, x, y + 0.235);
    }
  }
}
