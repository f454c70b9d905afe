package com.devskyy.redis.internal;

import com.devskyy.engine.TaskId;

/// Task ids as 16 bytes: the order of bytes is the order of ids.
final class Ids {
  static final int BYTES = 16;

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final byte[] VALUES = new byte[128];
  private static final int CHARACTERS = 26;
  private static final int HALF = 13;

  static {
    for (int i = 0; i < ALPHABET.length(); i++) {
      VALUES[ALPHABET.charAt(i)] = (byte) i;
    }
  }

  private Ids() {}

  // 26 characters are 130 bits, of which the first two are 0. The 14th character lies in both
  // halves.

  static byte[] bytes(TaskId id) {
    String text = id.value();
    long high = bits(text, 0, HALF) << 1 | VALUES[text.charAt(HALF)] >> 4;
    long low = (long) VALUES[text.charAt(HALF)] << 60 | bits(text, HALF + 1, CHARACTERS);
    var bytes = new byte[BYTES];
    write(bytes, 0, high);
    write(bytes, 8, low);
    return bytes;
  }

  static TaskId of(byte[] bytes) {
    return of(bytes, 0);
  }

  static TaskId of(byte[] bytes, int at) {
    long high = read(bytes, at);
    long low = read(bytes, at + 8);
    var text = new char[CHARACTERS];
    write(text, HALF - 1, 0, high >>> 1);
    text[HALF] = ALPHABET.charAt((int) ((high & 1) << 4 | low >>> 60));
    write(text, CHARACTERS - 1, HALF + 1, low);
    return new TaskId(new String(text));
  }

  /// The time in an id, in ms since the epoch.
  static long millis(byte[] id) {
    return read(id, 0) >>> 16;
  }

  private static long bits(String text, int from, int to) {
    long bits = 0;
    for (int i = from; i < to; i++) {
      bits = bits << 5 | VALUES[text.charAt(i)];
    }
    return bits;
  }

  private static void write(char[] text, int last, int first, long bits) {
    for (int i = last; i >= first; i--) {
      text[i] = ALPHABET.charAt((int) (bits & 31));
      bits >>>= 5;
    }
  }

  static void write(byte[] bytes, int at, long value) {
    for (int i = 7; i >= 0; i--) {
      bytes[at + i] = (byte) value;
      value >>>= 8;
    }
  }

  static long read(byte[] bytes, int at) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[at + i] & 0xff);
    }
    return value;
  }
}
