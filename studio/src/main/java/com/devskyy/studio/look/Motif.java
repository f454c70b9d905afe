package com.devskyy.studio.look;

/// What may be drawn besides letters.
public enum Motif {
  NONE {
    @Override
    void draw(Artwork art, int main, int second, double u, double v, double size) {}
  },
  /// A rose from above: rings of petals, each over the one outside of it, with two leaves.
  ROSE {
    @Override
    void draw(Artwork art, int main, int second, double u, double v, double size) {
      int line = Colours.scaled(main, 0.42);
      double r = size / 2;
      for (int side = -1; side <= 1; side += 2) {
        leaf(art, second, u, v - 0.55 * r, side, r);
      }
      int[] petals = {6, 5, 4, 3};
      double[] out = {0.62, 0.42, 0.25, 0.1};
      double[] wide = {0.46, 0.40, 0.30, 0.2};
      for (int ring = 0; ring < petals.length; ring++) {
        int paint = Colours.scaled(main, 1.14 - 0.13 * ring);
        for (int k = 0; k < petals[ring]; k++) {
          double turn = 2 * Math.PI * (k + 0.37 * ring) / petals[ring] + 0.3;
          double pu = u + out[ring] * r * Math.cos(turn);
          double pv = v + out[ring] * r * Math.sin(turn);
          disc(art, line, pu, pv, wide[ring] * r);
          disc(art, paint, pu, pv, wide[ring] * r - 0.045 * r);
        }
      }
      disc(art, line, u, v, 0.11 * r);
      disc(art, Colours.scaled(main, 0.7), u, v, 0.07 * r);
    }
  },
  /// A heart with a crack.
  HEART {
    @Override
    void draw(Artwork art, int main, int second, double u, double v, double size) {
      double r = size / 2;
      art.fill(main, u - r, v - r, u + r, v + r, (x, y) -> heart((x - u) / r, (y - v) / r) * r);
      double[] crack = {0.02, 0.72, -0.12, 0.38, 0.14, 0.16, -0.14, -0.14, 0.1, -0.42, 0, -0.9};
      for (int i = 0; i < crack.length; i += 2) {
        crack[i] = u + crack[i] * r;
        crack[i + 1] = v + crack[i + 1] * r;
      }
      art.erase(0.085 * r, crack);
    }
  },
  /// A star of four points between two rules.
  STAR {
    @Override
    void draw(Artwork art, int main, int second, double u, double v, double size) {
      double r = size / 2;
      art.fill(
          main,
          u - r,
          v - r,
          u + r,
          v + r,
          (x, y) -> {
            double a = Math.abs(x - u) / r;
            double b = Math.abs(y - v) / r;
            return (Math.sqrt(a) + Math.sqrt(b) - 1) * 0.5 * r;
          });
    }
  };

  /// @param size width and height in metres about (u, v)
  abstract void draw(Artwork art, int main, int second, double u, double v, double size);

  private static void disc(Artwork art, int paint, double u, double v, double radius) {
    art.fill(
        paint,
        u - radius,
        v - radius,
        u + radius,
        v + radius,
        (x, y) -> Math.hypot(x - u, y - v) - radius);
  }

  private static void leaf(Artwork art, int paint, double u, double v, int side, double r) {
    double cu = u + side * 0.72 * r;
    double cv = v - 0.12 * r;
    art.fill(
        paint,
        cu - 0.6 * r,
        cv - 0.5 * r,
        cu + 0.6 * r,
        cv + 0.5 * r,
        (x, y) -> {
          // Two circles' common part, leaning outwards and down.
          double a = (x - cu) * side * 0.87 - (y - cv) * 0.5;
          double b = (x - cu) * side * 0.5 + (y - cv) * 0.87;
          double one = Math.hypot(a, b - 0.4 * r) - 0.62 * r;
          double two = Math.hypot(a, b + 0.4 * r) - 0.62 * r;
          return Math.max(one, two);
        });
  }

  private static double heart(double x, double y) {
    double a = Math.abs(x);
    double b = y + 0.92;
    double scaledA = a * 0.98;
    double scaledB = b * 0.62;
    // Quilez's exact heart, its tip at the origin.
    double distance;
    double s = scaledA * 0.62 / 0.6;
    if (scaledB + s > 1) {
      distance = Math.hypot(s - 0.25, scaledB - 0.75) - Math.sqrt(2) / 4;
    } else {
      double low = Math.hypot(s, scaledB - 1);
      double m = 0.5 * Math.max(s + scaledB, 0);
      double side = Math.hypot(s - m, scaledB - m);
      distance = Math.min(low, side) * Math.signum(s - scaledB);
    }
    return distance / 0.62;
  }
}
