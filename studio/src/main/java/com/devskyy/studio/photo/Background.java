package com.devskyy.studio.photo;

import com.devskyy.studio.raster.Linear;
import com.devskyy.studio.raster.Plane;
import java.util.Arrays;

/// The light on a plain background: for each channel a surface of second degree over the picture,
/// which covers a lamp to one side and the darkening of a lens. Fitted to the picture's border with
/// weights that ignore what does not belong, so that a subject may touch it.
///
/// @param surface six coefficients for each of three channels
/// @param spread what remains beside the surface, in levels: a robust standard deviation
/// @param inliers share of the border that lies on the surface, 0 to 1
/// @param sides the same share for the top, right, bottom and left side
@SuppressWarnings("ArrayRecordComponent") // Coefficients, never compared.
record Background(
    int width, int height, double[][] surface, double spread, double inliers, double[] sides) {
  private static final int SAMPLES_PER_SIDE = 700;
  private static final int TERMS = 6;
  private static final double[] SCALES = {40, 24, 14, 9, 7, 6};

  /// Fits the surface.
  ///
  /// @param channels red, green, blue, a little smoothed
  static Background fit(Plane[] channels) {
    int width = channels[0].width;
    int height = channels[0].height;
    int[][] places = border(width, height);
    int n = places.length;
    double[][] basis = new double[n][];
    for (int i = 0; i < n; i++) {
      basis[i] = terms(places[i][0], places[i][1], width, height);
    }
    double[][] surface = new double[3][TERMS];
    for (int c = 0; c < 3; c++) {
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        values[i] = channels[c].get(places[i][0], places[i][1]);
      }
      Arrays.sort(values);
      surface[c][0] = values[n / 2];
    }
    double[] residual = new double[n];
    for (double scale : SCALES) {
      residuals(channels, places, basis, surface, residual);
      for (int c = 0; c < 3; c++) {
        surface[c] = solve(channels[c], places, basis, residual, scale);
      }
    }
    residuals(channels, places, basis, surface, residual);
    double[] sorted = residual.clone();
    Arrays.sort(sorted);
    double spread = sorted[n / 2];
    double tolerance = Math.clamp(4 * spread, 7, 16);
    double[] inside = new double[4];
    double[] all = new double[4];
    for (int i = 0; i < n; i++) {
      all[places[i][2]]++;
      inside[places[i][2]] += residual[i] < tolerance ? 1 : 0;
    }
    double[] sides = new double[4];
    double inliers = 0;
    for (int s = 0; s < 4; s++) {
      sides[s] = inside[s] / all[s];
      inliers += inside[s] / n;
    }
    return new Background(width, height, surface, spread, inliers, sides);
  }

  /// The background's three levels at a pixel.
  void levels(int x, int y, double[] out) {
    double u = 2.0 * x / width - 1;
    double v = 2.0 * y / height - 1;
    for (int c = 0; c < 3; c++) {
      double[] s = surface[c];
      out[c] = s[0] + s[1] * u + s[2] * v + s[3] * u * u + s[4] * u * v + s[5] * v * v;
    }
  }

  private static double[] terms(int x, int y, int width, int height) {
    double u = 2.0 * x / width - 1;
    double v = 2.0 * y / height - 1;
    return new double[] {1, u, v, u * u, u * v, v * v};
  }

  /// Places in a frame of 2 % of the shorter side, each with the number of its side.
  private static int[][] border(int width, int height) {
    int depth = Math.max(3, Math.min(width, height) / 50);
    int[][] out = new int[4 * SAMPLES_PER_SIDE][];
    for (int i = 0; i < SAMPLES_PER_SIDE; i++) {
      int in = 1 + (i * 7) % depth;
      int x = (int) ((i + 0.5) * width / SAMPLES_PER_SIDE);
      int y = (int) ((i + 0.5) * height / SAMPLES_PER_SIDE);
      out[4 * i] = new int[] {x, in, 0};
      out[4 * i + 1] = new int[] {width - 1 - in, y, 1};
      out[4 * i + 2] = new int[] {x, height - 1 - in, 2};
      out[4 * i + 3] = new int[] {in, y, 3};
    }
    return out;
  }

  /// The root of the mean square over the channels, for each place.
  private static void residuals(
      Plane[] channels, int[][] places, double[][] basis, double[][] surface, double[] out) {
    for (int i = 0; i < out.length; i++) {
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        double value = channels[c].get(places[i][0], places[i][1]);
        for (int t = 0; t < TERMS; t++) {
          value -= surface[c][t] * basis[i][t];
        }
        sum += value * value;
      }
      out[i] = Math.sqrt(sum / 3);
    }
  }

  private static double[] solve(
      Plane channel, int[][] places, double[][] basis, double[] residual, double scale) {
    double[][] m = new double[TERMS][TERMS + 1];
    for (int i = 0; i < places.length; i++) {
      double off = residual[i] / scale;
      double weight = off >= 3 ? 0 : 1 / (1 + off * off);
      double value = channel.get(places[i][0], places[i][1]);
      for (int a = 0; a < TERMS; a++) {
        for (int b = 0; b < TERMS; b++) {
          m[a][b] += weight * basis[i][a] * basis[i][b];
        }
        m[a][TERMS] += weight * basis[i][a] * value;
      }
    }
    for (int a = 0; a < TERMS; a++) {
      m[a][a] += 1e-3;
    }
    return Linear.solve(m)[0];
  }
}
