package com.devskyy.studio.tryon;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// Words inside of a PNG file.
final class PngText {
  /// Length of signature and header, after which text may stand.
  private static final int HEAD = 33;

  private PngText() {}

  /// The file with a tEXt chunk for each word, in the order of their names.
  static byte[] with(byte[] png, Map<String, String> words) {
    var out = new ByteArrayOutputStream(png.length + 256);
    out.write(png, 0, HEAD);
    new TreeMap<>(words)
        .forEach(
            (name, text) -> {
              byte[] body = ("tEXt" + name + "\0" + text).getBytes(StandardCharsets.ISO_8859_1);
              var crc = new CRC32();
              crc.update(body);
              out.writeBytes(ByteBuffer.allocate(4).putInt(body.length - 4).array());
              out.writeBytes(body);
              out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
            });
    out.write(png, HEAD, png.length - HEAD);
    return out.toByteArray();
  }
}
