package com.devskyy.studio.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes PNG: true colour with or without alpha, or at most 256 colours by palette.
public final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private Png() {}

  /// True colour; with alpha only if a pixel is not opaque. Good for pictures with soft shades.
  public static byte[] encode(Pixels image) {
    boolean opaque = true;
    for (int colour : image.argb()) {
      opaque &= colour >>> 24 == 0xFF;
    }
    return file(image, opaque ? 2 : 6, new byte[0], differences(image, opaque ? 3 : 4));
  }

  /// By palette: a third of the bytes before packing, and less than that after it. Pictures of more
  /// than 256 colours lose some: see [ColourTable].
  public static byte[] encodeIndexed(Pixels image) {
    var table = ColourTable.of(image);
    int width = image.width();
    byte[] rows = new byte[(width + 1) * image.height()];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        rows[y * (width + 1) + 1 + x] = (byte) table.index(image.at(x, y));
      }
    }
    return file(image, 3, table.palette(), rows);
  }

  /// Rows filtered by the difference to the pixel above, to the left for the first row.
  private static byte[] differences(Pixels image, int channels) {
    int width = image.width();
    byte[] rows = new byte[(width * channels + 1) * image.height()];
    int to = 0;
    for (int y = 0; y < image.height(); y++) {
      rows[to++] = (byte) (y == 0 ? 1 : 2);
      for (int x = 0; x < width; x++) {
        int colour = image.at(x, y);
        int before = y > 0 ? image.at(x, y - 1) : x > 0 ? image.at(x - 1, y) : 0;
        rows[to++] = (byte) ((colour >> 16) - (before >> 16));
        rows[to++] = (byte) ((colour >> 8) - (before >> 8));
        rows[to++] = (byte) (colour - before);
        if (channels == 4) {
          rows[to++] = (byte) ((colour >>> 24) - (before >>> 24));
        }
      }
    }
    return rows;
  }

  private static byte[] file(Pixels image, int colourType, byte[] palette, byte[] rows) {
    var header =
        ByteBuffer.allocate(13)
            .putInt(image.width())
            .putInt(image.height())
            .put((byte) 8)
            .put((byte) colourType);
    var out = new ByteArrayOutputStream(1 << 16);
    out.writeBytes(SIGNATURE);
    chunk(out, "IHDR", header.array());
    if (palette.length > 0) {
      chunk(out, "PLTE", palette);
    }
    chunk(out, "IDAT", deflated(rows, colourType == 3 ? 5 : 3));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /// Smooth pictures gain little from a longer search, even runs none.
  private static byte[] deflated(byte[] rows, int level) {
    var deflater = new Deflater(level);
    try {
      deflater.setInput(rows);
      deflater.finish();
      var out = new ByteArrayOutputStream(1 << 16);
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
