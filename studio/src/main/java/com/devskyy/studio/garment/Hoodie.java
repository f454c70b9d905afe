package com.devskyy.studio.garment;

import com.devskyy.studio.field.Curve;
import com.devskyy.studio.field.Field;
import com.devskyy.studio.field.Shapes;
import com.devskyy.studio.look.Artwork;
import com.devskyy.studio.look.Brush;
import com.devskyy.studio.look.Fabric;
import com.devskyy.studio.mesh.Box;
import java.util.List;

/// A pullover hoodie, its hood up: drawstrings from metal eyelets, a kangaroo pocket, rib cuffs and
/// hem.
final class Hoodie {
  private static final double HEM = -0.68;
  private static final double BAND = 0.062;

  /// Middle and half sizes of the hole for the face, as seen from the front.
  private static final double FACE_Y = 0.137;

  private static final double FACE_WIDE = 0.084;
  private static final double FACE_HIGH = 0.138;

  private final Fit fit;
  private final UpperBody body;
  private final Artwork chest;

  private Hoodie(Fit fit) {
    this.fit = fit;
    body =
        new UpperBody(
            fit,
            new Curve(
                HEM, 0.216, -0.622, 0.22, -0.6, 0.239, -0.56, 0.251, -0.4, 0.245, -0.22, 0.242,
                -0.08, 0.224, 0.03, 0.205),
            new Curve(
                HEM, 0.114, -0.622, 0.118, -0.6, 0.134, -0.56, 0.148, -0.4, 0.145, -0.22, 0.144,
                -0.06, 0.11, 0.03, 0.09),
            0.33,
            0.104,
            0.06,
            Sleeves.ribbed(0.1, 0.069),
            HEM,
            1.3);
    chest = fit.dress().chest(0.27);
  }

  static Cut cut(Fit fit) {
    var hoodie = new Hoodie(fit);
    var cloth =
        new Panel(
            hoodie::outer,
            hoodie::keep,
            new Box(-0.68, -0.75, -0.25, 0.68, 0.36, 0.26),
            0.008,
            0.006,
            0.93,
            hoodie::paint);
    Field raised = (x, y, z) -> hoodie.outer(x, y, z) - fit.lift(0.0052);
    var pocket =
        new Panel(
            raised,
            hoodie::pocket,
            new Box(-0.2, -0.64, 0.03, 0.2, -0.34, 0.24),
            0.0072,
            0.0042,
            0.07,
            hoodie::paintPocket);
    var trimmings = new Trimmings(hoodie::outer, fit);
    trimmings.cord(-0.034, -0.025, 0.165, -0.006);
    trimmings.cord(0.034, -0.025, 0.185, 0.008);
    // Cloth -4, pocket 2, two cords and tips 8, two eyelets 0.
    return new Cut(List.of(cloth, pocket), trimmings.made(), 6, 0.35);
  }

  private double outer(double x, double y, double z) {
    double torso = body.at(x, y, z);
    if (y < -0.16) {
      return torso;
    }
    double back = z < 0 ? 1.12 : 0.98;
    double lean = z + 0.018 - 0.16 * (y - 0.13);
    double hood = Shapes.ellipsoid(x, y - 0.135, lean, 0.138, 0.196, 0.136 * back);
    double crown = Shapes.bump(y - 0.27, 0.12) * Shapes.bump(z + 0.05, 0.14) * 0.012;
    double gather =
        Shapes.bump(y - 0.01, 0.1)
            * Shapes.crease(
                2 * Math.PI * y / 0.055 + 9 * z + 2 * fit.chance().at(7 * x, 5 * y, 7 * z))
            * 0.0035
            * fit.folds();
    return Shapes.join(torso, hood - crown - gather - rim(x, y, z), 0.05);
  }

  /// Metres outside of the hole for the face, seen from the front.
  private double face(double x, double y) {
    double drop = y < FACE_Y ? 1.12 : 1;
    return Shapes.ellipse(x, (y - FACE_Y) / drop, FACE_WIDE, FACE_HIGH);
  }

  /// The tunnel for the cord stands out a little.
  private double rim(double x, double y, double z) {
    return z > 0 ? 0.0032 * Shapes.ramp(0.026, 0.02, face(x, y)) : 0;
  }

  private double keep(double x, double y, double z) {
    double face = y > -0.1 ? Math.max(face(x, y), 0.01 - z) : 1;
    return Math.min(y - HEM, Math.min(face, body.untilCuff(x, y, z)));
  }

  private double pocket(double x, double y, double z) {
    double ax = Math.abs(x);
    double slant = (0.158 - ax) * 0.88 - (y + 0.535) * 0.47;
    double box = Math.min(0.158 - ax, Math.min(y + 0.606, -0.4 - y));
    return Math.min(z - 0.04, Math.min(box, slant));
  }

  private void paintPocket(Brush b) {
    b.cloth(Fabric.FLEECE, b.palette().cloth());
    double rim = pocket(b.x(), b.y(), 1);
    b.stitches(rim - 0.006, b.x() + b.y());
    double slant = (0.158 - Math.abs(b.x())) * 0.88 - (b.y() + 0.535) * 0.47;
    b.stitches(slant - 0.016, b.y());
    b.dim(rim < 0.003 ? 0.86 : 1);
  }

  private void paint(Brush b) {
    double x = b.x();
    double y = b.y();
    double z = b.z();
    b.cloth(Fabric.FLEECE, b.palette().cloth());
    if (Seams.hemRib(b, HEM, BAND) || Seams.cuffRib(b, body, Sleeves.CUFF)) {
      return;
    }
    double neck = y - (0.005 - 0.55 * z) - 0.02;
    if (y > -0.14) {
      if (Math.abs(x) < 0.17) {
        b.seam(neck * 0.85 + 0.03, x + z);
      }
      if (z > 0) {
        double face = face(x, y);
        b.stitches(face - 0.024, x + y);
        b.groove(face - 0.0265, 0.0026, 0.001);
      }
      if (neck > -0.01) {
        b.seam(Math.abs(x) - 0.045, y + z);
      }
    }
    Seams.armhole(b);
    Seams.side(b, HEM + BAND);
    shadowOfPocket(b);
    if (b.nz() > 0.15 && y < -0.12) {
      b.art(chest, x, y + 0.298);
    }
  }

  private void shadowOfPocket(Brush b) {
    if (b.z() > 0.04 && b.y() < -0.38) {
      double out = -pocket(b.x(), b.y(), 1);
      b.dim(out > 0 ? 1 - 0.3 * Shapes.bump(out, 0.012) : 1);
    }
  }
}
