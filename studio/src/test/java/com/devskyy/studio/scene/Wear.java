package com.devskyy.studio.scene;

/// A garment by its measures; made to hang on a body.
///
/// @param kind what it is
/// @param sleeve share of the arm that its sleeves cover, 0 none, 1 to the wrist
/// @param hem height of its lower edge above the floor, metres
/// @param ease metres between body and cloth
/// @param rgb the cloth's colour
/// @param print what is on its front
public record Wear(Kind kind, double sleeve, double hem, double ease, int rgb, Print print) {
  public enum Kind {
    TOP,
    TROUSERS,
    DRESS,
    SKIRT
  }

  public enum Print {
    NONE,
    ROSE,
    STRIPES,
    BADGE
  }

  /// @return the solid without its inside, folds included
  Solid solid(Body body) {
    Solid raw =
        switch (kind) {
          case TOP -> top(body);
          case TROUSERS -> trousers(body);
          case DRESS -> dress(body);
          case SKIRT -> skirt(body, 1.03);
        };
    return (x, y, z) -> {
      if (y > 1.62 || y < hem - 0.12) {
        return Math.max(y - 1.56, hem - 0.06 - y);
      }
      double d = raw.distance(x, y, z);
      return d > 0.03 ? d - 0.01 : d - folds(x, y, z);
    };
  }

  /// As it hangs on a ghost mannequin: openings show the inside.
  Solid shown(Body body) {
    Solid solid = solid(body);
    if (kind == Kind.TROUSERS || kind == Kind.SKIRT) {
      return solid.minus(Solid.ellipsoid(0, 1.055, 0.0, 0.13 * body.broad(), 0.028, 0.075));
    }
    return solid.hollow(0.012).minus(neckHole());
  }

  /// Above this the neckline has cut the cloth away.
  Solid neckHole() {
    return Solid.ellipsoid(0, 1.5, 0.04, 0.085, 0.075, 0.16);
  }

  private Solid top(Body body) {
    Solid trunk =
        Solid.blend(
            0.08,
            body.torso().grown(ease),
            Solid.limb(
                new double[] {0, 1.25, 0},
                new double[] {0, hem + 0.05, 0},
                0.1 + ease,
                0.11 + ease),
            Solid.limb(
                new double[] {-0.08 * body.broad(), 1.2, 0},
                new double[] {-0.075 * body.broad(), hem, 0},
                0.08 + ease,
                0.09 + ease),
            Solid.limb(
                new double[] {0.08 * body.broad(), 1.2, 0},
                new double[] {0.075 * body.broad(), hem, 0},
                0.08 + ease,
                0.09 + ease),
            body.neck().grown(ease * 0.4).cut(0, 1.5, 0, 0, 1, 0));
    Solid cut = trunk.cut(0, hem, 0, 0, -1, -0.06);
    Solid all = sleeve <= 0 ? cut : Solid.blend(0.03, cut, sleeve(body, -1), sleeve(body, 1));
    Solid noNeck = all.minus(Solid.ellipsoid(0, 1.55, 0.02, 0.075, 0.085, 0.12));
    return noNeck;
  }

  private Solid sleeve(Body body, int side) {
    double[] s = body.shoulder(side);
    double[] e = body.elbow(side);
    double[] w = body.wrist(side);
    double upper = Math.min(1, sleeve / 0.53);
    double[] end = between(s, e, upper);
    Solid cloth = Solid.limb(s, end, 0.06 + ease * 0.8, 0.052 + ease);
    double[] from = s;
    if (sleeve > 0.53) {
      end = between(e, w, (sleeve - 0.53) / 0.47);
      from = e;
      cloth = Solid.blend(0.03, cloth, Solid.limb(e, end, 0.05 + ease, 0.036 + ease * 0.6));
    }
    return cloth.cut(end[0], end[1], end[2], end[0] - from[0], end[1] - from[1], end[2] - from[2]);
  }

  private static double[] between(double[] a, double[] b, double t) {
    return new double[] {
      a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t
    };
  }

