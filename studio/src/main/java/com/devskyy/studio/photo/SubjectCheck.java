package com.devskyy.studio.photo;

import com.devskyy.studio.photo.PhotoRefused.Reason;
import com.devskyy.studio.raster.Distances;
import com.devskyy.studio.raster.Parts;
import com.devskyy.studio.raster.Plane;

/// Whether a background is plain and what stands out from it can be a subject.
///
/// @param hue how far each pixel is from the background's hue, in levels
/// @param light how much darker or brighter than the background each pixel is, in levels
record SubjectCheck(Background background, Plane hue, Plane light) {
  /// Share of the picture below which nothing is taken for a subject.
  private static final double LEAST_SUBJECT = 0.012;

  /// Share of the largest part from which on another belongs to the subject too, as a sleeve or a
  /// strap may be apart; below it is a speck.
  static final double LEAST_PART = 0.08;

  /// @throws PhotoRefused if the picture's border is not one plain surface
  static void refuseUnevenBorder(Background background) {
    int plainSides = 0;
    for (double side : background.sides()) {
      plainSides += side > 0.45 ? 1 : 0;
    }
    if (background.spread() > 3.2 || background.inliers() < 0.78 || plainSides < 3) {
      throw busy(
          "only %d %% of its border is one plain surface, %d of 4 sides are"
              .formatted(Math.round(100 * background.inliers()), plainSides));
    }
  }

  private static PhotoRefused busy(String why) {
    return new PhotoRefused(
        Reason.BUSY_BACKGROUND,
        "background is not plain: " + why,
        "use a photo on one even, undecorated background, or remove the background first");
  }

  /// The subject without specks.
  ///
  /// @throws PhotoRefused if there is none, or there are signs of a busy background
  boolean[] checked(boolean[] front) {
    int width = hue.width;
    int height = hue.height;
    Parts parts = Parts.of(front, width, height);
    int largest = parts.largest();
    int area = largest < 0 ? 0 : parts.size[largest];
    if (area < LEAST_SUBJECT * front.length) {
      throw new PhotoRefused(
          Reason.NO_SUBJECT,
          "nothing large enough stands out from the background",
          "use a photo in which the subject fills a third of the picture or more, on a background"
              + " of another colour");
    }
    int kept = 0;
    int pieces = 0;
    int all = 0;
    for (int size : parts.size) {
      all += size;
      kept += size >= LEAST_PART * area ? size : 0;
      pieces += size > 0.0006 * front.length ? 1 : 0;
    }
    if (all - kept > 0.1 * kept || pieces > 7) {
      throw busy("%d separate things stand out from it".formatted(pieces));
    }
    boolean[] out = parts.atLeast((int) Math.ceil(LEAST_PART * area));
    refuseRagged(out, kept, width, height);
    refuseUnevenRest(out);
    return out;
  }

  /// Well away from the subject and its shadow all should be plain.
  private void refuseUnevenRest(boolean[] front) {
    int width = hue.width;
    int height = hue.height;
    Plane away = Distances.to(front, width, height);
    double near = 0.06 * Math.max(width, height);
    double tolerance = Math.clamp(4 * background.spread(), 8, 14);
    int uneven = 0;
    int all = 0;
    for (int i = 0; i < front.length; i++) {
      if (away.at[i] > near) {
        all++;
        uneven += Math.hypot(hue.at[i], light.at[i]) > tolerance ? 1 : 0;
      }
    }
    if (uneven > 0.06 * all) {
      throw busy("%d %% of it has another colour or brightness".formatted(100L * uneven / all));
    }
  }

  private static void refuseRagged(boolean[] front, int area, int width, int height) {
    int rim = 0;
    int border = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (!front[i]) {
          continue;
        }
        boolean edge = x == 0 || y == 0 || x == width - 1 || y == height - 1;
        border += edge ? 1 : 0;
        rim +=
            edge || !front[i - 1] || !front[i + 1] || !front[i - width] || !front[i + width]
                ? 1
                : 0;
      }
    }
    if (area > 0.9 * front.length || border > 0.15 * 2 * (width + height)) {
      throw busy("%d %% of the picture is not background".formatted(100L * area / front.length));
    }
    if (rim > 26 * Math.sqrt(area)) {
      throw busy("what stands out from it has no clear outline");
    }
  }
}
