package com.devskyy.studio.photo;

import com.devskyy.studio.raster.Plane;

/// How thick a garment is behind each pixel of its outline.
///
/// The membrane equation over the outline gives a tube for a sleeve and a dome for a round patch;
/// wide parts are flattened, as a chest is wider than deep.
final class Inflation {
  private static final int GRID = 150;

  /// Thickness that wide parts tend to, as a share of the longer side.
  private static final double MOST = 0.24;

  private static final int ROUNDS = 260;

  private final Plane square;
  private final double scale;
  private final double most;

  private Inflation(Plane square, double scale, double most) {
    this.square = square;
    this.scale = scale;
    this.most = most;
  }

  /// @param distance signed distance to the outline in pixels, positive inside
  static Inflation of(Plane distance) {
    double scale = (double) Math.max(distance.width, distance.height) / GRID;
    int width = (int) Math.ceil(distance.width / scale) + 1;
    int height = (int) Math.ceil(distance.height / scale) + 1;
    var membrane = new Plane(width, height);
    boolean[] inside = new boolean[width * height];
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        inside[y * width + x] = distance.sample(x * scale, y * scale) > 0;
      }
    }
    float[] u = membrane.at;
    float over = 1.94f;
    for (int round = 0; round < ROUNDS; round++) {
      for (int y = 1; y < height - 1; y++) {
        for (int i = y * width + 1; i < (y + 1) * width - 1; i++) {
          if (inside[i]) {
            float target = (u[i - 1] + u[i + 1] + u[i - width] + u[i + width] + 1) / 4;
            u[i] += over * (target - u[i]);
          }
        }
      }
    }
    double longer = Math.max(distance.width, distance.height);
    return new Inflation(membrane, scale, MOST * longer);
  }

  /// Half the thickness in pixels.
  double at(double x, double y) {
    double round = Math.sqrt(2 * Math.max(0, square.sample(x / scale, y / scale))) * scale;
    return most * (1 - Math.exp(-round / most));
  }
}
