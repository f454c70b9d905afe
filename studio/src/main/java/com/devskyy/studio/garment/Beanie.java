package com.devskyy.studio.garment;

import com.devskyy.studio.field.Curve;
import com.devskyy.studio.field.Field;
import com.devskyy.studio.field.Shapes;
import com.devskyy.studio.look.Artwork;
import com.devskyy.studio.look.Brush;
import com.devskyy.studio.look.Fabric;
import com.devskyy.studio.mesh.Box;
import java.util.List;

/// A ribbed beanie: a knit dome drawn together at the crown, a turned-up cuff, and a patch on it.
final class Beanie {
  private static final double CUFF = 0.072;
  private static final double LIFT = 0.0075;
  private static final int RIBS = 40;
  private static final Curve RADIUS =
      new Curve(
          -0.03, 0.097, 0, 0.097, 0.06, 0.099, 0.1, 0.098, 0.14, 0.089, 0.17, 0.073, 0.19, 0.054,
          0.205, 0.03, 0.212, 0.012);

  private final Fit fit;
  private final Artwork label;

  private Beanie(Fit fit) {
    this.fit = fit;
    label = fit.dress().badge(0.056, 0.022);
  }

  static Cut cut(Fit fit) {
    var beanie = new Beanie(fit);
    var dome =
        new Panel(
            beanie::knit,
            (x, y, z) -> y - 0.006,
            new Box(-0.13, -0.05, -0.14, 0.13, 0.24, 0.14),
            0.0046,
            0.0038,
            0.56,
            beanie::paint);
    Field outer =
        (x, y, z) ->
            beanie.knit(x, y, z)
                - LIFT
                + 0.0035 * Shapes.ramp(0.016, 0, y)
                + 0.0035 * Shapes.ramp(CUFF - 0.014, CUFF, y);
    var cuff =
        new Panel(
            outer,
            (x, y, z) -> Math.min(y, CUFF - y),
            new Box(-0.14, -0.06, -0.15, 0.14, 0.11, 0.15),
            0.0046,
            0.006,
            0.38,
            beanie::paint);
    Field patch = (x, y, z) -> beanie.round(x, y, z) - LIFT - fit.lift(0.0042);
    var label =
        new Panel(
            patch,
            (x, y, z) -> Math.min(z, Seams.box(x, y - 0.036, 0.036, 0.018, 0.004)),
            new Box(-0.05, 0, 0.05, 0.05, 0.075, 0.13),
            0.0036,
            0.0022,
            0.06,
            beanie::paintLabel);
    // Dome 2, cuff 0 as it is a ring, patch 2.
    return new Cut(List.of(dome, cuff, label), List.of(), 4, 0.4);
  }

  /// The head's shape without its ribs.
  private double round(double x, double y, double z) {
    double r = RADIUS.at(y);
    double side = Shapes.ellipse(x, z, r, r * 1.06);
    double steep = y > 0.11 ? 1 - 0.55 * Shapes.ramp(0.11, 0.21, y) : 1;
    return Shapes.cut(Shapes.cut(side * steep, y - 0.211, 0.012), -0.03 - y, 0.004);
  }

  private double knit(double x, double y, double z) {
    double turn = Math.atan2(x, z);
    // Close to the axis directions change faster than any mesh can follow.
    double clear = Shapes.ramp(0.006, 0.03, Math.hypot(x, z));
    double rib = Math.cos(RIBS * turn) * 0.0013 * Shapes.ramp(0.21, 0.17, y);
    double gather =
        Math.abs(Math.cos(4.5 * turn + 0.4)) * 0.008 * Shapes.ramp(0.135, 0.2, y) * fit.folds();
    double slouch =
        fit.folds()
            * (0.004 * fit.chance().at(14 * x, 12 * y, 14 * z)
                + 0.0025 * Shapes.bump(y - 0.105, 0.04) * Shapes.crease(90 * y + 3 * turn));
    return round(x, y, z) - clear * rib + clear * gather - slouch * Shapes.ramp(0.06, 0.1, y);
  }

  private void paint(Brush b) {
    b.cloth(Fabric.WOOL, b.palette().cloth());
    b.knit(RIBS * Math.atan2(b.x(), b.z()), b.y());
  }

  private void paintLabel(Brush b) {
    b.plain(b.palette().rib(), 0.7);
    double rim = Seams.box(b.x(), b.y() - 0.036, 0.036, 0.018, 0.004);
    b.stitches(rim - 0.0035, b.x() + b.y());
    b.art(label, b.x(), b.y() - 0.036);
  }
}
