package com.devskyy.studio.render;

/// How much of the key light reaches a place: a depth picture from the light, looked up softly.
final class Shadow {
  private static final int SIZE = 768;

  private final Raster raster = new Raster(SIZE, SIZE);
  private final double[] right;
  private final double[] up;
  private final double[] light;
  private final double reach;

  /// @param light unit vector towards the light, in the camera's axes
  /// @param reach nothing is farther from the middle than this
  Shadow(double[] light, double reach) {
    this.light = light;
    this.reach = reach;
    double length = Math.hypot(light[0], light[2]);
    right = new double[] {light[2] / length, 0, -light[0] / length};
    up =
        new double[] {
          light[1] * right[2] - light[2] * right[1],
          light[2] * right[0] - light[0] * right[2],
          light[0] * right[1] - light[1] * right[0]
        };
  }

  /// @param turned x, y, z of each vertex in the camera's axes
  void add(float[] turned, int[] triangles) {
    float[] seen = new float[turned.length];
    for (int i = 0; i < turned.length; i += 3) {
      seen[i] = (float) place(right, turned[i], turned[i + 1], turned[i + 2]);
      seen[i + 1] = SIZE - (float) place(up, turned[i], turned[i + 1], turned[i + 2]);
      seen[i + 2] = (float) nearness(turned[i], turned[i + 1], turned[i + 2]);
    }
    raster.draw(seen, triangles, 0);
  }

  /// 0 in full shadow, 1 in full light. Nine looks in a disc make the edge soft.
  double light(double x, double y, double z) {
    double px = place(right, x, y, z);
    double py = SIZE - place(up, x, y, z);
    float near = (float) (nearness(x, y, z) + 0.002 * reach);
    int lit = 0;
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        int sx = (int) (px + 2.2 * dx);
        int sy = (int) (py + 2.2 * dy);
        boolean outside = sx < 0 || sy < 0 || sx >= SIZE || sy >= SIZE;
        lit += outside || raster.depth[sy * SIZE + sx] <= near ? 1 : 0;
      }
    }
    return lit / 9.0;
  }

  private double place(double[] axis, double x, double y, double z) {
    return (axis[0] * x + axis[1] * y + axis[2] * z) / reach * SIZE / 2 + SIZE / 2.0;
  }

  /// In metres, counted from behind everything, so that it is positive.
  private double nearness(double x, double y, double z) {
    return light[0] * x + light[1] * y + light[2] * z + 2 * reach;
  }
}
