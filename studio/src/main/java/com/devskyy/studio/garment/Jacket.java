package com.devskyy.studio.garment;

import com.devskyy.studio.field.Curve;
import com.devskyy.studio.field.Field;
import com.devskyy.studio.field.Limb;
import com.devskyy.studio.field.Shapes;
import com.devskyy.studio.look.Artwork;
import com.devskyy.studio.look.Brush;
import com.devskyy.studio.look.Fabric;
import com.devskyy.studio.mesh.Box;
import java.util.ArrayList;
import java.util.List;

/// A trucker jacket in heavy twill: a pointed collar, a placket with metal buttons, chest pockets
/// with flaps, seams that run to a V, a waistband and buttoned cuffs.
final class Jacket {
  private static final double HEM = -0.62;
  private static final double BAND = 0.042;
  private static final double CUFF = 0.05;
  private static final double SLEEVE = 0.6;
  private static final double YOKE = -0.165;
  private static final double LEAF = 0.056;
  private static final Neckline NECK =
      new Neckline(new Curve(-0.1, 0.056, -0.05, 0.052, 0, 0.036, 0.05, -0.008, 0.1, -0.045), 0.13);

  private final UpperBody body;
  private final Artwork back;

  private Jacket(Fit fit) {
    var sleeve =
        Limb.left(
            0.182,
            -0.114,
            -0.008,
            35,
            0.055,
            SLEEVE,
            new Curve(
                -0.03, 0.074, 0.05, 0.083, 0.16, 0.083, 0.36, 0.071, 0.535, 0.061, 0.55, 0.057,
                SLEEVE, 0.057),
            new Curve(0, 0.1, 0.2, 0.086, 0.4, 0.07, 0.535, 0.058, 0.55, 0.054, SLEEVE, 0.054),
            new Curve(0, 0.004, 0.16, -0.008, 0.32, -0.016, 0.45, -0.012, SLEEVE, 0.004));
    body =
        new UpperBody(
            new Fit(fit.dress(), 0.75 * fit.folds(), fit.coarse(), fit.chance()),
            new Curve(
                HEM, 0.222, -0.576, 0.222, -0.56, 0.227, -0.36, 0.232, -0.22, 0.236, -0.08, 0.222,
                0.03, 0.21),
            new Curve(
                HEM, 0.124, -0.576, 0.124, -0.56, 0.131, -0.36, 0.138, -0.22, 0.142, -0.06, 0.108,
                0.03, 0.09),
            0.3,
            0.088,
            0.09,
            sleeve,
            HEM,
            1.3);
    back = fit.dress().chest(0.28);
  }

  static Cut cut(Fit fit) {
    var jacket = new Jacket(fit);
    List<Panel> panels = new ArrayList<>();
    panels.add(
        new Panel(
            jacket::outer,
            jacket::keep,
            new Box(-0.68, -0.68, -0.24, 0.68, 0.17, 0.26),
            0.0078,
            0.006,
            0.84,
            jacket::paint));
    Field leaf = (x, y, z) -> jacket.outer(x, y, z) - fit.lift(jacket.leafLift(x, y, z));
    panels.add(
        new Panel(
            leaf,
            jacket::leaf,
            new Box(-0.18, -0.17, -0.19, 0.18, 0.16, 0.22),
            0.006,
            0.0045,
            fit.coarse() ? 0.2 : 0.1,
            jacket::paintLeaf));
    for (int side = -1; side <= 1; side += 2) {
      double middle = 0.118 * side;
      Field raised = (x, y, z) -> jacket.outer(x, y, z) - fit.lift(0.0058);
      panels.add(
          new Panel(
              raised,
              (x, y, z) -> Math.min(z - 0.04, flap(x - middle, y)),
              new Box(middle - 0.09, -0.27, 0.03, middle + 0.09, -0.12, 0.22),
              0.006,
              0.0042,
              0.03,
              b -> paintFlap(b, middle)));
    }
    var trimmings = new Trimmings(leaf, fit);
    for (int i = 0; i < 5; i++) {
      trimmings.button(0.012, -0.15 - 0.103 * i, 0.0085, Jacket::paintButton);
    }
    var pockets = new Trimmings((x, y, z) -> jacket.outer(x, y, z) - 0.006, fit);
    pockets.button(-0.118, -0.213, 0.0075, Jacket::paintButton);
    pockets.button(0.118, -0.213, 0.0075, Jacket::paintButton);
    List<Trimming> all = new ArrayList<>(trimmings.made());
    all.addAll(pockets.made());
    // Cloth -4, collar around the neck but open in front 2, two flaps 4, seven buttons 14.
    return new Cut(panels, all, 16, 0);
  }

