package com.devskyy.studio.raster;

import java.util.Arrays;

/// Exact Euclidean distances on a grid, after Felzenszwalb and Huttenlocher (2012): linear time.
public final class Distances {
  private static final float FAR = 1e12f;

  private Distances() {}

  /// For each pixel, how far in pixels the nearest pixel of the set is: 0 inside. Very large
  /// everywhere if the set is empty.
  public static Plane to(boolean[] set, int width, int height) {
    float[] square = new float[set.length];
    for (int i = 0; i < set.length; i++) {
      square[i] = set[i] ? 0 : FAR;
    }
    int longest = Math.max(width, height);
    float[] line = new float[longest];
    float[] out = new float[longest];
    int[] places = new int[longest];
    float[] bounds = new float[longest + 1];
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        line[y] = square[y * width + x];
      }
      envelope(line, out, height, places, bounds);
      for (int y = 0; y < height; y++) {
        square[y * width + x] = out[y];
      }
    }
    for (int y = 0; y < height; y++) {
      System.arraycopy(square, y * width, line, 0, width);
      envelope(line, out, width, places, bounds);
      System.arraycopy(out, 0, square, y * width, width);
    }
    for (int i = 0; i < square.length; i++) {
      square[i] = (float) Math.sqrt(square[i]);
    }
    return new Plane(width, height, square);
  }

  /// Distance to the edge of the set: positive inside, negative outside, half a pixel at least.
  public static Plane signed(boolean[] set, int width, int height) {
    boolean[] rest = new boolean[set.length];
    for (int i = 0; i < set.length; i++) {
      rest[i] = !set[i];
    }
    Plane inside = to(rest, width, height);
    Plane outside = to(set, width, height);
    for (int i = 0; i < set.length; i++) {
      inside.at[i] = set[i] ? inside.at[i] - 0.5f : 0.5f - outside.at[i];
    }
    return inside;
  }

  /// The pixels nearer to the set than `radius`, or in it.
  public static boolean[] grown(boolean[] set, int width, int height, double radius) {
    Plane distance = to(set, width, height);
    boolean[] out = new boolean[set.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = distance.at[i] <= radius;
    }
    return out;
  }

  /// The pixels of the set that are further than `radius` from any pixel outside of it.
  public static boolean[] shrunk(boolean[] set, int width, int height, double radius) {
    Plane signed = signed(set, width, height);
    boolean[] out = new boolean[set.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = signed.at[i] + 0.5 > radius;
    }
    return out;
  }

  /// Lower envelope of the parabolas that stand on the line's values.
  private static void envelope(float[] line, float[] out, int n, int[] places, float[] bounds) {
    int last = 0;
    places[0] = 0;
    Arrays.fill(bounds, 0, n + 1, FAR);
    bounds[0] = -FAR;
    for (int q = 1; q < n; q++) {
      double cut = crossing(line, q, places[last]);
      while (last > 0 && cut <= bounds[last]) {
        last--;
        cut = crossing(line, q, places[last]);
      }
      if (cut > bounds[last]) {
        last++;
      }
      places[last] = q;
      bounds[last] = last == 0 ? -FAR : (float) cut;
      bounds[last + 1] = FAR;
    }
    int at = 0;
    for (int q = 0; q < n; q++) {
      while (bounds[at + 1] < q) {
        at++;
      }
      float away = q - places[at];
      out[q] = away * away + line[places[at]];
    }
  }

  private static double crossing(float[] line, int q, int p) {
    return ((line[q] + (double) q * q) - (line[p] + (double) p * p)) / (2.0 * (q - p));
  }
}
