package com.devskyy.studio.photo;

import com.devskyy.studio.raster.Plane;
import java.util.Arrays;

/// A picture as it is shown: upright, sRGB, eight bits a channel, alpha not multiplied in.
/// Immutable; threads may share it.
public final class Photo {
  private final int width;
  private final int height;
  private final int[] argb;

  private Photo(int width, int height, int[] argb) {
    this.width = width;
    this.height = height;
    this.argb = argb;
  }

  /// Reads JPEG, PNG or WebP. The format is told by the content; bytes, sides and pixels are
  /// checked before anything is decoded; EXIF orientation and ICC profile are applied. Photos with
  /// sides over 8,191 pixels are read at a fraction of their resolution.
  ///
  /// @throws PhotoRefused if the bytes are no such picture, damaged, or beyond the limits
  public static Photo read(byte[] bytes, PhotoLimits limits) {
    return PhotoReader.read(bytes, limits);
  }

  /// A photo of given pixels, row by row, each 0xAARRGGBB. The array is kept: leave it alone.
  ///
  /// @throws IllegalArgumentException if there are not width times height pixels
  public static Photo of(int width, int height, int[] argb) {
    if (width < 1 || height < 1 || argb.length != width * height) {
      throw new IllegalArgumentException(
          "a photo of %d x %d takes %d pixels, was given %d"
              .formatted(width, height, width * height, argb.length));
    }
    return new Photo(width, height, argb);
  }

  /// Pixels from left to right.
  public int width() {
    return width;
  }

  /// Pixels from top to bottom.
  public int height() {
    return height;
  }

  /// One pixel as 0xAARRGGBB.
  public int argb(int x, int y) {
    return argb[y * width + x];
  }

  /// A copy of all pixels, row by row, each 0xAARRGGBB.
  public int[] pixels() {
    return argb.clone();
  }

  /// One channel as numbers from 0 to 255.
  ///
  /// @param shift 0 blue, 8 green, 16 red, 24 alpha
  public Plane channel(int shift) {
    var plane = new Plane(width, height);
    for (int i = 0; i < argb.length; i++) {
      plane.at[i] = argb[i] >> shift & 0xff;
    }
    return plane;
  }

  /// This photo with no side over `side` pixels: itself if it fits, else scaled down by averaging
  /// areas, so that no fine pattern starts to flicker.
  public Photo fit(int side) {
    int longest = Math.max(width, height);
    if (longest <= side) {
      return this;
    }
    double scale = (double) side / longest;
    return scaled(
        Math.max(1, (int) Math.round(width * scale)),
        Math.max(1, (int) Math.round(height * scale)));
  }

  /// Scaled down to exactly this size; each new pixel is the average of the area it covers,
  /// weighted by alpha.
  Photo scaled(int toWidth, int toHeight) {
    float[] sums = new float[toWidth * height * 4];
    double stepX = (double) width / toWidth;
    for (int x = 0; x < toWidth; x++) {
      for (int from = (int) (x * stepX); from < Math.min(width, (x + 1) * stepX); from++) {
        float share = (float) (Math.min(from + 1, (x + 1) * stepX) - Math.max(from, x * stepX));
        for (int y = 0; y < height; y++) {
          int pixel = argb[y * width + from];
          float alpha = share * (pixel >>> 24);
          int i = 4 * (y * toWidth + x);
          sums[i] += alpha * (pixel >> 16 & 0xff);
          sums[i + 1] += alpha * (pixel >> 8 & 0xff);
          sums[i + 2] += alpha * (pixel & 0xff);
          sums[i + 3] += alpha;
        }
      }
    }
    int[] out = new int[toWidth * toHeight];
    double stepY = (double) height / toHeight;
    float area = (float) (stepX * stepY);
    float[] sum = new float[4];
    for (int y = 0; y < toHeight; y++) {
      for (int x = 0; x < toWidth; x++) {
        Arrays.fill(sum, 0);
        for (int from = (int) (y * stepY); from < Math.min(height, (y + 1) * stepY); from++) {
          float share = (float) (Math.min(from + 1, (y + 1) * stepY) - Math.max(from, y * stepY));
          int i = 4 * (from * toWidth + x);
          for (int c = 0; c < 4; c++) {
            sum[c] += share * sums[i + c];
          }
        }
        float alpha = sum[3];
        out[y * toWidth + x] =
            alpha <= 0
                ? 0
                : Math.min(255, Math.round(alpha / area)) << 24
                    | Math.min(255, Math.round(sum[0] / alpha)) << 16
                    | Math.min(255, Math.round(sum[1] / alpha)) << 8
                    | Math.min(255, Math.round(sum[2] / alpha));
      }
    }
    return new Photo(toWidth, toHeight, out);
  }
}
