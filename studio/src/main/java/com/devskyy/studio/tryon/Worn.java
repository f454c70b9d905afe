package com.devskyy.studio.tryon;

import com.devskyy.studio.photo.Photo;
import com.devskyy.studio.raster.Distances;
import com.devskyy.studio.raster.Plane;
import com.devskyy.studio.raster.Watershed;
import com.devskyy.studio.tryon.Landmarks.Mark;
import java.util.ArrayList;
import java.util.List;

/// What each pixel of a person shows: skin, hair and head, top, bottom, shoes.
///
/// Colours are learned where the landmarks say what must be seen (face and hands, chest, thighs);
/// pixels that clearly fit one of them are marked, the rest is flooded along weak edges.
final class Worn {
  static final byte NOTHING = 0;
  static final byte SKIN = 1;
  static final byte TOP = 2;
  static final byte BOTTOM = 3;

  /// Head, hair, shoes: never changed.
  static final byte KEPT = 4;

  static final byte HAIR = 5;

  /// Background, while flooding.
  private static final byte REST = 6;

  final byte[] label;
  private final int width;
  private final int height;
  private final Plane[] soft = new Plane[3];
  private final boolean[] body;
  private final Landmarks marks;
  private final double span;

  Worn(Photo photo, boolean[] body, Landmarks marks) {
    width = photo.width();
    height = photo.height();
    this.body = body;
    this.marks = marks;
    span = marks.span();
    for (int c = 0; c < 3; c++) {
      soft[c] = photo.channel(16 - 8 * c).blurred(1.2);
    }
    byte[] seeds = seeds();
    for (int i = 0; i < seeds.length; i++) {
      if (!body[i]) {
        seeds[i] = REST;
      }
    }
    label = Watershed.flood(seeds, edges());
    joinRim();
    for (int i = 0; i < label.length; i++) {
      if (!body[i]) {
        label[i] = NOTHING;
      }
    }
  }

  /// The background's flood wets the body's rim as far as the edge's ridge: those pixels go to the
  /// label beside them.
  private void joinRim() {
    boolean changed = true;
    while (changed) {
      changed = false;
      byte[] before = label.clone();
      for (int i = width; i < label.length - width; i++) {
        if (body[i] && before[i] == REST) {
          for (int j : new int[] {i - 1, i + 1, i - width, i + width}) {
            if (before[j] != REST) {
              label[i] = before[j];
              changed = true;
            }
          }
        }
      }
    }
  }

  boolean[] is(byte... wanted) {
    boolean[] out = new boolean[label.length];
    for (int i = 0; i < out.length; i++) {
      for (byte each : wanted) {
        out[i] |= label[i] == each;
      }
    }
    return out;
  }

