package com.devskyy.studio.garment;

import com.devskyy.studio.field.Curve;
import com.devskyy.studio.field.Field;
import com.devskyy.studio.field.Shapes;
import com.devskyy.studio.look.Artwork;
import com.devskyy.studio.look.Brush;
import com.devskyy.studio.look.Fabric;
import com.devskyy.studio.mesh.Box;
import java.util.List;

/// A satin bomber jacket, zipped: a rib collar that stands, rib cuffs and hem with stripes, slanted
/// pockets, a small emblem on the chest and words across the back.
final class Bomber {
  private static final double HEM = -0.65;
  private static final double BAND = 0.068;
  private static final double COLLAR = 0.05;
  private static final Neckline NECK =
      new Neckline(new Curve(-0.1, 0.062, -0.05, 0.06, 0, 0.045, 0.05, 0.012, 0.1, -0.012), 0.13);

  private final UpperBody body;
  private final Artwork emblem;
  private final Artwork back;

  private Bomber(Fit fit) {
    body =
        new UpperBody(
            new Fit(fit.dress(), 1.15 * fit.folds(), fit.coarse(), fit.chance()),
            new Curve(
                HEM, 0.212, -0.588, 0.216, -0.56, 0.24, -0.51, 0.257, -0.36, 0.253, -0.22, 0.247,
                -0.08, 0.226, 0.03, 0.21),
            new Curve(
                HEM, 0.112, -0.588, 0.116, -0.56, 0.138, -0.51, 0.156, -0.36, 0.152, -0.22, 0.148,
                -0.06, 0.11, 0.03, 0.09),
            0.32,
            0.088,
            0.09,
            Sleeves.ribbed(0.104, 0.076),
            HEM,
            1.5);
    emblem = fit.dress().emblem(0.075);
    back = fit.dress().chest(0.3);
  }

  static Cut cut(Fit fit) {
    var bomber = new Bomber(fit);
    Field outer = (x, y, z) -> bomber.body.at(x, y, z) - bomber.relief(x, y, z);
    var panel =
        new Panel(
            outer,
            bomber::keep,
            new Box(-0.68, -0.72, -0.24, 0.68, 0.17, 0.26),
            0.0078,
            0.006,
            1,
            bomber::paint);
    var trimmings = new Trimmings(outer, fit);
    trimmings.pull(0.0, -0.015, 0.034);
    trimmings.pull(-0.115, -0.375, 0.02);
    trimmings.pull(0.115, -0.375, 0.02);
    return new Cut(List.of(panel), trimmings.made(), 2, 0.15);
  }

  /// The collar is thick, the front edge of the zip a little sunk.
  private double relief(double x, double y, double z) {
    double relief = 0;
    if (y > -0.12) {
      relief += 0.0035 * Shapes.ramp(COLLAR + 0.004, COLLAR - 0.004, NECK.below(x, y, z));
    }
    if (z > 0 && Math.abs(x) < 0.03) {
      relief += 0.003 * Shapes.ramp(0.03, 0.016, Math.abs(x)) - 0.003 * Shapes.bump(x, 0.008);
    }
    return relief;
  }

  private double keep(double x, double y, double z) {
    return Math.min(y - HEM, Math.min(NECK.below(x, y, z), body.untilCuff(x, y, z)));
  }

  private void paint(Brush b) {
    double x = b.x();
    double y = b.y();
    double z = b.z();
    b.cloth(Fabric.SATIN, b.palette().cloth());
    boolean front = b.nz() > 0 && z > 0;
    if (front && Math.abs(x) < 0.0125) {
      b.zip(x, y);
      return;
    }
    double neck = y > -0.2 ? NECK.below(x, y, z) : 1;
    if (neck < COLLAR) {
      b.ribs(b.palette().rib(), NECK.around(x, z));
      stripes(b, neck - 0.012);
      return;
    }
    b.groove(neck - COLLAR, 0.003, 0.0014);
    b.stitches(neck - COLLAR - 0.006, NECK.around(x, z));
    if (Seams.hemRib(b, HEM, BAND)) {
      stripes(b, y - HEM - 0.022);
      return;
    }
    if (Seams.cuffRib(b, body, Sleeves.CUFF)) {
      stripes(b, body.untilCuff(x, y, z) - 0.022);
      return;
    }
    if (front) {
      b.stitches(Math.abs(x) - 0.017, y);
      pocket(b);
      b.art(emblem, x - 0.115, y + 0.175);
    } else if (b.nz() < -0.15) {
      b.seam(y + 0.1 + 0.12 * x * x, x);
      b.art(back, -x, y + 0.27);
    }
    Seams.armhole(b);
    Seams.side(b, HEM + BAND);
  }

  private static void stripes(Brush b, double up) {
    b.panel(b.palette().stripe(), Math.abs(up) - 0.0045);
    b.panel(b.palette().stripe(), Math.abs(up - 0.0165) - 0.0045);
  }

  /// A welt that slants outwards and down, with a zip of its own.
  private static void pocket(Brush b) {
    double u = Math.abs(b.x()) - 0.14;
    double v = b.y() + 0.43;
    double across = u * 0.91 + v * 0.42;
    double along = -u * 0.42 + v * 0.91;
    double welt = -Seams.box(across, along, 0.013, 0.072, 0.004);
    if (welt < 0.02) {
      b.groove(welt, 0.0028, 0.0014);
      b.stitches(welt - 0.005, across + along);
      if (welt < -0.0075) {
        b.zip(across, along);
      }
    }
  }
}
