package com.devskyy.studio.photo;

import com.devskyy.studio.raster.Distances;
import com.devskyy.studio.raster.Fill;
import com.devskyy.studio.raster.Plane;

/// Soft edges: in a narrow band along the outline each pixel is taken as a mix of the subject's
/// colour further in and the background's further out; the mix is its alpha, and the subject's
/// colour replaces it, so that no fringe of the old background is left.
final class Matte {
  /// Half the width of the band in pixels.
  private static final double BAND = 2.2;

  private Matte() {}

  /// The photo with alpha, its colours continued a little beyond the outline.
  static Photo of(Photo photo, boolean[] subject) {
    int width = photo.width();
    int height = photo.height();
    int n = subject.length;
    Plane depth = Distances.signed(subject, width, height);
    boolean[] inside = new boolean[n];
    boolean[] outside = new boolean[n];
    for (int i = 0; i < n; i++) {
      inside[i] = depth.at[i] > BAND;
      outside[i] = depth.at[i] < -BAND;
    }
    Plane[] given = new Plane[3];
    Plane[] front = new Plane[3];
    Plane[] back = new Plane[3];
    for (int c = 0; c < 3; c++) {
      given[c] = photo.channel(16 - 8 * c);
      front[c] = Fill.outside(given[c], inside);
      back[c] = Fill.outside(given[c], outside);
    }
    Plane soft = Plane.of(subject, width, height).blurred(0.8);
    int[] argb = new int[n];
    for (int i = 0; i < n; i++) {
      float alpha =
          inside[i] ? 1 : outside[i] ? 0 : mixed(given, front, back, i, soft.at[i], depth.at[i]);
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        rgb = rgb << 8 | Math.clamp(Math.round(front[c].at[i]), 0, 255);
      }
      argb[i] = Math.round(alpha * 255) << 24 | rgb;
    }
    return Photo.of(width, height, argb);
  }

  /// Alpha in the band. Where subject and background look alike the outline alone decides.
  private static float mixed(
      Plane[] given, Plane[] front, Plane[] back, int i, float soft, float depth) {
    double along = 0;
    double length = 0;
    for (int c = 0; c < 3; c++) {
      double d = front[c].at[i] - back[c].at[i];
      along += d * (given[c].at[i] - back[c].at[i]);
      length += d * d;
    }
    double trust = Math.clamp((length - 300) / 1500, 0.0, 1.0);
    double near = Math.clamp((depth + BAND) / (2 * BAND), 0.0, 1.0);
    double mix =
        length > 0 ? Math.clamp(along / length, near < 0.25 ? 0 : near - 0.45, near + 0.45) : soft;
    return (float) Math.clamp(trust * mix + (1 - trust) * soft, 0.0, 1.0);
  }
}
