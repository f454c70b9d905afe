package com.devskyy.studio.scene;

import java.util.ArrayList;
import java.util.List;

/// A garment alone before the camera, as shops show it.
public record Garment(Wear wear, double arms) {
  private Body body() {
    return new Body(arms, 0.15, 1);
  }

  /// A camera that has the garment in view, turned by yaw degrees.
  public Camera camera(int width, int height, double yaw) {
    double top = wear.kind() == Wear.Kind.TROUSERS || wear.kind() == Wear.Kind.SKIRT ? 1.06 : 1.5;
    double bottom = wear.hem() - (wear.sleeve() > 0.7 && wear.hem() > 0.8 ? 0.03 : 0);
    double tall = top - bottom;
    double reach =
        wear.sleeve() <= 0
            ? 0.2
            : 0.2 + 0.56 * wear.sleeve() * Math.sin(Math.toRadians(arms)) + 0.06;
    double wide =
        Math.max(
            2 * reach,
            wear.kind() == Wear.Kind.DRESS || wear.kind() == Wear.Kind.SKIRT ? 0.62 : 0.44);
    double scale = 0.86 * Math.min(height / tall, width / wide);
    return new Camera(width, height, yaw, scale, 0, (top + bottom) / 2);
  }

  /// The garment seen.
  public Camera.Film shoot(Camera camera) {
    Body body = body();
    return camera.shoot(List.of(new Thing(wear.shown(body), wear.paint(body))));
  }

  /// Points on the outside of the garment, turned as the camera sees it: x, y, z in metres.
  public List<double[]> surface(double yaw, int perSide) {
    Solid solid = wear.solid(body());
    var points = new ArrayList<double[]>();
    double a = Math.toRadians(yaw);
    for (int axis = 0; axis < 3; axis++) {
      for (int i = 0; i < perSide; i++) {
        for (int j = 0; j < perSide; j++) {
          double u = -0.8 + 1.6 * (i + 0.5) / perSide;
          double v = -0.8 + 1.6 * (j + 0.5) / perSide;
          for (int way = -1; way <= 1; way += 2) {
            double[] hit = hit(solid, axis, u, v, way);
            if (hit.length > 0) {
              points.add(
                  new double[] {
                    hit[0] * Math.cos(a) + hit[2] * Math.sin(a),
                    hit[1],
                    hit[2] * Math.cos(a) - hit[0] * Math.sin(a)
                  });
            }
          }
        }
      }
    }
    return points;
  }

  private static double[] hit(Solid solid, int axis, double u, double v, int way) {
    double[] p = new double[3];
    p[(axis + 1) % 3] = u;
    p[(axis + 2) % 3] = v;
    p[1] += 0.8;
    double t = 0;
    while (t < 1.8) {
      double[] q = p.clone();
      q[axis] += way * (0.9 - t);
      double d = solid.distance(q[0], q[1], q[2]);
      if (d < 0.001) {
        return q;
      }
      t += Math.max(0.001, d * 0.7);
    }
    return new double[0];
  }
}
