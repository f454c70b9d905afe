package com.devskyy.studio.mesh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Finds triangles that cover a texel which another has already, and takes them out of their
/// charts.
final class Overlaps {
  private final BitSet covered = new BitSet();
  private final int width;

  private Overlaps(int width) {
    this.width = width;
  }

  /// The charts with each such triangle in one of its own; empty if there is none.
  static Optional<List<Chart>> mended(List<Atlas.Place> places, int width) {
    var overlaps = new Overlaps(width);
    List<Chart> kept = new ArrayList<>();
    List<Chart> alone = new ArrayList<>();
    for (Atlas.Place place : places) {
      Chart chart = place.chart();
      int[] free =
          Arrays.stream(chart.triangles()).filter(t -> overlaps.covers(place, t)).toArray();
      if (free.length == chart.triangles().length) {
        kept.add(chart);
        continue;
      }
      kept.add(chart.of(free));
      BitSet staying = new BitSet();
      Arrays.stream(free).forEach(staying::set);
      Arrays.stream(chart.triangles())
          .filter(t -> !staying.get(t))
          .forEach(t -> alone.add(chart.of(t)));
    }
    kept.addAll(alone);
    return alone.isEmpty() ? Optional.empty() : Optional.of(kept);
  }

  /// False, and nothing covered, if one of its texels is taken.
  private boolean covers(Atlas.Place place, int triangle) {
    int[] corners = place.chart().shell().triangles();
    double ax = place.u(corners[3 * triangle]);
    double ay = place.v(corners[3 * triangle]);
    double bx = place.u(corners[3 * triangle + 1]) - ax;
    double by = place.v(corners[3 * triangle + 1]) - ay;
    double cx = place.u(corners[3 * triangle + 2]) - ax;
    double cy = place.v(corners[3 * triangle + 2]) - ay;
    int top = (int) Math.floor(ay + Math.min(0, Math.min(by, cy)));
    int bottom = (int) Math.ceil(ay + Math.max(0, Math.max(by, cy)));
    int left = (int) Math.floor(ax + Math.min(0, Math.min(bx, cx)));
    int right = (int) Math.ceil(ax + Math.max(0, Math.max(bx, cx)));
    double area = bx * cy - by * cx;
    for (int pass = 0; pass < 2; pass++) {
      for (int y = top; y < bottom; y++) {
        double py = y + 0.5 - ay;
        for (int x = left; x < right; x++) {
          double px = x + 0.5 - ax;
          double wb = (px * cy - py * cx) / area;
          double wc = (py * bx - px * by) / area;
          if (wb <= 1e-9 || wc <= 1e-9 || wb + wc >= 1 - 1e-9) {
            continue;
          }
          if (pass == 0 && covered.get(y * width + x)) {
            return false;
          }
          if (pass == 1) {
            covered.set(y * width + x);
          }
        }
      }
    }
    return true;
  }
}
