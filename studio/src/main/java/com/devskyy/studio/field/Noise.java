package com.devskyy.studio.field;

/// Smooth chance in space: between -1 and 1, the same for the same seed.
public record Noise(long seed) {
  /// Perlin's value noise on a unit lattice.
  public double at(double x, double y, double z) {
    int ix = (int) Math.floor(x);
    int iy = (int) Math.floor(y);
    int iz = (int) Math.floor(z);
    double fx = fade(x - ix);
    double fy = fade(y - iy);
    double fz = fade(z - iz);
    double near = plane(ix, iy, iz, fx, fy);
    double far = plane(ix, iy, iz + 1, fx, fy);
    return near + fz * (far - near);
  }

  private double plane(int x, int y, int z, double fx, double fy) {
    double a = value(x, y, z);
    double b = value(x + 1, y, z);
    double c = value(x, y + 1, z);
    double d = value(x + 1, y + 1, z);
    double top = a + fx * (b - a);
    return top + fy * (c + fx * (d - c) - top);
  }

  private static double fade(double t) {
    return t * t * (3 - 2 * t);
  }

  private double value(int x, int y, int z) {
    long h = seed ^ x * 0x9E3779B97F4A7C15L ^ y * 0xC2B2AE3D27D4EB4FL ^ z * 0x165667B19E3779F9L;
    h = (h ^ h >>> 32) * 0xD6E8FEB86659FD93L;
    h = (h ^ h >>> 29) * 0xD6E8FEB86659FD93L;
    return (h >> 11) * 0x1p-52;
  }

  /// A number of its own for each name, for instance a phase: 0 to 1.
  public double pick(int name) {
    return value(name, 7919, -name) * 0.5 + 0.5;
  }
}
