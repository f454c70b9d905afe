package com.devskyy.studio.garment;

import com.devskyy.studio.field.Field;
import com.devskyy.studio.field.Shapes;
import com.devskyy.studio.look.Artwork;
import com.devskyy.studio.look.Brush;
import com.devskyy.studio.look.Fabric;
import com.devskyy.studio.mesh.Box;
import com.devskyy.studio.mesh.Sweep;
import java.util.List;

/// A baseball cap: six panels that meet under a button, a curved brim with rows of stitches, an
/// embroidered emblem, and a strap over the gap at the back.
final class Cap {
  private static final double WIDE = 0.088;
  private static final double HIGH = 0.118;
  private static final double DEEP = 0.103;
  private static final double BRIM_Z = 0.062;
  private static final double BRIM_WIDE = 0.092;
  private static final double BRIM_DEEP = 0.122;

  private final Fit fit;
  private final Artwork emblem;

  private Cap(Fit fit) {
    this.fit = fit;
    emblem =
        fit.dress().asked() || fit.dress().text().isEmpty()
            ? fit.dress().chest(0.085)
            : fit.dress().emblem(0.056);
  }

  static Cut cut(Fit fit) {
    var cap = new Cap(fit);
    var crown =
        new Panel(
            cap::crown,
            cap::keepCrown,
            new Box(-0.12, -0.05, -0.14, 0.12, 0.15, 0.14),
            0.0042,
            0.0028,
            0.62,
            cap::paint);
    var brim =
        new Panel(
            cap::brim,
            cap::keepBrim,
            new Box(-0.11, -0.06, -0.01, 0.11, 0.05, 0.2),
            0.004,
            0.0042,
            0.28,
            cap::paintBrim);
    Field lifted = (x, y, z) -> cap.crown(x, y, z) - 0.0016;
    var strap =
        new Panel(
            lifted,
            (x, y, z) -> Math.min(-z, Math.min(0.056 - Math.abs(x), 0.0115 - Math.abs(y - 0.0125))),
            new Box(-0.08, -0.012, -0.14, 0.08, 0.04, -0.03),
            0.0035,
            0.0026,
            0.05,
            b -> {
              b.cloth(Fabric.TWILL, b.palette().rib());
              b.stitches(0.0085 - Math.abs(b.y() - 0.0125), b.x());
            });
    double[] top = {0, HIGH + 0.0015, -0.006};
    var button =
        new Trimming(
            Sweep.button(top, new double[] {0, 1, 0}, 0.0085, 0.0032, fit.coarse()),
            b -> b.plain(b.palette().accent(), 0.8));
    // Crown, brim, strap and button are balls to a topologist.
    return new Cut(List.of(crown, brim, strap), List.of(button), 8, 0);
  }

  private double crown(double x, double y, double z) {
    double lean = z + 0.006;
    double dome = Shapes.ellipsoid(x, Math.max(0, y), lean, WIDE, HIGH, DEEP);
    double front = 0.009 * Shapes.bump(y - 0.05, 0.075) * Shapes.ramp(0.01, 0.08, z);
    double seams =
        -0.0011 * Shapes.bump(toSeam(x, z), 0.005) * Shapes.ramp(0.0, 0.03, Math.hypot(x, lean));
    double wander = 0.0016 * fit.folds() * fit.chance().at(17 * x, 17 * y, 17 * z);
    return Shapes.cut(dome - front - seams - wander, -0.03 - y, 0.004);
  }

  /// Metres from the nearest of the seams between the six panels.
  private static double toSeam(double x, double z) {
    double turn = Math.atan2(x, z + 0.006) / (Math.PI / 3);
    double r = Math.hypot(x, z + 0.006);
    return Math.abs(turn - Math.rint(turn)) * Math.PI / 3 * r;
  }

  private double keepCrown(double x, double y, double z) {
    double gap = z < 0 ? Math.hypot(x, y * 0.8 - 0.004) - 0.036 : 1;
    return Math.min(y, gap);
  }

  /// The brim's height: level where it is sewn on, curved down to both sides and to the front.
  private static double brimHeight(double x, double z) {
    double out = Math.max(0, Shapes.ellipse(x, z + 0.006, WIDE, DEEP));
    return 0.005 - 0.16 * out - 4.2 * x * x * Shapes.ramp(-0.01, 0.07, out);
  }

  private double brim(double x, double y, double z) {
    return (y - brimHeight(x, z)) * 0.86;
  }

  private double keepBrim(double x, double y, double z) {
    double edge = -Shapes.ellipse(x, z - BRIM_Z, BRIM_WIDE, BRIM_DEEP);
    double inner = Shapes.ellipse(x, z + 0.006, WIDE, DEEP) + 0.006;
    return Math.min(Math.min(edge, inner), z - 0.012);
  }

  private void paintBrim(Brush b) {
    boolean under = b.ny() < 0;
    b.cloth(Fabric.TWILL, under ? b.palette().lining() : b.palette().rib());
    double edge = -Shapes.ellipse(b.x(), b.z() - BRIM_Z, BRIM_WIDE, BRIM_DEEP);
    if (!under && edge > 0.003) {
      for (int row = 0; row < 5; row++) {
        b.stitches(edge - 0.006 - 0.0075 * row, b.x());
      }
    }
  }

  private void paint(Brush b) {
    double x = b.x();
    double y = b.y();
    double z = b.z();
    b.cloth(Fabric.TWILL, b.palette().cloth());
    double seam = toSeam(x, z);
    if (Math.hypot(x, z) > 0.006) {
      b.seam(seam, y + 0.3 * Math.hypot(x, z));
    }
    b.stitches(y - 0.008, Seams.around(b));
    if (z < 0) {
      b.stitches(Math.hypot(x, y * 0.8 - 0.004) - 0.041, x + y);
    }
    eyelet(b, seam);
    if (b.nz() > 0.1) {
      b.art(emblem, x, y - 0.052);
    }
  }

  /// A stitched hole high in the middle of each panel.
  private static void eyelet(Brush b, double toSeam) {
    double r = Math.hypot(b.x(), b.z() + 0.006);
    double half = r * Math.PI / 6;
    double away = Math.hypot(half - toSeam, (b.y() - 0.093) * 1.3);
    if (away < 0.0062) {
      b.plain(away < 0.0024 ? 0x151416 : b.palette().thread(), 0.8);
    }
  }
}
