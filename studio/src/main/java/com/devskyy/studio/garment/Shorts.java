package com.devskyy.studio.garment;

import com.devskyy.studio.field.Curve;
import com.devskyy.studio.look.Artwork;
import com.devskyy.studio.look.Brush;
import com.devskyy.studio.look.Fabric;
import com.devskyy.studio.mesh.Box;
import java.util.List;

/// Wide shorts to the knee: a gathered waistband with drawstrings, contrasting side panels and
/// hems.
final class Shorts {
  private static final double WAIST = 0.045;
  private static final double CROTCH = -0.28;
  private static final double HEM = -0.5;

  private final LowerBody body;
  private final Artwork leg;

  private Shorts(Fit fit) {
    body =
        new LowerBody(
            fit,
            new Curve(-0.32, 0.25, -0.2, 0.236, -0.06, 0.196, 0, 0.176, 0.03, 0.176),
            new Curve(-0.32, 0.14, -0.2, 0.142, -0.06, 0.12, 0, 0.106, 0.03, 0.106),
            CROTCH,
            new Curve(HEM, 0.146, -0.36, 0.134, -0.2, 0.118),
            new Curve(HEM, 0.132, -0.4, 0.126, -0.28, 0.124),
            new Curve(HEM, 0.138, -0.4, 0.135, -0.28, 0.136),
            new Curve(HEM, 0.006, -0.3, 0),
            HEM);
    leg = fit.dress().chest(0.105);
  }

  static Cut cut(Fit fit) {
    var shorts = new Shorts(fit);
    var panel =
        new Panel(
            shorts::outer,
            shorts::keep,
            new Box(-0.34, -0.56, -0.22, 0.34, 0.06, 0.22),
            0.0068,
            0.0045,
            1,
            shorts::paint);
    var trimmings = new Trimmings(shorts::outer, fit);
    trimmings.cord(-0.016, -0.022, 0.12, -0.012);
    trimmings.cord(0.016, -0.022, 0.14, 0.01);
    // Cloth -2, two cords and tips 8, two eyelets 0.
    return new Cut(List.of(panel), trimmings.made(), 6, 0);
  }

  private double outer(double x, double y, double z) {
    double band = body.at(x, y, z);
    return y > -0.1 ? band - 0.0022 * body.gathers(x, y, z) : band;
  }

  private double keep(double x, double y, double z) {
    return Math.min(-y, y - HEM);
  }

  private void paint(Brush b) {
    double x = b.x();
    double y = b.y();
    double ax = Math.abs(x);
    b.cloth(Fabric.TWILL, b.palette().cloth());
    b.groove(y + WAIST, 0.0028, 0.001);
    b.stitches(y + WAIST + 0.005, Seams.around(b));
    b.stitches(y + 0.023, Seams.around(b));
    if (y > -WAIST) {
      return;
    }
    if (ax > body.middle().at(y)) {
      // The side panel widens to the hem.
      double panel = Math.abs(b.z()) - 0.018 - 0.05 * (y + WAIST) / HEM;
      b.panel(b.palette().stripe(), panel);
      b.groove(panel, 0.0022, 0.0008);
      b.stitches(panel - 0.006, y);
    }
    double hem = y - HEM;
    b.panel(b.palette().stripe(), Math.abs(hem - 0.034) - 0.005);
    b.stitches(hem - 0.02, Seams.around(b));
    b.stitches(hem - 0.025, Seams.around(b));
    if (y > CROTCH - 0.005 && Math.abs(b.nz()) > 0.2) {
      b.seam(x, y);
    }
    if (b.nz() > 0) {
      double slant = (ax - 0.14) * 0.93 + (y + 0.06) * 0.37;
      if (y < -0.055 && y > -0.2) {
        b.groove(slant, 0.003, 0.0016);
        b.stitches(slant + 0.007, y);
      }
      b.art(leg, x - 0.158, y + 0.4);
    } else if (x < 0) {
      double pocket = Seams.box(x + 0.105, y + 0.18, 0.055, 0.06, 0.008);
      b.stitches(pocket - 0.005, x + y);
      b.groove(pocket, 0.0024, 0.001);
    }
  }
}
