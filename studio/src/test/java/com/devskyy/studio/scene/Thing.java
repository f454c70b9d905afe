package com.devskyy.studio.scene;

/// A solid and its colour at each place: red, green, blue from 0 to 1.
record Thing(Solid solid, Paint paint) {
  @FunctionalInterface
  interface Paint {
    double[] at(double x, double y, double z);
  }

  static Paint plain(int rgb) {
    double[] colour = colour(rgb);
    return (x, y, z) -> colour;
  }

  static double[] colour(int rgb) {
    return new double[] {(rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0};
  }
}
