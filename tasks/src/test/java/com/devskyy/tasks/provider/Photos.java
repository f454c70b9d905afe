package com.devskyy.tasks.provider;

import com.devskyy.studio.image.Pixels;
import com.devskyy.studio.image.Png;
import java.util.Arrays;
import java.util.Base64;

/// Small files of pictures.
public final class Photos {
  private Photos() {}

  /// A gray PNG of this size.
  public static byte[] png(int width, int height) {
    var pixels = new Pixels(width, height);
    Arrays.fill(pixels.argb(), 0xff808080);
    return Png.encode(pixels);
  }

  /// The same as a data URI.
  public static String dataUri(int width, int height) {
    return dataUri(png(width, height));
  }

  /// A PNG as a data URI.
  public static String dataUri(byte[] png) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }
}
