package com.devskyy.studio.render;

import com.devskyy.studio.image.Pixels;
import java.util.Arrays;

/// The paper sheet behind a model: light, a little darker to the edges, with the model's soft
/// shadow where it would stand.
final class Ground {
  private final int width;
  private final int height;

  Ground(int width, int height) {
    this.width = width;
    this.height = height;
  }

  Pixels with(Raster raster) {
    var picture = new Pixels(width, height);
    double[] shade = new double[width];
    int bottom = bottom(raster);
    double middle = middle(raster, bottom);
    double half = halfWidth(raster, bottom);
    double depth = 0.045 * height;
    for (int y = 0; y < height; y++) {
      Arrays.fill(shade, 0);
      double dy = (y - (bottom + 0.25 * depth)) / depth;
      double vertical = (y - 0.45 * height) / height;
      for (int x = 0; x < width; x++) {
        double horizontal = (x - 0.5 * width) / width;
        double light = 0.945 - 0.16 * (horizontal * horizontal + 0.8 * vertical * vertical);
        double dx = (x - middle) / half;
        double falloff = Math.max(0, 1 - Math.sqrt(dx * dx + dy * dy));
        light *= 1 - 0.22 * falloff * falloff * (3 - 2 * falloff);
        int red = (int) (255 * Math.min(1, light) + 0.5);
        int blue = (int) (255 * Math.min(1, light * 1.003) + 0.5);
        picture.set(x, y, 0xFF000000 | red << 16 | red << 8 | blue);
      }
    }
    return picture;
  }

  private int bottom(Raster raster) {
    for (int i = raster.seen.length - 1; i >= 0; i--) {
      if (raster.seen[i] >= 0) {
        return i / raster.width / 2;
      }
    }
    return height;
  }

  private double middle(Raster raster, int bottom) {
    int[] span = span(raster, bottom);
    return (span[0] + span[1]) / 4.0;
  }

  private double halfWidth(Raster raster, int bottom) {
    int[] span = span(raster, bottom);
    return Math.max(0.1 * width, (span[1] - span[0]) / 4.0 * 1.35);
  }

  /// Leftmost and rightmost sample of the lowest part: what stands on the floor.
  private int[] span(Raster raster, int bottom) {
    int left = raster.width;
    int right = 0;
    for (int y = Math.max(0, 2 * bottom - raster.height / 8); y < raster.height; y++) {
      for (int x = 0; x < raster.width; x++) {
        if (raster.seen[y * raster.width + x] >= 0) {
          left = Math.min(left, x);
          right = Math.max(right, x);
        }
      }
    }
    return left > right ? new int[] {0, raster.width} : new int[] {left, right};
  }
}
