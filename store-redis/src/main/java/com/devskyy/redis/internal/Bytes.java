package com.devskyy.redis.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Texts and numbers as bytes of a command, and back.
final class Bytes {
  static final byte[] EMPTY = new byte[0];

  private Bytes() {}

  static byte[] of(String text) {
    return text.getBytes(UTF_8);
  }

  static byte[] of(long number) {
    return of(Long.toString(number));
  }

  static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  static long number(byte[] bytes) {
    return Long.parseLong(text(bytes));
  }
}
