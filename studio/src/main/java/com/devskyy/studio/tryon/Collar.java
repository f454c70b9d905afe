package com.devskyy.studio.tryon;

import com.devskyy.studio.photo.Photo;
import com.devskyy.studio.photo.PhotoRefused;
import com.devskyy.studio.photo.PhotoRefused.Reason;
import com.devskyy.studio.raster.Plane;
import java.util.Locale;
import java.util.OptionalDouble;

/// Tells a turned body by its collar: the lowest point of the skin that it shows lies on the chest,
/// a hand's width before the neck's axis, and so moves aside when the body turns.
///
/// An outline does not tell: from 30 degrees it is about as even as from the front, and no narrower
/// than that of another build.
final class Collar {
  /// Share of the body's height. Measured: at most 1.4 % at 15 degrees, at least 2.0 % at 30.
  private static final double MOST_ASIDE = 0.017;

  /// Shares of the body's height below the neck: how far down a collar is looked for, and where
  /// cloth is seen for sure if it has been left behind.
  private static final double DEEPEST = 0.1;

  private static final double CLOTH = 0.13;

  /// A collar about the neck itself tells nothing.
  private static final double HIGHEST = 0.03;

  /// The height of what counts as the lowest point.
  private static final double TIP = 0.012;

  private final Plane[] colours = new Plane[3];
  private final Outline outline;
  private final Point neck;
  private final double thick;
  private final double tall;

  private Collar(Photo photo, Outline outline, Point left, Point right, double tall) {
    for (int c = 0; c < 3; c++) {
      colours[c] = photo.channel(16 - 8 * c).blurred(0.8);
    }
    this.outline = outline;
    neck = left.toward(right, 0.5);
    thick = right.x() - left.x();
    this.tall = tall;
  }

  /// @param left where the neck is narrowest, its left edge
  /// @param right its right edge there
  /// @param tall the body's height in pixels
  /// @throws PhotoRefused if the body is turned; where no collar shows, that is not judged
  static void refuseTurned(Photo photo, Outline outline, Point left, Point right, double tall) {
    double aside = new Collar(photo, outline, left, right, tall).aside().orElse(0);
    if (Math.abs(aside) > MOST_ASIDE) {
      throw new PhotoRefused(
          Reason.TURNED,
          String.format(
              Locale.ROOT,
              "model photo: the person is turned to the picture's %s: the collar's lowest point lies %.1f %%"
                  + " of the body's height beside the middle of the neck",
              aside < 0 ? "left" : "right",
              100 * Math.abs(aside)),
          "use a front view, chest, hips and feet towards the camera");
    }
  }

  /// How far right of the neck's middle, as a share of the body's height; empty where skin looks
  /// like cloth, or the collar is too high or too deep to tell.
  private OptionalDouble aside() {
    int top = (int) neck.y();
    float[] skin = mean(0.3 * thick, top - 0.01 * tall, top + 0.015 * tall);
    float[] cloth = mean(thick, top + DEEPEST * tall, top + CLOTH * tall);
    if (away(skin, cloth[0], cloth[1], cloth[2]) < 1) {
      return OptionalDouble.empty();
    }
    int rows = (int) (DEEPEST * tall);
    int[] counts = new int[rows];
    double[] sums = new double[rows];
    boolean[] above = new boolean[outline.width];
    for (int x = (int) (neck.x() - thick / 2); x <= neck.x() + thick / 2; x++) {
      above[Math.clamp(x, 0, outline.width - 1)] = true;
    }
    int deep = 0;
    do {
      above = below(above, top + deep, skin, cloth);
      for (int x = 0; x < outline.width; x++) {
        counts[deep] += above[x] ? 1 : 0;
        sums[deep] += above[x] ? x : 0;
      }
    } while (counts[deep] > 1 && ++deep < rows);
    if (deep == rows || deep < HIGHEST * tall) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    int count = 0;
    for (int row = deep - Math.max(2, (int) (TIP * tall)); row < deep; row++) {
      sum += sums[row];
      count += counts[row];
    }
    return OptionalDouble.of((sum / count - neck.x()) / tall);
  }

  /// Which pixels of a row show skin that hangs together with that of the row above.
  private boolean[] below(boolean[] above, int y, float[] skin, float[] cloth) {
    boolean[] row = new boolean[above.length];
    for (int x = 1; x < row.length - 1; x++) {
      if (outline.holds(new Point(x, y)) && (above[x - 1] || above[x] || above[x + 1])) {
        float r = colours[0].get(x, y);
        float g = colours[1].get(x, y);
        float b = colours[2].get(x, y);
        row[x] = away(skin, r, g, b) < away(cloth, r, g, b);
      }
    }
    return row;
  }

  /// The mean colour of what is covered around the neck's axis.
  private float[] mean(double aside, double from, double to) {
    float[] mean = new float[3];
    int count = 0;
    for (int y = (int) from; y <= to; y++) {
      for (int x = (int) (neck.x() - aside); x <= neck.x() + aside; x++) {
        if (outline.holds(new Point(x, y))) {
          for (int c = 0; c < 3; c++) {
            mean[c] += colours[c].get(x, y);
          }
          count++;
        }
      }
    }
    for (int c = 0; c < 3; c++) {
      mean[c] /= Math.max(1, count);
    }
    return mean;
  }

  /// 1 where two colours begin to be different things; light matters less than hue, as the chin
  /// throws its shadow here.
  private static double away(float[] colour, float r, float g, float b) {
    return Worn.away(colour, r, g, b, 1);
  }
}
