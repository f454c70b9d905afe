package com.devskyy.studio.photo;

import com.devskyy.studio.raster.Plane;
import java.util.SplittableRandom;

/// The fine structure of a cloth, made anew: noise with the spectrum of a patch of the photo
/// (random phase noise, Galerne, Gousseau, Morel 2011). It looks like the weave and repeats none
/// of its marks.
final class Grain {
  private static final int SIZE = 64;

  private final double[] tile;

  private Grain(double[] tile) {
    this.tile = tile;
  }

  /// Learns from the evenest patch of the cloth.
  ///
  /// @param light luminance
  /// @param cloth pixels that show plain cloth
  static Grain of(Plane light, boolean[] cloth, long seed) {
    Plane low = light.blurred(2.5);
    int[] best = best(light, low, cloth);
    double[] patch = new double[SIZE * SIZE];
    if (best.length > 0) {
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          int i = (best[1] + y) * light.width + best[0] + x;
          double window =
              (1 - Math.cos(2 * Math.PI * (x + 0.5) / SIZE))
                  * (1 - Math.cos(2 * Math.PI * (y + 0.5) / SIZE));
          patch[y * SIZE + x] = (light.at[i] - low.at[i]) * window / 1.5;
        }
      }
    }
    double[] noise = new double[SIZE * SIZE];
    var random = new SplittableRandom(seed);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextDouble() - 0.5;
    }
    return new Grain(shaped(patch, noise));
  }

  /// Levels to add to a colour at a texel.
  double at(int x, int y) {
    return tile[Math.floorMod(y, SIZE) * SIZE + Math.floorMod(x, SIZE)];
  }

  private static int[] best(Plane light, Plane low, boolean[] cloth) {
    int[] best = {};
    double least = Double.MAX_VALUE;
    for (int y = 0; y + SIZE <= light.height; y += SIZE / 4) {
      for (int x = 0; x + SIZE <= light.width; x += SIZE / 4) {
        double sum = 0;
        for (int j = 0; j < SIZE && sum < least; j += 2) {
          for (int i = 0; i < SIZE; i += 2) {
            int at = (y + j) * light.width + x + i;
            double off = light.at[at] - low.at[at];
            sum += cloth[at] ? off * off : 1e6;
          }
        }
        if (sum < Math.min(least, 1e6)) {
          least = sum;
          best = new int[] {x, y};
        }
      }
    }
    return best;
  }

  /// The noise with the patch's strength at each frequency.
  private static double[] shaped(double[] patch, double[] noise) {
    double[] zero = new double[patch.length];
    double[][] p = transformed(patch, zero, -1);
    double[][] n = transformed(noise, zero, -1);
    for (int i = 0; i < patch.length; i++) {
      double gain = Math.hypot(p[0][i], p[1][i]) / Math.max(1e-9, Math.hypot(n[0][i], n[1][i]));
      n[0][i] *= gain;
      n[1][i] *= gain;
    }
    n[0][0] = 0;
    n[1][0] = 0;
    double[] out = transformed(n[0], n[1], 1)[0];
    for (int i = 0; i < out.length; i++) {
      out[i] /= out.length;
    }
    return out;
  }

  /// Discrete Fourier transform, rows then columns; small enough for the plain sum.
  private static double[][] transformed(double[] re, double[] im, int sign) {
    double[] cos = new double[SIZE];
    double[] sin = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      cos[i] = StrictMath.cos(2 * Math.PI * i / SIZE);
      sin[i] = sign * StrictMath.sin(2 * Math.PI * i / SIZE);
    }
    double[][] rows = lines(re, im, SIZE, 1, cos, sin);
    return lines(rows[0], rows[1], 1, SIZE, cos, sin);
  }

  private static double[][] lines(
      double[] re, double[] im, int line, int step, double[] cos, double[] sin) {
    double[][] out = new double[2][re.length];
    for (int l = 0; l < SIZE; l++) {
      for (int k = 0; k < SIZE; k++) {
        double a = 0;
        double b = 0;
        for (int x = 0; x < SIZE; x++) {
          int i = l * line + x * step;
          int w = k * x % SIZE;
          a += re[i] * cos[w] - im[i] * sin[w];
          b += re[i] * sin[w] + im[i] * cos[w];
        }
        out[0][l * line + k * step] = a;
        out[1][l * line + k * step] = b;
      }
    }
    return out;
  }
}
