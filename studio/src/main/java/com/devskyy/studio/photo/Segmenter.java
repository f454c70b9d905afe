package com.devskyy.studio.photo;

import com.devskyy.studio.raster.Distances;
import com.devskyy.studio.raster.Parts;
import com.devskyy.studio.raster.Plane;
import com.devskyy.studio.raster.Watershed;

/// Tells subject from background, pixel by pixel.
///
/// What lies on the fitted surface and hangs together with the border is background for sure; what
/// differs from it in hue, or by more than a shadow darkens, is subject for sure. The rest (soft
/// shadows, a white shirt on white) is flooded from both along the weakest edges: a shadow fades
/// without an edge, cloth begins with one.
final class Segmenter {
  private static final byte BACK = 1;
  private static final byte FRONT = 2;

  private final int width;
  private final int height;
  private final Plane[] channels = new Plane[3];
  private final Background background;

  /// How far each pixel is from the background's hue, in levels.
  private final Plane hue;

  /// How much darker (below 0) or brighter than the background each pixel is, in levels.
  private final Plane light;

  private final Plane edges;

  Segmenter(Photo photo) {
    width = photo.width();
    height = photo.height();
    for (int c = 0; c < 3; c++) {
      channels[c] = photo.channel(16 - 8 * c).blurred(1.2);
    }
    background = Background.fit(channels);
    SubjectCheck.refuseUnevenBorder(background);
    hue = new Plane(width, height);
    light = new Plane(width, height);
    compare();
    edges = edges();
  }

