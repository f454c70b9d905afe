package com.devskyy.studio.photo;

import com.devskyy.studio.photo.PhotoRefused.Reason;
import com.devskyy.studio.raster.Distances;
import com.devskyy.studio.raster.Parts;
import com.devskyy.studio.raster.Plane;
import java.util.Arrays;

/// A subject separated from its plain background. Immutable; threads may share it.
///
/// @param photo the photo as worked on: no side over [#MAX_SIDE] pixels
/// @param picture the same size: the subject with soft alpha, no fringe of the background
/// @param bounds the smallest rectangle around the subject
public record Cutout(Photo photo, Photo picture, Bounds bounds) {
  /// Longest side in pixels that is worked on; larger photos are scaled down first.
  public static final int MAX_SIDE = 1296;

  /// A rectangle of pixels; right and bottom are the last ones in it.
  public record Bounds(int left, int top, int right, int bottom) {
    /// Pixels from left to right.
    public int width() {
      return right - left + 1;
    }

    /// Pixels from top to bottom.
    public int height() {
      return bottom - top + 1;
    }
  }

  /// Cuts out. A photo that is transparent around its subject already is taken at its word,
  /// but for specks.
  ///
  /// @throws PhotoRefused if the background is not plain, or nothing stands out from it
  public static Cutout of(Photo given) {
    Photo photo = given.fit(MAX_SIDE);
    Photo picture =
        transparent(photo) ? withoutSpecks(photo) : Matte.of(photo, new Segmenter(photo).subject());
    return new Cutout(photo, picture, bounds(picture));
  }

  /// How much of each pixel the subject covers, 0 to 1.
  public Plane coverage() {
    Plane alpha = picture.channel(24);
    for (int i = 0; i < alpha.at.length; i++) {
      alpha.at[i] /= 255;
    }
    return alpha;
  }

  /// The pixels of which the subject covers half or more.
  public boolean[] subject() {
    return subject(picture);
  }

  /// Whether the subject reaches the picture's edge along more than 1 % of it.
  public boolean isCropped() {
    boolean[] subject = subject();
    int width = picture.width();
    int height = picture.height();
    int touching = 0;
    for (int x = 0; x < width; x++) {
      touching += (subject[x] ? 1 : 0) + (subject[(height - 1) * width + x] ? 1 : 0);
    }
    for (int y = 0; y < height; y++) {
      touching += (subject[y * width] ? 1 : 0) + (subject[y * width + width - 1] ? 1 : 0);
    }
    return touching > 0.01 * 2 * (width + height);
  }

  private static boolean[] subject(Photo picture) {
    boolean[] out = new boolean[picture.width() * picture.height()];
    for (int i = 0; i < out.length; i++) {
      out[i] = picture.argb(i % picture.width(), i / picture.width()) >>> 24 >= 128;
    }
    return out;
  }

  private static boolean transparent(Photo photo) {
    int clear = 0;
    for (int y = 0; y < photo.height(); y++) {
      for (int x = 0; x < photo.width(); x++) {
        clear += photo.argb(x, y) >>> 24 < 16 ? 1 : 0;
      }
    }
    return clear > 0.02 * photo.width() * photo.height();
  }

  /// Clears what does not hang together with the subject, with its soft rim: each pixel goes the
  /// way of what is nearest to it.
  private static Photo withoutSpecks(Photo photo) {
    int width = photo.width();
    int height = photo.height();
    boolean[] opaque = subject(photo);
    Parts parts = Parts.of(opaque, width, height);
    int area = parts.largest() < 0 ? 0 : parts.size[parts.largest()];
    if (area < 0.002 * width * height) {
      throw new PhotoRefused(
          Reason.NO_SUBJECT,
          "the picture is transparent nearly everywhere",
          "send one whose subject is opaque");
    }
    boolean[] kept = parts.atLeast((int) Math.ceil(SubjectCheck.LEAST_PART * area));
    if (Arrays.equals(kept, opaque)) {
      return photo;
    }
    boolean[] specks = new boolean[opaque.length];
    for (int i = 0; i < specks.length; i++) {
      specks[i] = opaque[i] && !kept[i];
    }
    Plane toKept = Distances.to(kept, width, height);
    Plane toSpeck = Distances.to(specks, width, height);
    int[] argb = photo.pixels();
    for (int i = 0; i < argb.length; i++) {
      argb[i] = toSpeck.at[i] < toKept.at[i] ? argb[i] & 0xffffff : argb[i];
    }
    return Photo.of(width, height, argb);
  }

  private static Bounds bounds(Photo picture) {
    int left = picture.width();
    int top = picture.height();
    int right = -1;
    int bottom = -1;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        if (picture.argb(x, y) >>> 24 >= 128) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y);
        }
      }
    }
    return new Bounds(left, top, right, bottom);
  }
}
