package com.devskyy.tasks.provider;

import java.nio.ByteBuffer;
import java.util.Base64;

/// Heads of pictures, for those who look at heads.
public final class Photos {
  private Photos() {}

  /// A PNG that says it is of this size.
  public static byte[] png(int width, int height) {
    ByteBuffer png = ByteBuffer.allocate(64);
    png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    png.putInt(13).putInt(0x49484452).putInt(width).putInt(height);
    return png.array();
  }

  /// The same as a data URI.
  public static String dataUri(int width, int height) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(width, height));
  }
}
