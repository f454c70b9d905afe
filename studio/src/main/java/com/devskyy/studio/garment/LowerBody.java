package com.devskyy.studio.garment;

import com.devskyy.studio.field.Curve;
import com.devskyy.studio.field.Field;
import com.devskyy.studio.field.Shapes;

/// The body of trousers: hips and two legs, joined smoothly at the crotch. The waist is at y = 0.
///
/// @param wide half width of the hips by height
/// @param deep half depth of the hips by height
/// @param crotch height where the legs part
/// @param middle how far out a leg's middle line lies, by height
/// @param legWide half width of a leg by height
/// @param legDeep half depth of a leg by height
/// @param legZ how far forward a leg's middle line lies, by height
/// @param hem height of the lower end
record LowerBody(
    Fit fit,
    Curve wide,
    Curve deep,
    double crotch,
    Curve middle,
    Curve legWide,
    Curve legDeep,
    Curve legZ,
    double hem)
    implements Field {
  @Override
  public double at(double x, double y, double z) {
    double ax = Math.abs(x);
    double seat = -0.014 * Shapes.bump(y + 0.2, 0.17);
    double hips = Shapes.flatEllipse(x, z - seat, wide.at(y), deep.at(y), 0.3 * wide.at(y));
    hips = Shapes.cut(hips, crotch + 0.03 - y, 0.07);
    double leg = Shapes.ellipse(ax - middle.at(y), z - legZ.at(y), legWide.at(y), legDeep.at(y));
    leg = Shapes.cut(leg, y - crotch - 0.12, 0.1);
    double body = Shapes.join(hips, leg, 0.045);
    body = Shapes.cut(body, Math.max(y - 0.03, hem - 0.03 - y), 0.01);
    return Math.abs(body) < UpperBody.NEAR ? body - folds(x, ax, y, z) : body;
  }

  private double folds(double x, double ax, double y, double z) {
    double side = x > 0 ? 0.4 : 3.7;
    double wander = fit.chance().at(5 * x + side, 4.5 * y, 5 * z);
    double knee = Shapes.bump(y - 0.48 * hem - 0.04, 0.2) * Shapes.ramp(-0.6, -0.75, hem);
    double low = Shapes.bump(y - hem - 0.12, 0.14);
    double rings =
        Shapes.crease(
                2 * Math.PI * y / 0.085
                    + 7 * (ax - middle.at(y)) * (x > 0 ? 1 : -1)
                    + 9 * z
                    + 4.2 * wander
                    + side)
            * (0.0006 + 0.0018 * knee + 0.0036 * low);
    double px = ax - 0.02;
    double py = y - crotch - 0.01;
    double reach = Math.sqrt(px * px + py * py);
    double pull =
        Shapes.bump(reach, 0.2)
            * Shapes.ramp(0.03, 0.1, reach)
            * Shapes.crease(7 * Math.atan2(py, px) + 2 * wander + (z > 0 ? 0 : 2))
            * 0.0035;
    double calm = Shapes.ramp(0, -0.08, y) * Shapes.ramp(hem, hem + 0.07, y);
    return fit.folds() * calm * (rings + pull + 0.0045 * wander);
  }

  /// Gathers of the elastic under the waistband.
  double gathers(double x, double y, double z) {
    double turn = Math.atan2(x / wide.at(0), z / deep.at(0));
    return Shapes.bump(y + 0.03, 0.055)
        * Shapes.crease(34 * turn + 1.5 * fit.chance().at(9 * x, 0, 9 * z));
  }
}
