package com.devskyy.studio;

import com.devskyy.studio.field.Field;
import com.devskyy.studio.garment.Panel;
import com.devskyy.studio.mesh.Shell;

/// How much of the light around reaches a vertex: outside by looking how fast the field grows along
/// the normal, inside by how near an opening is.
final class Openness {
  private static final double[] REACHES = {0.01, 0.025, 0.06};
  private static final double[] WEIGHTS = {0.3, 0.35, 0.35};

  private Openness() {}

  /// @param outer how many of the first vertices are outside; as many follow inside
  static Shell of(Shell shell, Panel panel, int outer) {
    double[] p = shell.points();
    double[] open = new double[p.length / 3];
    for (int v = 0; v < open.length; v++) {
      double x = p[3 * v];
      double y = p[3 * v + 1];
      double z = p[3 * v + 2];
      if (v < outer) {
        open[v] = outside(panel.body(), shell, v);
      } else if (v < 2 * outer) {
        double deep = Math.max(0, panel.keep().at(x, y, z));
        open[v] = 0.28 + 0.55 * Math.exp(-deep / 0.06);
      } else {
        open[v] = 0.95;
      }
    }
    return shell.with(open);
  }

  private static double outside(Field body, Shell shell, int v) {
    double[] p = shell.points();
    double[] n = shell.normals();
    double open = 0;
    for (int i = 0; i < REACHES.length; i++) {
      double reach = REACHES[i];
      double clear =
          body.at(
              p[3 * v] + reach * n[3 * v],
              p[3 * v + 1] + reach * n[3 * v + 1],
              p[3 * v + 2] + reach * n[3 * v + 2]);
      open += WEIGHTS[i] * Math.clamp(clear / reach, 0, 1);
    }
    return Math.clamp(open * 1.06, 0.15, 1);
  }
}
