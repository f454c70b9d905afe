package com.devskyy.studio.scene;

/// Smooth noise from -1 to 1, the same everywhere and always.
final class Noise {
  private Noise() {}

  static double at(double x, double y, double z) {
    int xi = (int) Math.floor(x);
    int yi = (int) Math.floor(y);
    int zi = (int) Math.floor(z);
    double u = fade(x - xi);
    double v = fade(y - yi);
    double w = fade(z - zi);
    double near =
        mix(
            mix(hash(xi, yi, zi), hash(xi + 1, yi, zi), u),
            mix(hash(xi, yi + 1, zi), hash(xi + 1, yi + 1, zi), u),
            v);
    double far =
        mix(
            mix(hash(xi, yi, zi + 1), hash(xi + 1, yi, zi + 1), u),
            mix(hash(xi, yi + 1, zi + 1), hash(xi + 1, yi + 1, zi + 1), u),
            v);
    return mix(near, far, w);
  }

  private static double fade(double t) {
    return t * t * (3 - 2 * t);
  }

  private static double mix(double a, double b, double t) {
    return a + (b - a) * t;
  }

  private static double hash(int x, int y, int z) {
    int h = x * 374761393 + y * 668265263 + z * 1274126177;
    h = (h ^ h >>> 13) * 1274126177;
    h ^= h >>> 16;
    return (h & 0xffff) / 32767.5 - 1;
  }
}
