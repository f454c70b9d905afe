package com.devskyy.studio.raster;

import java.util.Arrays;

/// One number for each pixel of a grid. Mutable and owned by whoever made it: threads must not
/// share one that is still being written.
public final class Plane {
  /// Pixels from left to right.
  public final int width;

  /// Pixels from top to bottom.
  public final int height;

  /// The numbers, row by row.
  public final float[] at;

  /// A plane of zeros.
  public Plane(int width, int height) {
    this(width, height, new float[width * height]);
  }

  /// A plane on given numbers, which it keeps.
  public Plane(int width, int height, float[] at) {
    if (at.length != width * height) {
      throw new IllegalArgumentException(
          "a plane of %d x %d takes %d numbers, was given %d"
              .formatted(width, height, width * height, at.length));
    }
    this.width = width;
    this.height = height;
    this.at = at;
  }

  /// 1 where the set has the pixel, else 0.
  public static Plane of(boolean[] set, int width, int height) {
    var plane = new Plane(width, height);
    for (int i = 0; i < set.length; i++) {
      plane.at[i] = set[i] ? 1 : 0;
    }
    return plane;
  }

  /// The number at a pixel; beyond the edge, that of the nearest pixel.
  public float get(int x, int y) {
    return at[Math.clamp(y, 0, height - 1) * width + Math.clamp(x, 0, width - 1)];
  }

  /// Between pixels, by bilinear interpolation; beyond the edge, as at the edge.
  public float sample(double x, double y) {
    double cx = Math.clamp(x, 0.0, width - 1.0);
    double cy = Math.clamp(y, 0.0, height - 1.0);
    int x0 = (int) cx;
    int y0 = (int) cy;
    int x1 = Math.min(x0 + 1, width - 1);
    int y1 = Math.min(y0 + 1, height - 1);
    double fx = cx - x0;
    double fy = cy - y0;
    double top = at[y0 * width + x0] * (1 - fx) + at[y0 * width + x1] * fx;
    double bottom = at[y1 * width + x0] * (1 - fx) + at[y1 * width + x1] * fx;
    return (float) (top * (1 - fy) + bottom * fy);
  }

  /// A plane of the same numbers.
  public Plane copy() {
    return new Plane(width, height, at.clone());
  }

  /// Smoothed by nearly a Gaussian of this standard deviation in pixels: three box filters, so the
  /// cost does not depend on it. Edges repeat their pixel.
  public Plane blurred(double sigma) {
    if (sigma <= 0) {
      return copy();
    }
    float[] a = at.clone();
    float[] b = new float[a.length];
    for (int radius : boxes(sigma)) {
      rows(a, b, radius);
      columns(b, a, radius);
    }
    return new Plane(width, height, a);
  }

  /// Three box radii whose variances add up to that of the Gaussian as nearly as whole numbers
  /// can.
  private static int[] boxes(double sigma) {
    double ideal = Math.sqrt(12 * sigma * sigma / 3 + 1);
    int low = (int) Math.floor(ideal);
    low -= low % 2 == 0 ? 1 : 0;
    double count = (12 * sigma * sigma - 3.0 * low * low - 12.0 * low - 9) / (-4.0 * low - 4);
    int small = (int) Math.round(count);
    int[] radii = new int[3];
    for (int i = 0; i < 3; i++) {
      radii[i] = ((i < small ? low : low + 2) - 1) / 2;
    }
    return radii;
  }

  private void rows(float[] from, float[] to, int radius) {
    float scale = 1f / (2 * radius + 1);
    for (int y = 0; y < height; y++) {
      int row = y * width;
      float sum = 0;
      for (int x = -radius; x <= radius; x++) {
        sum += from[row + Math.clamp(x, 0, width - 1)];
      }
      for (int x = 0; x < width; x++) {
        to[row + x] = sum * scale;
        sum +=
            from[row + Math.min(x + radius + 1, width - 1)] - from[row + Math.max(x - radius, 0)];
      }
    }
  }

  private void columns(float[] from, float[] to, int radius) {
    float scale = 1f / (2 * radius + 1);
    float[] sum = new float[width];
    for (int y = -radius; y <= radius; y++) {
      int row = Math.clamp(y, 0, height - 1) * width;
      for (int x = 0; x < width; x++) {
        sum[x] += from[row + x];
      }
    }
    for (int y = 0; y < height; y++) {
      int row = y * width;
      int in = Math.min(y + radius + 1, height - 1) * width;
      int out = Math.max(y - radius, 0) * width;
      for (int x = 0; x < width; x++) {
        to[row + x] = sum[x] * scale;
        sum[x] += from[in + x] - from[out + x];
      }
    }
  }

  /// The middle of the numbers where the set has the pixel.
  ///
  /// @param none what is returned if the set is empty
  public float median(boolean[] set, float none) {
    float[] values = new float[at.length];
    int count = 0;
    for (int i = 0; i < at.length; i++) {
      if (set[i]) {
        values[count++] = at[i];
      }
    }
    Arrays.sort(values, 0, count);
    return count == 0 ? none : values[count / 2];
  }
}
