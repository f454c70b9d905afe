package com.devskyy.providers.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageIO;

/// Small files of each kind.
final class Pictures {
  private Pictures() {}

  static byte[] png(int width, int height) {
    return encoded("png", width, height);
  }

  static byte[] jpeg(int width, int height) {
    return encoded("jpg", width, height);
  }

  private static byte[] encoded(String format, int width, int height) {
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  /// A PNG whose header says so much, with hardly anything behind it.
  static byte[] bomb(int width, int height) {
    byte[] png = png(1, 1);
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    return png;
  }

  static byte[] glb() {
    return ByteBuffer.allocate(12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("glTF".getBytes(ISO_8859_1))
        .putInt(2)
        .putInt(12)
        .array();
  }

  /// A WebP of these chunks.
  static byte[] webp(byte[]... chunks) {
    int length = 4;
    for (byte[] chunk : chunks) {
      length += chunk.length;
    }
    var all = ByteBuffer.allocate(length + 8).order(ByteOrder.LITTLE_ENDIAN);
    all.put("RIFF".getBytes(ISO_8859_1)).putInt(length).put("WEBP".getBytes(ISO_8859_1));
    for (byte[] chunk : chunks) {
      all.put(chunk);
    }
    return all.array();
  }

  static byte[] lossy(int width, int height) {
    return chunk("VP8 ", 10)
        .put(new byte[] {0, 0, 0, (byte) 0x9d, 1, 0x2a})
        .putShort((short) width)
        .putShort((short) height)
        .array();
  }

  static byte[] lossless(int width, int height) {
    return chunk("VP8L", 6).put((byte) 0x2f).putInt(width - 1 | height - 1 << 14).array();
  }

  static byte[] canvas(int width, int height) {
    var chunk = chunk("VP8X", 10).putInt(0);
    for (int size : new int[] {width - 1, height - 1}) {
      chunk.put((byte) size).put((byte) (size >> 8)).put((byte) (size >> 16));
    }
    return chunk.array();
  }

  private static ByteBuffer chunk(String name, int length) {
    return ByteBuffer.allocate(8 + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(name.getBytes(ISO_8859_1))
        .putInt(length);
  }
}