  private void compare() {
    double[] levels = new double[3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        background.levels(x, y, levels);
        double br = levels[0];
        double bg = levels[1];
        double bb = levels[2];
        double norm = Math.max(1, br * br + bg * bg + bb * bb);
        double r = channels[0].at[i];
        double g = channels[1].at[i];
        double b = channels[2].at[i];
        double k = (r * br + g * bg + b * bb) / norm;
        double dr = r - k * br;
        double dg = g - k * bg;
        double db = b - k * bb;
        hue.at[i] = (float) Math.sqrt(dr * dr + dg * dg + db * db);
        light.at[i] = (float) ((k - 1) * Math.sqrt(norm / 3));
      }
    }
  }

  private Plane edges() {
    var out = new Plane(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double most = 0;
        for (Plane channel : channels) {
          double dx = channel.get(x + 1, y) - channel.get(x - 1, y);
          double dy = channel.get(x, y + 1) - channel.get(x, y - 1);
          most = Math.max(most, dx * dx + dy * dy);
        }
        out.at[y * width + x] = (float) (Math.sqrt(most) * 4);
      }
    }
    return out;
  }

  /// The subject's pixels.
  ///
  /// @throws PhotoRefused if the background is busy or nothing stands out
  boolean[] subject() {
    boolean[] plain = plain();
    boolean[] seeds = connectedToBorder(plain);
    byte[] markers = markers(seeds);
    boolean[] front = fronts(Watershed.flood(markers, edges));
    cutHoles(front, plain, seeds);
    return new SubjectCheck(background, hue, light).checked(front);
  }

  private boolean[] plain() {
    double s = Math.max(1, background.spread());
    boolean[] out = new boolean[hue.at.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = hue.at[i] < 2.5 + 2 * s && Math.abs(light.at[i]) < 2.5 + 2.5 * s;
    }
    return out;
  }

  private boolean[] connectedToBorder(boolean[] plain) {
    Parts parts = Parts.of(Distances.shrunk(plain, width, height, 1.5), width, height);
    boolean[] reached = new boolean[parts.size.length];
    for (int x = 0; x < width; x++) {
      mark(parts, x + 2 * width, reached);
      mark(parts, x + (height - 3) * width, reached);
    }
    for (int y = 0; y < height; y++) {
      mark(parts, y * width + 2, reached);
      mark(parts, y * width + width - 3, reached);
    }
    boolean[] out = new boolean[plain.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = parts.label[i] >= 0 && reached[parts.label[i]];
    }
    return out;
  }

  private static void mark(Parts parts, int i, boolean[] reached) {
    if (parts.label[i] >= 0) {
      reached[parts.label[i]] = true;
    }
  }

  private byte[] markers(boolean[] seeds) {
    double s = Math.max(1, background.spread());
    int n = seeds.length;
    boolean[] sure = new boolean[n];
    boolean[] smooth = new boolean[n];
    for (int i = 0; i < n; i++) {
      double level = (channels[0].at[i] + channels[1].at[i] + channels[2].at[i]) / 3 - light.at[i];
      sure[i] = hue.at[i] > 11 + 3 * s || light.at[i] > 10 + 4 * s || light.at[i] < -0.55 * level;
      smooth[i] = seeds[i] || (!sure[i] && edges.at[i] < 10 + 4 * s);
    }
    boolean[] shadow = reach(seeds, smooth);
    Plane depth = Distances.to(shadow, width, height);
    double deep = 0.055 * Math.max(width, height);
    sure = Distances.shrunk(sure, width, height, 1.5);
    byte[] markers = new byte[n];
    for (int i = 0; i < n; i++) {
      if (seeds[i]) {
        markers[i] = BACK;
      } else if (sure[i] || depth.at[i] > deep) {
        markers[i] = FRONT;
      }
    }
    return markers;
  }

  /// Parts of `open` that touch the seeds.
  private boolean[] reach(boolean[] seeds, boolean[] open) {
    Parts parts = Parts.of(open, width, height);
    boolean[] reached = new boolean[parts.size.length];
    for (int i = 0; i < seeds.length; i++) {
      if (seeds[i]) {
        mark(parts, i, reached);
      }
    }
    boolean[] out = new boolean[open.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = parts.label[i] >= 0 && reached[parts.label[i]];
    }
    return out;
  }

  private static boolean[] fronts(byte[] regions) {
    boolean[] out = new boolean[regions.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = regions[i] == FRONT;
    }
    return out;
  }

  /// Background seen through the subject: large, as flat as the background, edged all around. A
  /// white print on a shirt before white differs by the shirt's shading, or is small.
  private void cutHoles(boolean[] front, boolean[] plain, boolean[] seeds) {
    boolean[] candidates = new boolean[front.length];
    int subject = 0;
    for (int i = 0; i < front.length; i++) {
      candidates[i] = front[i] && plain[i] && !seeds[i];
      subject += front[i] ? 1 : 0;
    }
    Parts parts = Parts.of(candidates, width, height);
    int[] edged = new int[parts.size.length];
    int[] rimCount = new int[parts.size.length];
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int i = y * width + x;
        int label = parts.label[i];
        if (label >= 0
            && (parts.label[i - 1] != label
                || parts.label[i + 1] != label
                || parts.label[i - width] != label
                || parts.label[i + width] != label)) {
          edged[label] += strongestNear(x, y) > 60 ? 1 : 0;
          rimCount[label]++;
        }
      }
    }
    byte[] markers = new byte[front.length];
    boolean any = false;
    boolean[] hole = new boolean[parts.size.length];
    for (int p = 0; p < hole.length; p++) {
      hole[p] =
          parts.size[p] > Math.max(60, 0.004 * subject)
              && edged[p] > 0.88 * rimCount[p]
              && parts.size[p] > 2.2 * rimCount[p];
      any |= hole[p];
    }
    if (!any) {
      return;
    }
    boolean[] inner = new boolean[front.length];
    for (int i = 0; i < front.length; i++) {
      inner[i] = parts.label[i] >= 0 && hole[parts.label[i]];
    }
    boolean[] near = Distances.grown(inner, width, height, 5);
    for (int i = 0; i < front.length; i++) {
      markers[i] = inner[i] || !front[i] ? BACK : near[i] ? 0 : FRONT;
    }
    boolean[] cut = fronts(Watershed.flood(markers, edges));
    System.arraycopy(cut, 0, front, 0, cut.length);
  }

  private double strongestNear(int x, int y) {
    double most = 0;
    for (int dy = -2; dy <= 2; dy++) {
      for (int dx = -2; dx <= 2; dx++) {
        most = Math.max(most, edges.get(x + dx, y + dy));
      }
    }
    return most;
  }
}
