package com.devskyy.studio.scene;

import com.devskyy.studio.scene.Wear.Kind;
import com.devskyy.studio.tryon.Landmarks.Mark;
import com.devskyy.studio.tryon.Point;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A dressed figure before the camera.
///
/// @param skin colour
/// @param hair colour
/// @param longHair whether the hair hides the neck
public record Figure(Body body, int skin, int hair, boolean longHair, Wear top, Wear bottom) {
  /// A figure of a few measures.
  public static Figure of(
      double arms, double legs, double broad, int skin, int hair, Wear top, Wear bottom) {
    return new Figure(new Body(arms, legs, broad), skin, hair, false, top, bottom);
  }

  /// This figure with hair over its shoulders.
  public Figure withLongHair() {
    return new Figure(body, skin, hair, true, top, bottom);
  }

  /// Seen by a camera that has all of it in view.
  public Camera.Film shoot(Camera camera) {
    return camera.shoot(things());
  }

  /// A camera for a portrait picture of this figure.
  public static Camera camera(int width, int height, double yaw) {
    return new Camera(width, height, yaw, height / 2.02, 0, 0.9);
  }

  /// Where a camera sees the marks that bones place; armpits and crotch are places of the outline.
  public Map<Mark, Point> marks(Camera camera) {
    Map<Mark, Point> out = new EnumMap<>(Mark.class);
    for (int side = -1; side <= 1; side += 2) {
      boolean left = side < 0;
      double thick = 0.053 + top.ease();
      double[] s = body.shoulder(side);
      put(out, camera, left ? Mark.NECK_LEFT : Mark.NECK_RIGHT, side * 0.052, 1.535);
      put(
          out,
          camera,
          left ? Mark.SHOULDER_LEFT : Mark.SHOULDER_RIGHT,
          s[0] + side * 0.75 * thick,
          s[1] + 0.75 * thick);
      put(
          out,
          camera,
          left ? Mark.ELBOW_LEFT : Mark.ELBOW_RIGHT,
          body.elbow(side)[0],
          body.elbow(side)[1]);
      put(
          out,
          camera,
          left ? Mark.WRIST_LEFT : Mark.WRIST_RIGHT,
          body.wrist(side)[0],
          body.wrist(side)[1]);
      put(
          out,
          camera,
          left ? Mark.ANKLE_LEFT : Mark.ANKLE_RIGHT,
          body.ankle(side)[0],
          body.ankle(side)[1]);
    }
    return out;
  }

  private static void put(Map<Mark, Point> out, Camera camera, Mark mark, double x, double y) {
    double[] seen = camera.seen(x, y, 0);
    out.put(mark, new Point(seen[0], seen[1]));
  }

  private List<Thing> things() {
    var things = new ArrayList<Thing>();
    things.add(new Thing(Solid.blend(0.025, body.neck(), body.head(), body.torso()), this::face));
    for (int side = -1; side <= 1; side += 2) {
      things.add(new Thing(body.arm(side), this::face));
      things.add(new Thing(body.leg(side), this::face));
    }
    things.add(
        new Thing(
            locks(),
            (x, y, z) -> {
              double strand = 0.85 + 0.25 * Noise.at(x * 150, y * 18, z * 150);
              double[] c = Thing.colour(hair);
              return new double[] {c[0] * strand, c[1] * strand, c[2] * strand};
            }));
    things.add(new Thing(Solid.blend(0.001, body.shoe(-1), body.shoe(1)), Thing.plain(0xdedcd8)));
    if (bottom.kind() != Kind.TOP) {
      things.add(new Thing(bottom.solid(body), bottom.paint(body)));
    }
    Solid cloth = top.solid(body).minus(top.neckHole().grown(-0.012));
    things.add(new Thing(cloth, top.paint(body)));
    return things;
  }

  private Solid locks() {
    Solid cap =
        Solid.ellipsoid(0, 1.69, -0.012, 0.084, 0.1, 0.102)
            .minus(Solid.ellipsoid(0, 1.615, 0.1, 0.066, 0.1, 0.085));
    if (!longHair) {
      return cap.cut(0, 1.6, 0, 0, -1, 0.2);
    }
    return Solid.blend(
        0.03,
        cap,
        Solid.limb(
            new double[] {-0.075, 1.64, -0.02}, new double[] {-0.1, 1.36, 0.06}, 0.035, 0.04),
        Solid.limb(new double[] {0.075, 1.64, -0.02}, new double[] {0.1, 1.36, 0.06}, 0.035, 0.04));
  }

  private double[] face(double x, double y, double z) {
    double[] c = Thing.colour(skin).clone();
    double blush = 1 + 0.03 * Noise.at(x * 30, y * 30, z * 30);
    if (z > 0.04 && y > 1.57) {
      double ex = Math.abs(x) - 0.03;
      double eye = Math.hypot(ex / 0.013, (y - 1.665) / 0.0065);
      if (eye < 1) {
        return Math.hypot(ex, y - 1.665) < 0.0055
            ? new double[] {0.2, 0.12, 0.08}
            : new double[] {0.93, 0.92, 0.9};
      }
      if (Math.abs(y - 1.686 + ex * ex * 6) < 0.0035 && Math.abs(ex) < 0.019) {
        double[] brow = Thing.colour(hair);
        return new double[] {brow[0] * 0.8 + 0.05, brow[1] * 0.8 + 0.03, brow[2] * 0.8 + 0.02};
      }
      if (Math.hypot(x / 0.024, (y - 1.604) / 0.0075) < 1) {
        return new double[] {c[0] * 0.85, c[1] * 0.58, c[2] * 0.58};
      }
    }
    return new double[] {c[0] * blush, c[1] * blush, c[2] * blush};
  }
}
