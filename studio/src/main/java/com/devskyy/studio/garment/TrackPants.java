package com.devskyy.studio.garment;

import com.devskyy.studio.field.Curve;
import com.devskyy.studio.field.Shapes;
import com.devskyy.studio.look.Artwork;
import com.devskyy.studio.look.Brush;
import com.devskyy.studio.look.Fabric;
import com.devskyy.studio.mesh.Box;
import java.util.List;

/// Tapered track pants: a gathered waistband with drawstrings, stripes down both sides, slanted
/// pockets, rib cuffs, a motif on one thigh and words down from it.
final class TrackPants {
  private static final double WAIST = 0.045;
  private static final double CROTCH = -0.3;
  private static final double HEM = -1.02;
  private static final double CUFF = 0.065;

  private final LowerBody body;
  private final Artwork motif;
  private final Artwork words;

  private TrackPants(Fit fit) {
    double rib = HEM + CUFF;
    body =
        new LowerBody(
            fit,
            new Curve(-0.32, 0.225, -0.2, 0.218, -0.06, 0.186, 0, 0.172, 0.03, 0.172),
            new Curve(-0.32, 0.13, -0.2, 0.135, -0.06, 0.115, 0, 0.104, 0.03, 0.104),
            CROTCH,
            new Curve(HEM, 0.128, -0.6, 0.12, -0.36, 0.112, -0.2, 0.104),
            new Curve(
                HEM,
                0.05,
                rib - 0.008,
                0.053,
                rib + 0.01,
                0.072,
                rib + 0.05,
                0.079,
                -0.6,
                0.092,
                -0.4,
                0.105,
                -0.28,
                0.112),
            new Curve(
                HEM,
                0.054,
                rib - 0.008,
                0.057,
                rib + 0.01,
                0.078,
                rib + 0.05,
                0.086,
                -0.6,
                0.098,
                -0.4,
                0.118,
                -0.28,
                0.13),
            new Curve(HEM, -0.012, -0.8, -0.008, -0.55, 0.012, -0.3, 0),
            HEM);
    motif = fit.dress().emblem(0.085);
    words = fit.dress().words(0.3, 0.042);
  }

  static Cut cut(Fit fit) {
    var pants = new TrackPants(fit);
    var panel =
        new Panel(
            pants::outer,
            pants::keep,
            new Box(-0.3, -1.08, -0.21, 0.3, 0.06, 0.2),
            0.0076,
            0.005,
            1,
            pants::paint);
    var trimmings = new Trimmings(pants::outer, fit);
    trimmings.cord(-0.016, -0.022, 0.15, -0.008);
    trimmings.cord(0.016, -0.022, 0.17, 0.006);
    // Cloth -2, two cords and tips 8, two eyelets 0.
    return new Cut(List.of(panel), trimmings.made(), 6, 0.3);
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
    b.cloth(Fabric.FLEECE, b.palette().cloth());
    if (y < HEM + CUFF) {
      b.ribs(b.palette().rib(), Seams.around(b));
      return;
    }
    b.groove(y - HEM - CUFF, 0.003, 0.0014);
    b.stitches(y - HEM - CUFF - 0.006, Seams.around(b));
    b.groove(y + WAIST, 0.0028, 0.001);
    b.stitches(y + WAIST + 0.005, Seams.around(b));
    b.stitches(y + 0.023, Seams.around(b));
    if (y > -WAIST) {
      return;
    }
    double side = b.z() - sideLine(y);
    if (ax > body.middle().at(y)) {
      double d = Math.abs(side);
      b.panel(b.palette().stripe(), d - 0.019);
      b.panel(b.palette().cloth(), d - 0.0045);
      b.stitches(d - 0.022, y);
    } else if (y < CROTCH - 0.02) {
      b.groove(side, 0.0022, 0.0009);
    }
    if (y > CROTCH - 0.005 && Math.abs(b.nz()) > 0.2) {
      b.seam(x, y);
    }
    if (b.nz() > 0) {
      double slant = (ax - 0.125) * 0.93 + (y + 0.06) * 0.37;
      if (y < -0.055 && y > -0.215) {
        b.groove(slant, 0.003, 0.0016);
        b.stitches(slant + 0.007, y);
      }
      // Down the leg, as wide letters have no room across it.
      b.art(motif, x - 0.125, y + 0.33);
      b.art(words, -0.56 - y, x - 0.12);
    } else if (x < 0) {
      double pocket = Seams.box(x + 0.1, y + 0.19, 0.055, 0.065, 0.008);
      b.stitches(pocket - 0.005, x + y);
      b.groove(pocket, 0.0024, 0.001);
    }
  }

  private double sideLine(double y) {
    return body.legZ().at(y) * Shapes.ramp(-0.1, -0.3, y);
  }
}