  private double outer(double x, double y, double z) {
    double placket = z > 0 ? 0.0028 * Shapes.ramp(0.031, 0.028, Math.abs(x - 0.008)) : 0;
    double band = 0.002 * Shapes.ramp(HEM + BAND + 0.002, HEM + BAND - 0.002, y);
    return body.at(x, y, z) - Math.max(placket, band);
  }

  private double keep(double x, double y, double z) {
    return Math.min(y - HEM, Math.min(NECK.below(x, y, z), body.untilCuff(x, y, z)));
  }

  /// The leaf lies close along the top and stands off a little at its lower edge.
  private double leafLift(double x, double y, double z) {
    return 0.0068 + 0.006 * Shapes.ramp(0, LEAF, NECK.below(x, y, z));
  }

  /// Below the neckline by the leaf's width, longer to its two points in front.
  private double leaf(double x, double y, double z) {
    double below = NECK.below(x, y, z);
    double ax = Math.abs(x);
    double point = z > 0 ? 0.036 * Shapes.ramp(0.13, 0.05, ax) : 0;
    double gap = z > 0.03 ? (ax - 0.006) * 0.86 + (y + 0.035) * 0.5 : 1;
    return Math.min(Math.min(below + 0.002, LEAF + point - below), gap);
  }

  private void paintLeaf(Brush b) {
    b.cloth(Fabric.TWILL, b.palette().cloth());
    double rim = leaf(b.x(), b.y(), b.z());
    b.stitches(rim - 0.007, NECK.around(b.x(), b.z()));
    b.dim(rim < 0.003 ? 0.88 : 1);
  }

  /// Metres inside of a pocket's flap, which comes to a shallow point.
  private static double flap(double u, double y) {
    double low = y + 0.226 - 0.016 * (1 - Math.abs(u) / 0.062);
    double point = y + 0.212 + 0.014 * (1 - 2 * (1 - Math.abs(u) / 0.062));
    return Math.min(0.062 - Math.abs(u), Math.min(YOKE + 0.004 - y, Math.max(point, low + 1e-9)));
  }

  private static void paintFlap(Brush b, double middle) {
    b.cloth(Fabric.TWILL, b.palette().cloth());
    double rim = flap(b.x() - middle, b.y());
    b.stitches(rim - 0.006, b.x() + b.y());
    b.dim(rim < 0.003 ? 0.88 : 1);
  }

  private static void paintButton(Brush b) {
    b.metal(b.palette().metal());
  }

  private void paint(Brush b) {
    double x = b.x();
    double y = b.y();
    double z = b.z();
    double ax = Math.abs(x);
    b.cloth(Fabric.TWILL, b.palette().cloth());
    boolean front = b.nz() > 0 && z > 0;
    double band = y - HEM - BAND;
    b.groove(band, 0.0028, 0.0014);
    b.stitches(Math.abs(band) - 0.006, Seams.around(b));
    b.stitches(y - HEM - 0.007, Seams.around(b));
    double cuff = body.untilCuff(x, y, z);
    b.groove(cuff - CUFF, 0.0028, 0.0014);
    double round = cuff < CUFF + 0.01 ? body.aroundCuff(x, y, z) : 0;
    b.stitches(Math.abs(cuff - CUFF) - 0.006, round);
    b.stitches(cuff - 0.007, round);
    Seams.armhole(b);
    if (band < 0 || cuff < CUFF || (y > -0.1 && NECK.below(x, y, z) < 0.03)) {
      return;
    }
    if (front) {
      double placket = Math.abs(x - 0.008) - 0.03;
      b.groove(placket, 0.0024, 0.001);
      b.stitches(placket + 0.006, y);
      if (ax < 0.2 && placket > 0) {
        b.seam(y - YOKE, x);
        if (y < YOKE) {
          b.seam(ax - 0.16 - 0.2 * (y - YOKE), y);
          b.seam(ax - 0.072 - 0.02 * (y - YOKE), y);
        }
      }
      shadowOfFlap(b);
    } else if (b.nz() < -0.15 && ax < 0.2) {
      b.seam(y + 0.12 + 0.3 * ax * ax, x);
      b.seam(ax - 0.13 - 0.1 * (y + 0.12), y);
      b.art(back, -x, y + 0.3);
    }
    Seams.side(b, HEM + BAND);
  }

  private static void shadowOfFlap(Brush b) {
    double out = -flap(Math.abs(b.x()) - 0.118, b.y());
    b.dim(out > 0 ? 1 - 0.35 * Shapes.bump(out, 0.012) : 1);
    if (b.y() < YOKE) {
      double pocket = Seams.box(Math.abs(b.x()) - 0.118, b.y() + 0.25, 0.056, 0.08, 0.012);
      b.stitches(pocket, b.x() + b.y());
    }
  }
}
