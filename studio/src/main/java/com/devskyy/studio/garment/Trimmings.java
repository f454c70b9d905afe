package com.devskyy.studio.garment;

import com.devskyy.studio.field.Curve;
import com.devskyy.studio.field.Field;
import com.devskyy.studio.look.Brush;
import com.devskyy.studio.look.Painter;
import com.devskyy.studio.mesh.Sweep;
import java.util.ArrayList;
import java.util.List;

/// Cords, eyelets, buttons and zip pulls, laid onto the front of a garment.
final class Trimmings {
  private static final double CORD = 0.0042;

  private final Field body;
  private final Fit fit;
  private final List<Trimming> made = new ArrayList<>();

  Trimmings(Field body, Fit fit) {
    this.body = body;
    this.fit = fit;
  }

  List<Trimming> made() {
    return made;
  }

  /// Where a line from the front first comes as near to the cloth as wished.
  double front(double x, double y, double clearance) {
    double z = 0.4;
    for (int i = 0; i < 60; i++) {
      double left = body.at(x, y, z) - clearance;
      if (left < 0.0004) {
        break;
      }
      z -= 0.8 * left;
    }
    return z;
  }

  /// A drawstring that hangs from an eyelet, with a metal tip.
  void cord(double x, double top, double length, double drift) {
    int steps = fit.coarse() ? 6 : 22;
    int around = fit.coarse() ? 4 : 8;
    double[] path = new double[3 * steps];
    double[] radius = new double[steps];
    var swing = new Curve(0, 0, 0.3, 0.15 * drift, 1, drift);
    double phase = 6 * fit.chance().pick((int) (1000 * x));
    for (int i = 0; i < steps; i++) {
      double t = (double) i / (steps - 1);
      path[3 * i] = x + swing.at(t) + 0.0025 * Math.sin(7 * t + phase) * t;
      path[3 * i + 1] = top - length * t;
      path[3 * i + 2] =
          front(path[3 * i], path[3 * i + 1], i == 0 ? -0.003 : CORD + 0.0005 + 0.002 * t);
      radius[i] = CORD;
    }
    made.add(new Trimming(Sweep.tube(path, radius, around), Trimmings::cordPaint));
    int end = 3 * (steps - 1);
    double[] tip = new double[12];
    double[] thick = {CORD * 1.12, CORD * 1.3, CORD * 1.3, CORD * 1.18};
    for (int i = 0; i < 4; i++) {
      tip[3 * i] = path[end];
      tip[3 * i + 1] = path[end + 1] + 0.012 - 0.008 * i;
      tip[3 * i + 2] = front(path[end], tip[3 * i + 1], CORD + 0.0025);
    }
    made.add(new Trimming(Sweep.tube(tip, thick, around), Trimmings::metalPaint));
    eyelet(x, top);
  }

  void eyelet(double x, double y) {
    double[] out = new double[3];
    double z = front(x, y, 0.0008);
    body.direction(x, y, z, 0.004, out);
    made.add(
        new Trimming(
            Sweep.ring(new double[] {x, y, z}, out, 0.0072, 0.0021, fit.coarse()),
            Trimmings::metalPaint));
  }

  void button(double x, double y, double radius, Painter painter) {
    double[] out = new double[3];
    double z = front(x, y, 0.0012);
    body.direction(x, y, z, 0.006, out);
    made.add(
        new Trimming(
            Sweep.button(new double[] {x, y, z}, out, radius, 0.0022, fit.coarse()), painter));
  }

  /// A short bar that hangs from a zip.
  void pull(double x, double y, double length) {
    double[] path = new double[12];
    double[] radius = {0.0026, 0.0034, 0.0046, 0.0042};
    for (int i = 0; i < 4; i++) {
      path[3 * i] = x + 0.002 * i;
      path[3 * i + 1] = y - length * i / 3;
      path[3 * i + 2] = front(x, path[3 * i + 1], 0.0045);
    }
    made.add(new Trimming(Sweep.tube(path, radius, fit.coarse() ? 4 : 8), Trimmings::metalPaint));
  }

  /// Twisted strands.
  static void cordPaint(Brush b) {
    b.plain(b.palette().cord(), 0.8);
    double twist = Math.sin(2 * Math.PI * (b.y() / 0.011 + Math.atan2(b.nx(), b.nz()) / Math.PI));
    b.dim(0.88 + 0.12 * twist);
  }

  static void metalPaint(Brush b) {
    b.metal(b.palette().metal());
  }
}
