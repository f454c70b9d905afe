package com.devskyy.redis.internal;

/// Which slot of a cluster a key is in: CRC16 (XMODEM) of its hash tag, or of all of it.
final class Slots {
  private static final int SLOTS = 16_384;
  private static final int POLYNOMIAL = 0x1021;

  private Slots() {}

  /// Of a key, which may have a hash tag in braces.
  static int ofKey(String key) {
    int open = key.indexOf('{');
    int close = key.indexOf('}', open + 1);
    return of(open >= 0 && close > open + 1 ? key.substring(open + 1, close) : key);
  }

  static int of(String hashTag) {
    int crc = 0;
    for (byte each : Bytes.of(hashTag)) {
      crc ^= each << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
      }
    }
    return (crc & 0xffff) % SLOTS;
  }
}