  private Solid trousers(Body body) {
    return Solid.blend(
            0.05,
            body.hips().grown(ease),
            Solid.limb(
                new double[] {-0.05, 1.0, 0},
                new double[] {0.05, 1.0, 0},
                0.09 + ease,
                0.09 + ease),
            leg(body, -1),
            leg(body, 1))
        .cut(0, 1.05, 0, 0, 1, 0)
        .cut(0, hem, 0, 0, -1, 0);
  }

  private Solid leg(Body body, int side) {
    double[] knee = body.knee(side);
    double[] ankle = body.ankle(side);
    return Solid.blend(
        0.03,
        Solid.limb(
            new double[] {side * 0.085 * body.broad(), 0.88, 0}, knee, 0.088 + ease, 0.062 + ease),
        Solid.limb(knee, ankle, 0.062 + ease, 0.05 + ease));
  }

  private Solid dress(Body body) {
    Solid upper = new Wear(Kind.TOP, sleeve, 0.9, ease, rgb, print).top(body);
    return Solid.blend(0.06, upper, skirt(body, 1.2));
  }

  private Solid skirt(Body body, double waist) {
    double flare = 0.16 + ease + 0.12 * (0.9 - hem);
    return Solid.blend(
            0.05,
            Solid.limb(
                new double[] {-0.03, waist, 0},
                new double[] {-flare * 0.45, hem - 0.05, 0},
                0.095,
                flare * 0.62),
            Solid.limb(
                new double[] {0.03, waist, 0},
                new double[] {flare * 0.45, hem - 0.05, 0},
                0.095,
                flare * 0.62),
            body.hips().grown(ease))
        .cut(0, hem, 0, 0, -1, 0)
        .cut(0, waist + 0.03, 0, 0, 1, 0);
  }

  private double folds(double x, double y, double z) {
    double drape = Noise.at(x * 22 + y * 3, y * 4.5, z * 9);
    double fine = Noise.at(x * 31 - y * 14, y * 26, z * 20);
    return 0.005 * drape + 0.0016 * fine;
  }

  Thing.Paint paint(Body body) {
    double[] base = Thing.colour(rgb);
    Solid inside = solid(body).grown(-0.006);
    return (x, y, z) -> {
      double weave =
          1 + 0.035 * Noise.at(x * 420, y * 420, z * 420) + 0.02 * Noise.at(x * 90, y * 90, z * 90);
      double[] c = base;
      if (z > 0.02) {
        c = printed(x, y, base);
      }
      double seam = seam(y);
      if (y > 1.4 && kind != Kind.TROUSERS && inside.distance(x, y, z) < 0) {
        seam *= 0.55;
      }
      return new double[] {c[0] * weave * seam, c[1] * weave * seam, c[2] * weave * seam};
    };
  }

  /// Stitches near the hem.
  private double seam(double y) {
    return Math.abs(y - hem - 0.022) < 0.0022 ? 0.8 : 1;
  }

  private double[] printed(double x, double y, double[] base) {
    double middle = kind == Kind.TOP || kind == Kind.DRESS ? 1.25 : 0.75;
    double r = Math.hypot(x, y - middle);
    double angle = Math.atan2(y - middle, x);
    return switch (print) {
      case NONE -> base;
      case ROSE ->
          r < 0.05 + 0.006 * Math.cos(5 * angle)
              ? Thing.colour((int) (r * 160 + angle * 1.2) % 2 == 0 ? 0xc8102e : 0x8d0a20)
              : Math.abs(x) < 0.004 && y < middle - 0.05 && y > middle - 0.1
                  ? Thing.colour(0x2f7d3a)
                  : Math.abs(y - middle + 0.125) < 0.012
                          && Math.abs(x) < 0.09
                          && (int) ((x + 1) * 90) % 3 != 0
                      ? Thing.colour(0xd8d2c4)
                      : base;
      case STRIPES ->
          Math.floorMod((int) Math.floor(y * 28), 2) == 0 ? base : Thing.colour(0xf2efe8);
      case BADGE ->
          Math.abs(x - 0.07) < 0.028 && Math.abs(y - middle - 0.05) < 0.02
              ? Thing.colour(0xd4a537)
              : base;
    };
  }
}
