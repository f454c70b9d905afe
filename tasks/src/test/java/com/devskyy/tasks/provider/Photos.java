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

  /// A dark tee on a light, plain ground.
  public static byte[] tee() {
    var pixels = new Pixels(300, 300);
    for (int y = 0; y < 300; y++) {
      for (int x = 0; x < 300; x++) {
        boolean body = x > 100 && x < 200 && y > 60 && y < 240;
        boolean sleeves = x > 50 && x < 250 && y > 60 && y < 120;
        pixels.set(x, y, body || sleeves ? 0xff29303c : 0xffe8e8ea);
      }
    }
    return Png.encode(pixels);
  }

  /// A gray PNG as a data URI.
  public static String dataUri(int width, int height) {
    return dataUri(png(width, height));
  }

  /// A PNG as a data URI.
  public static String dataUri(byte[] png) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }
}
