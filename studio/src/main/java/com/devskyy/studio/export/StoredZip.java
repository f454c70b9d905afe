package com.devskyy.studio.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/// An archive that only stores, each file's bytes at a multiple of a number. Its date is zip's
/// first day: the same files give the same bytes.
final class StoredZip {
  private static final int LOCAL = 30;
  private static final int ENTRY = 46;
  private static final int END = 22;

  private StoredZip() {}

  static byte[] of(Map<String, byte[]> files, int multiple) {
    var out = new ByteArrayOutputStream();
    var directory = new ByteArrayOutputStream();
    files.forEach(
        (name, data) -> {
          byte[] path = name.getBytes(StandardCharsets.UTF_8);
          int offset = out.size();
          // An extra field of a private kind fills up to the next multiple.
          int padding = Math.floorMod(-(offset + LOCAL + path.length + 4), multiple);
          out.writeBytes(local(path, data, 4 + padding));
          out.writeBytes(path);
          out.writeBytes(extra(padding));
          out.writeBytes(data);
          directory.writeBytes(entry(path, data, offset));
          directory.writeBytes(path);
        });
    int at = out.size();
    out.writeBytes(directory.toByteArray());
    out.writeBytes(end((short) files.size(), directory.size(), at));
    return out.toByteArray();
  }

  private static byte[] local(byte[] path, byte[] data, int extra) {
    byte[] bytes = new byte[LOCAL];
    var header = little(bytes).putInt(0x04034b50).putShort((short) 10).putInt(0);
    describe(header, path, data, extra);
    return bytes;
  }

  private static byte[] extra(int padding) {
    byte[] bytes = new byte[4 + padding];
    little(bytes).putShort((short) 0x1986).putShort((short) padding);
    return bytes;
  }

  private static byte[] entry(byte[] path, byte[] data, int offset) {
    byte[] bytes = new byte[ENTRY];
    var header = little(bytes).putInt(0x02014b50).putShort((short) 10).putShort((short) 10);
    describe(header.putInt(0), path, data, 0);
    header.putInt(ENTRY - 4, offset);
    return bytes;
  }

  private static byte[] end(short count, int size, int at) {
    byte[] bytes = new byte[END];
    var header = little(bytes).putInt(0x06054b50).putInt(0).putShort(count).putShort(count);
    header.putInt(size).putInt(at);
    return bytes;
  }

  private static void describe(ByteBuffer header, byte[] path, byte[] data, int extra) {
    var crc = new CRC32();
    crc.update(data);
    header.putShort((short) 0).putShort((short) 0x21).putInt((int) crc.getValue());
    header.putInt(data.length).putInt(data.length);
    header.putShort((short) path.length).putShort((short) extra);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
