package com.devskyy.studio.raster;

/// Fills what is unknown smoothly from what is known around it, by a pyramid: averages are pulled
/// up through ever coarser grids and pushed back down where nothing better is known.
public final class Fill {
  private Fill() {}

  /// The plane with unknown numbers filled in.
  ///
  /// @param weight how well a number is known, 0 not at all to 1 surely; those stay as they are
  public static Plane of(Plane plane, Plane weight) {
    int n = plane.at.length;
    float[] sum = new float[n];
    for (int i = 0; i < n; i++) {
      sum[i] = plane.at[i] * weight.at[i];
    }
    return fill(new Plane(plane.width, plane.height, sum), weight);
  }

  /// The plane with the numbers outside of the set replaced.
  public static Plane outside(Plane plane, boolean[] known) {
    return of(plane, Plane.of(known, plane.width, plane.height));
  }

  private static Plane fill(Plane sum, Plane weight) {
    int width = sum.width;
    int height = sum.height;
    var out = new Plane(width, height);
    if (width == 1 && height == 1) {
      out.at[0] = weight.at[0] > 0 ? sum.at[0] / weight.at[0] : 0;
      return out;
    }
    Plane coarse = fill(halved(sum, 0.25f), halvedWeight(weight));
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float known = Math.min(1, weight.at[i]);
        float pushed = known < 1 ? coarse.sample((x - 0.5) / 2, (y - 0.5) / 2) : 0;
        out.at[i] =
            (weight.at[i] > 0 ? sum.at[i] / weight.at[i] * known : 0) + pushed * (1 - known);
      }
    }
    return out;
  }

  private static Plane halved(Plane plane, float scale) {
    var half = new Plane((plane.width + 1) / 2, (plane.height + 1) / 2);
    for (int y = 0; y < plane.height; y++) {
      int row = (y / 2) * half.width;
      for (int x = 0; x < plane.width; x++) {
        half.at[row + x / 2] += plane.at[y * plane.width + x] * scale;
      }
    }
    return half;
  }

  /// Sums and weights are scaled alike, so that their quotient stays an average.
  private static Plane halvedWeight(Plane weight) {
    return halved(weight, 0.25f);
  }
}
