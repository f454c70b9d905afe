package com.devskyy.studio.garment;

import com.devskyy.studio.field.Curve;
import com.devskyy.studio.field.Field;
import com.devskyy.studio.field.Shapes;
import com.devskyy.studio.look.Artwork;
import com.devskyy.studio.look.Brush;
import com.devskyy.studio.look.Fabric;
import com.devskyy.studio.mesh.Box;
import java.util.List;

/// A crew-neck sweatshirt: long sleeves that gather over rib cuffs, a rib hem, and the V that was
/// once knitted under the collar to catch sweat.
final class Sweatshirt {
  private static final double HEM = -0.68;
  private static final double BAND = 0.062;
  private static final double COLLAR = 0.029;
  private static final Neckline NECK =
      new Neckline(new Curve(-0.1, 0.04, -0.05, 0.036, 0, 0.022, 0.05, -0.018, 0.1, -0.056), 0.12);

  private final UpperBody body;
  private final Artwork chest;

  private Sweatshirt(Fit fit) {
    body =
        new UpperBody(
            fit,
            new Curve(
                HEM, 0.21, -0.622, 0.214, -0.6, 0.232, -0.56, 0.243, -0.4, 0.238, -0.22, 0.238,
                -0.08, 0.22, 0.03, 0.205),
            new Curve(
                HEM, 0.108, -0.622, 0.112, -0.6, 0.128, -0.56, 0.14, -0.4, 0.136, -0.22, 0.138,
                -0.06, 0.104, 0.03, 0.085),
            0.32,
            0.085,
            0.07,
            Sleeves.ribbed(0.096, 0.066),
            HEM,
            1.25);
    chest = fit.dress().chest(0.3);
  }

  static Cut cut(Fit fit) {
    var shirt = new Sweatshirt(fit);
    Field outer = (x, y, z) -> shirt.body.at(x, y, z) - shirt.collarRelief(x, y, z);
    var panel =
        new Panel(
            outer,
            shirt::keep,
            new Box(-0.66, -0.75, -0.22, 0.66, 0.15, 0.25),
            0.0078,
            0.0055,
            1,
            shirt::paint);
    return new Cut(List.of(panel), List.of(), -4, 0.35);
  }

  private double collarRelief(double x, double y, double z) {
    if (y < -0.15) {
      return 0;
    }
    return 0.003 * Shapes.ramp(COLLAR + 0.003, COLLAR - 0.002, NECK.below(x, y, z));
  }

  private double keep(double x, double y, double z) {
    return Math.min(y - HEM, Math.min(NECK.below(x, y, z), body.untilCuff(x, y, z)));
  }

  private void paint(Brush b) {
    double x = b.x();
    double y = b.y();
    double z = b.z();
    b.cloth(Fabric.FLEECE, b.palette().cloth());
    double neck = y > -0.2 ? NECK.below(x, y, z) : 1;
    if (neck < COLLAR) {
      b.ribs(b.palette().rib(), NECK.around(x, z));
      return;
    }
    b.groove(neck - COLLAR, 0.003, 0.0014);
    b.stitches(neck - COLLAR - 0.006, NECK.around(x, z));
    if (Seams.hemRib(b, HEM, BAND) || Seams.cuffRib(b, body, Sleeves.CUFF)) {
      return;
    }
    if (z > 0 && y > -0.2) {
      double v = Math.max(-0.148 - y, Math.abs(x) * 0.86 - (y + 0.148) * 0.5);
      if (v < 0) {
        b.ribs(b.palette().rib(), x);
      }
      b.seam(v, x + y);
    }
    Seams.armhole(b);
    Seams.side(b, HEM + BAND);
    if (b.nz() > 0.15) {
      b.art(chest, x, y + 0.285);
    }
  }
}
