package com.devskyy.studio.scene;

/// A standing body of 1.78 m, parts as solids.
///
/// @param arms degrees between upper arm and the vertical
/// @param legs metres from the middle to an ankle
/// @param broad 1 for an average build
record Body(double arms, double legs, double broad) {
  static final double HEIGHT = 1.78;

  double[] shoulder(int side) {
    return new double[] {side * 0.175 * broad, 1.405, 0};
  }

  double[] elbow(int side) {
    double a = Math.toRadians(arms);
    double[] s = shoulder(side);
    return new double[] {s[0] + side * 0.29 * Math.sin(a), s[1] - 0.29 * Math.cos(a), -0.01};
  }

  double[] wrist(int side) {
    double a = Math.toRadians(arms * 0.85);
    double[] e = elbow(side);
    return new double[] {e[0] + side * 0.255 * Math.sin(a), e[1] - 0.255 * Math.cos(a), 0.03};
  }

  double[] fingers(int side) {
    double a = Math.toRadians(arms * 0.6);
    double[] w = wrist(side);
    return new double[] {w[0] + side * 0.12 * Math.sin(a), w[1] - 0.12 * Math.cos(a), 0.045};
  }

  double[] ankle(int side) {
    return new double[] {side * legs, 0.085, -0.01};
  }

  double[] knee(int side) {
    return new double[] {side * (0.5 * legs + 0.05 * broad), 0.49, 0.015};
  }

  Solid head() {
    return Solid.blend(
        0.03,
        Solid.ellipsoid(0, 1.665, 0.005, 0.073, 0.108, 0.092),
        Solid.ellipsoid(0, 1.605, 0.025, 0.052, 0.055, 0.06),
        Solid.ellipsoid(0, 1.641, 0.091, 0.011, 0.02, 0.013),
        Solid.ellipsoid(-0.074, 1.65, -0.005, 0.009, 0.026, 0.016),
        Solid.ellipsoid(0.074, 1.65, -0.005, 0.009, 0.026, 0.016));
  }

  Solid neck() {
    return Solid.blend(
        0.06,
        Solid.limb(new double[] {0, 1.44, -0.015}, new double[] {0, 1.6, 0}, 0.054, 0.05),
        Solid.limb(
            new double[] {-0.11 * broad, 1.425, -0.02},
            new double[] {0, 1.485, -0.015},
            0.035,
            0.04),
        Solid.limb(
            new double[] {0.11 * broad, 1.425, -0.02},
            new double[] {0, 1.485, -0.015},
            0.035,
            0.04));
  }

  Solid torso() {
    return Solid.blend(
        0.09,
        Solid.limb(
            new double[] {-0.13 * broad, 1.39, -0.01},
            new double[] {0.13 * broad, 1.39, -0.01},
            0.062,
            0.062),
        Solid.ellipsoid(0, 1.26, 0.005, 0.158 * broad, 0.17, 0.108),
        Solid.ellipsoid(0, 1.09, 0, 0.132 * broad, 0.17, 0.092),
        hips());
  }

  Solid hips() {
    return Solid.ellipsoid(0, 0.92, -0.005, 0.165 * broad, 0.12, 0.11);
  }

  Solid upperArm(int side) {
    return Solid.limb(shoulder(side), elbow(side), 0.053, 0.04);
  }

  Solid arm(int side) {
    double[] w = wrist(side);
    double[] f = fingers(side);
    double[] palm = {(w[0] + f[0]) / 2, (w[1] + f[1]) / 2, (w[2] + f[2]) / 2};
    return Solid.blend(
        0.02,
        upperArm(side),
        Solid.limb(elbow(side), w, 0.041, 0.026),
        Solid.limb(w, palm, 0.028, 0.033),
        Solid.limb(palm, f, 0.03, 0.016),
        Solid.limb(
            palm,
            new double[] {palm[0] - side * 0.03, palm[1] - 0.035, palm[2] + 0.025},
            0.018,
            0.011));
  }

  Solid leg(int side) {
    double[] hip = {side * 0.082 * broad, 0.9, 0};
    return Solid.blend(
        0.03,
        Solid.limb(hip, knee(side), 0.084 * broad, 0.056),
        Solid.limb(knee(side), ankle(side), 0.056, 0.037),
        Solid.ellipsoid(ankle(side)[0] * 1.0, 0.33, -0.02, 0.05, 0.11, 0.055));
  }

  Solid shoe(int side) {
    double x = ankle(side)[0];
    return Solid.blend(
        0.03,
        Solid.ellipsoid(x + side * 0.012, 0.038, 0.05, 0.046, 0.04, 0.125),
        Solid.limb(new double[] {x, 0.05, -0.02}, new double[] {x, 0.11, -0.01}, 0.046, 0.045));
  }
}
