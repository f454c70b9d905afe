package com.devskyy.redis.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// Reads what a [Packer] or a script has written. Not for several threads.
final class Unpacker {
  private final byte[] bytes;
  private int at;

  Unpacker(byte[] bytes) {
    this.bytes = bytes;
  }

  int u8() {
    return bytes[at++] & 0xff;
  }

  int u16() {
    return u8() << 8 | u8();
  }

  int i32() {
    return u16() << 16 | u16();
  }

  /// A time in six bytes.
  long u48() {
    return (long) u16() << 32 | (i32() & 0xffff_ffffL);
  }

  long i64() {
    return (long) i32() << 32 | (i32() & 0xffff_ffffL);
  }

  byte[] bytes(int length) {
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  byte[] rest() {
    return bytes(bytes.length - at);
  }

  String text(int length) {
    at += length;
    return new String(bytes, at - length, length, UTF_8);
  }

  String text16() {
    return text(u16());
  }

  String text32() {
    return text(i32());
  }

  String restText() {
    return text(bytes.length - at);
  }

  boolean atEnd() {
    return at == bytes.length;
  }

  int position() {
    return at;
  }
}