  private byte[] seeds() {
    Point neck = marks.neck();
    double crotch = marks.at(Mark.CROTCH).y();
    double waist = marks.at(Mark.WAIST_LEFT).y();
    double ankle = marks.at(Mark.ANKLE_LEFT).y();
    double left = marks.at(Mark.ARMPIT_LEFT).x();
    double right = marks.at(Mark.ARMPIT_RIGHT).x();
    // A wide shirt's armpits hang low; a band of its front is looked at all the same.
    double chest = Math.min(marks.at(Mark.ARMPIT_LEFT).y(), waist - 0.08 * span);
    List<float[]> skin =
        palette(
            neck.x() - 0.025 * span,
            neck.y() - 0.05 * span,
            neck.x() + 0.025 * span,
            neck.y() + 0.01 * span,
            2);
    List<float[]> hair =
        palette(
            neck.x() - 0.03 * span,
            neck.y() - 0.2 * span,
            neck.x() + 0.03 * span,
            neck.y() - 0.155 * span,
            2);
    List<float[]> top = palette(left + 0.02 * span, chest, right - 0.02 * span, waist, 5);
    double third = crotch + 0.25 * (ankle - crotch);
    List<float[]> bottom =
        without(
            skin,
            palette(marks.at(Mark.HIP_LEFT).x(), crotch, marks.at(Mark.HIP_RIGHT).x(), third, 4));
    double hipLeft = marks.at(Mark.HIP_LEFT).x() - 0.02 * span;
    double hipRight = marks.at(Mark.HIP_RIGHT).x() + 0.02 * span;
    byte[] seeds = new byte[width * height];
    boolean[][] sets = new boolean[6][seeds.length];
    double headRadius = 0.085 * span;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (!body[i]) {
          continue;
        }
        if (y > ankle + 0.012 * span) {
          sets[KEPT][i] = true;
        } else if (y < neck.y() - 0.005 * span && Math.abs(x - neck.x()) < headRadius) {
          sets[KEPT][i] = true;
        } else {
          double s = away(skin, i);
          double t = y < crotch + 0.05 * span ? away(top, i) : 9;
          boolean leg =
              y > waist + 0.02 * span && (y > crotch + 0.1 * span || (x > hipLeft && x < hipRight));
          double b = leg ? away(bottom, i) : 9;
          double h =
              y < chest + 0.05 * span && Math.abs(x - neck.x()) < 0.16 * span
                  ? away(hair, i) + 0.15
                  : 9;
          double least = Math.min(Math.min(s, t), Math.min(b, h));
          double margin = 0.12 + 0.25 * least;
          if (least < 1) {
            sets[SKIN][i] = s == least && t > s + margin && b > s + margin;
            sets[TOP][i] = t == least && s > t + margin && b > t + margin;
            sets[BOTTOM][i] = b == least && t > b + margin && s > b + margin;
            sets[HAIR][i] = h == least && t > h + 0.5 && s > h + 0.3;
          }
        }
      }
    }
    for (byte k = 1; k < 6; k++) {
      boolean[] sure = k == KEPT ? sets[k] : Distances.shrunk(sets[k], width, height, 2.1);
      for (int i = 0; i < seeds.length; i++) {
        if (sure[i]) {
          seeds[i] = k;
        }
      }
    }
    // What lies between chest and waist in the middle is the top, whatever its print.
    for (int y = (int) chest; y < waist; y++) {
      for (int x = (int) (left + 0.03 * span); x < right - 0.03 * span; x++) {
        int i = y * width + x;
        if (body[i] && seeds[i] != SKIN) {
          seeds[i] = TOP;
        }
      }
    }
    return seeds;
  }

  private Plane edges() {
    var out = new Plane(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double most = 0;
        for (Plane channel : soft) {
          double dx = channel.get(x + 1, y) - channel.get(x - 1, y);
          double dy = channel.get(x, y + 1) - channel.get(x, y - 1);
          most = Math.max(most, dx * dx + dy * dy);
        }
        out.at[y * width + x] = (float) (3 * Math.sqrt(most));
      }
    }
    return out;
  }

  /// Colours seen in a rectangle, at most so many, each at least a tenth of it.
  private List<float[]> palette(double x0, double y0, double x1, double y1, int most) {
    List<double[]> groups = new ArrayList<>();
    int all = 0;
    for (int y = (int) y0; y <= y1; y += 2) {
      for (int x = (int) x0; x <= x1; x += 2) {
        if (x < 0 || y < 0 || x >= width || y >= height || !body[y * width + x]) {
          continue;
        }
        all++;
        int i = y * width + x;
        double[] best = {};
        double least = 0.75;
        for (double[] group : groups) {
          float[] mean = mean(group);
          double d = away(mean, soft[0].at[i], soft[1].at[i], soft[2].at[i]);
          if (d < least) {
            least = d;
            best = group;
          }
        }
        if (best.length == 0 && groups.size() < 12) {
          best = new double[4];
          groups.add(best);
        }
        for (int c = 0; c < 3 && best.length > 0; c++) {
          best[c] += soft[c].at[i];
        }
        if (best.length > 0) {
          best[3]++;
        }
      }
    }
    int needed = all / 10;
    groups.sort((a, b) -> Double.compare(b[3], a[3]));
    return groups.stream().filter(g -> g[3] >= needed).limit(most).map(Worn::mean).toList();
  }

  /// Bare legs under shorts are no cloth: colours like the skin's go, if others stay.
  private static List<float[]> without(List<float[]> skin, List<float[]> palette) {
    List<float[]> rest =
        palette.stream()
            .filter(c -> skin.stream().allMatch(s -> away(s, c[0], c[1], c[2]) > 0.8))
            .toList();
    return rest.isEmpty() ? palette : rest;
  }

  private static float[] mean(double[] group) {
    return new float[] {
      (float) (group[0] / group[3]), (float) (group[1] / group[3]), (float) (group[2] / group[3])
    };
  }

  private double away(List<float[]> palette, int i) {
    double least = 8;
    for (float[] colour : palette) {
      least = Math.min(least, away(colour, soft[0].at[i], soft[1].at[i], soft[2].at[i]));
    }
    return least;
  }

  /// 1 where two colours begin to be different things in different light.
  private static double away(float[] colour, float r, float g, float b) {
    return away(colour, r, g, b, 0.5);
  }

  /// @param shade by what power of e light may differ until two colours are different things
  static double away(float[] colour, float r, float g, float b, double shade) {
    double level = (colour[0] + 2 * colour[1] + colour[2]) / 4 + 10;
    double here = (r + 2 * g + b) / 4 + 10;
    double k = here / level;
    double dr = r - colour[0] * k;
    double dg = g - colour[1] * k;
    double db = b - colour[2] * k;
    double hue = Math.sqrt(dr * dr + dg * dg + db * db) / (7 + 0.08 * here);
    double light = Math.abs(Math.log(k)) / shade;
    return Math.hypot(hue, light);
  }
}
