package com.devskyy.studio.photo;

import com.devskyy.studio.raster.Distances;
import com.devskyy.studio.raster.Fill;
import com.devskyy.studio.raster.Plane;
import java.util.Arrays;

/// The garment's cloth without what is printed on its front: colours for back and sides.
///
/// Colours that run along a good part of the outline are cloth (a sleeve of another colour, the
/// stripes of a striped shirt); what lies inside alone is a print, a badge, the dark inside of the
/// collar: it is masked with a margin and filled from the cloth around it, so that no ghost of it
/// is left.
final class Cloth {
  private static final int COLOURS = 6;

  /// Share of the outline from which on a colour counts as cloth.
  private static final double LEAST_SHARE = 0.09;

  private final Plane[] plain = new Plane[3];
  private final boolean[] cloth;

  /// @param picture the cut-out
  /// @param distance signed distance to its outline, in pixels
  Cloth(Photo picture, Plane distance) {
    int width = picture.width();
    int height = picture.height();
    double longer = Math.max(width, height);
    Plane[] soft = new Plane[3];
    for (int c = 0; c < 3; c++) {
      soft[c] = picture.channel(16 - 8 * c).blurred(1.2);
    }
    float[][] palette = palette(soft, distance, 0.004 * longer, 0.035 * longer);
    boolean[] print = new boolean[distance.at.length];
    boolean[] inside = new boolean[print.length];
    for (int i = 0; i < print.length; i++) {
      inside[i] = distance.at[i] > 0.006 * longer;
      print[i] = inside[i] && !near(palette, soft, i);
    }
    maskCollar(print, soft, inside, width, height);
    boolean[] masked = Distances.grown(print, width, height, 0.011 * longer);
    cloth = new boolean[print.length];
    for (int i = 0; i < cloth.length; i++) {
      cloth[i] = distance.at[i] > 0.018 * longer && !masked[i];
    }
    for (int c = 0; c < 3; c++) {
      Plane filled = Fill.outside(picture.channel(16 - 8 * c).blurred(1), cloth);
      Plane broad = filled.blurred(0.05 * longer);
      plain[c] = filled.blurred(0.0015 * longer);
      for (int i = 0; i < broad.at.length; i++) {
        plain[c].at[i] = broad.at[i] + CONTRAST * (plain[c].at[i] - broad.at[i]);
      }
    }
  }

  /// How much of the front's folds and shades the back shows: some, or it would look like paper.
  private static final float CONTRAST = 0.75f;

  /// The inside of the back, seen through the neck, is the same cloth in shade: at the middle of
  /// the top whatever is darker than the cloth below it.
  private static void maskCollar(
      boolean[] print, Plane[] soft, boolean[] inside, int width, int height) {
    boolean[] below = new boolean[print.length];
    for (int y = height * 18 / 100; y < height * 30 / 100; y++) {
      for (int x = width * 35 / 100; x < width * 65 / 100; x++) {
        int i = y * width + x;
        below[i] = inside[i] && !print[i];
      }
    }
    float chest = soft[1].median(below, 0);
    for (int y = 0; y < height * 18 / 100; y++) {
      for (int x = width * 30 / 100; x < width * 70 / 100; x++) {
        int i = y * width + x;
        print[i] |= inside[i] && soft[1].at[i] < 0.8 * chest;
      }
    }
  }

  /// A channel (0 red, 1 green, 2 blue) of the plain cloth, levels from 0 to 255.
  double at(int channel, double x, double y) {
    return plain[channel].sample(x, y);
  }

  /// Pixels that show plain cloth.
  boolean[] pixels() {
    return cloth;
  }

  private static boolean near(float[][] palette, Plane[] soft, int i) {
    // Several colours along the outline are a pattern, which lies in more light further in.
    double brighter = palette.length > 1 ? 2.2 : 1;
    for (float[] colour : palette) {
      if (away(colour, soft[0].at[i], soft[1].at[i], soft[2].at[i], brighter) < 1) {
        return true;
      }
    }
    return false;
  }

  /// Below 1 if the colours may be one cloth in different light: brightness may differ by a fold's
  /// shade, hue by little.
  /// @param brighter how much more may be brighter than darker
  private static double away(float[] colour, float r, float g, float b, double brighter) {
    double light = (colour[0] + 2 * colour[1] + colour[2] - r - 2 * g - b) / 4;
    double level = (colour[0] + 2 * colour[1] + colour[2]) / 4 + 12;
    double scale = ((r + 2 * g + b) / 4 + 12) / level;
    double dr = r - colour[0] * scale;
    double dg = g - colour[1] * scale;
    double db = b - colour[2] * scale;
    double hue = Math.sqrt(dr * dr + dg * dg + db * db);
    double most = (24 + 0.16 * level) * (light < 0 ? brighter : 1);
    return Math.hypot(light / most, hue / 20);
  }

  /// Colours of the band along the outline, grouped; only groups of a good share.
  private static float[][] palette(Plane[] soft, Plane distance, double from, double to) {
    float[][] centres = new float[COLOURS][];
    int[] counts = new int[COLOURS];
    int used = 0;
    for (int round = 0; round < 4; round++) {
      double[][] sums = new double[COLOURS][3];
      counts = new int[COLOURS];
      for (int i = 0; i < distance.at.length; i += 3) {
        if (distance.at[i] < from || distance.at[i] > to) {
          continue;
        }
        int best = -1;
        double least = 0.8;
        for (int k = 0; k < used; k++) {
          double d = away(centres[k], soft[0].at[i], soft[1].at[i], soft[2].at[i], 1);
          if (d < least || (round > 0 && best < 0)) {
            least = d;
            best = k;
          }
        }
        if (best < 0 && used < COLOURS) {
          best = used;
          centres[used++] = new float[] {soft[0].at[i], soft[1].at[i], soft[2].at[i]};
        }
        if (best >= 0) {
          counts[best]++;
          for (int c = 0; c < 3; c++) {
            sums[best][c] += soft[c].at[i];
          }
        }
      }
      for (int k = 0; k < used; k++) {
        for (int c = 0; c < 3 && counts[k] > 0; c++) {
          centres[k][c] = (float) (sums[k][c] / counts[k]);
        }
      }
    }
    return chosen(centres, counts, used);
  }

  private static float[][] chosen(float[][] centres, int[] counts, int used) {
    int all = 0;
    int most = 0;
    for (int k = 0; k < used; k++) {
      all += counts[k];
      most = counts[k] > counts[most] ? k : most;
    }
    int kept = 0;
    float[][] out = new float[used][];
    for (int k = 0; k < used; k++) {
      if (k == most || counts[k] > LEAST_SHARE * all) {
        out[kept++] = centres[k];
      }
    }
    return Arrays.copyOf(out, kept);
  }
}
