package com.devskyy.studio.garment;

import com.devskyy.studio.field.Curve;
import com.devskyy.studio.field.Field;
import com.devskyy.studio.field.Limb;
import com.devskyy.studio.field.Shapes;

/// The body of whatever is worn above the waist: torso, shoulders, neck and two sleeves, joined
/// smoothly. The highest point of the shoulder is at y = 0; the right half mirrors the left but for
/// its folds.
///
/// @param wide half width by height
/// @param deep half depth by height
/// @param slope of the shoulders, metres down per metre outwards
/// @param neck half width of the neck; half depth is a little more
/// @param neckTop how high the neck's tube goes
/// @param hem height of the lower end
/// @param sleeveFolds how much deeper than usual the sleeves are creased
record UpperBody(
    Fit fit,
    Curve wide,
    Curve deep,
    double slope,
    double neck,
    double neckTop,
    Limb sleeve,
    double hem,
    double sleeveFolds)
    implements Field {
  static final double NECK_Z = 0.004;

  /// Folds are shallower than this, so farther from the cloth they cannot decide anything.
  static final double NEAR = 0.04;

  @Override
  public double at(double x, double y, double z) {
    double ax = Math.abs(x);
    double zc = z - 0.012 * Shapes.bump(y + 0.24, 0.3);
    double a = wide.at(y);
    double tube = Shapes.flatEllipse(x, zc, a, deep.at(y), 0.42 * a);
    double plane =
        (y - 0.032 + slope * ax + 0.35 * ax * ax) / Math.sqrt(1 + slope * slope + 0.3 * ax);
    double torso = Shapes.cut(tube, plane, 0.075);
    torso = Shapes.cut(torso, hem - 0.03 - y, 0.01);
    if (Math.abs(torso) < NEAR) {
      torso -= torsoFolds(x, y, z);
    }
    double body = torso;
    if (y > -0.2) {
      double collar =
          Shapes.cut(
              Shapes.ellipse(x, z - NECK_Z, neck, neck * 1.06),
              Math.abs(y + 0.1) - 0.1 - neckTop,
              0.01);
      body = Shapes.join(body, collar, 0.05);
    }
    if (ax > 0.08) {
      double arm = sleeve.at(ax, y, z);
      if (Math.abs(arm) < NEAR) {
        arm -= armFolds(x, ax, y, z);
      }
      body = Shapes.join(body, arm, 0.036);
    }
    return body;
  }

  private double torsoFolds(double x, double y, double z) {
    double side = z > 0 ? 0 : 5;
    double wander = fit.chance().at(3.1 * x, 2.6 * y + side, 4 * z);
    double low = Shapes.ramp(-0.18, hem + 0.12, y);
    double drape =
        Shapes.crease(2 * Math.PI * x / 0.145 + 2.2 * wander + side + 2.6 * (y - hem))
            * (0.0015 + 0.0052 * low);
    double ax = Math.abs(x);
    double px = ax - 0.21;
    double py = y + 0.2;
    double reach = Math.sqrt(px * px + py * py);
    double pull =
        Shapes.bump(reach, 0.24)
            * Shapes.crease(9 * Math.atan2(py, -px) + 3 * wander + (x > 0 ? 1 : 3))
            * Shapes.ramp(0.02, 0.08, reach)
            * 0.0045;
    return fit.folds() * (drape + pull + 0.0045 * wander);
  }

  private double armFolds(double x, double ax, double y, double z) {
    double s = sleeve.along(ax, y, z);
    double ahead = sleeve.ahead(ax, y, z, s);
    double aside = sleeve.aside(ax, y, z);
    double phase = x > 0 ? 0.7 : 2.9;
    double wander = fit.chance().at(7 * s + phase, 9 * ahead, 9 * aside + 3);
    double length = sleeve.length();
    double spot =
        0.12
            + 0.7 * Shapes.bump(s - 0.5 * length, 0.26 * length)
            + 0.9 * Shapes.bump(s - 0.9 * length, 0.22 * length);
    double rings =
        Shapes.crease(2 * Math.PI * s / 0.068 + 17 * ahead - 12 * aside + 4.4 * wander + phase);
    double end = Shapes.ramp(length, length - 0.05, s) * Shapes.ramp(-0.02, 0.12, s);
    return fit.folds() * sleeveFolds * end * (rings * spot * 0.0036 + 0.004 * wander);
  }

  /// Metres around a sleeve near its end.
  double aroundCuff(double x, double y, double z) {
    double ax = Math.abs(x);
    double s = sleeve.along(ax, y, z);
    double turn = Math.atan2(sleeve.ahead(ax, y, z, s), sleeve.aside(ax, y, z));
    return turn * 0.5 * (sleeve.wide().at(s) + sleeve.deep().at(s));
  }

  /// Distance from the end of either sleeve.
  double untilCuff(double x, double y, double z) {
    double ax = Math.abs(x);
    return ax < wide.at(y) + 0.012 ? 1 : sleeve.untilEnd(ax, y, z);
  }
}
