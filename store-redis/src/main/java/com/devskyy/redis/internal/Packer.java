package com.devskyy.redis.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// Writes numbers, big end first, and texts one after another. Not for several threads.
final class Packer {
  private byte[] bytes = new byte[64];
  private int size;

  Packer u8(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  Packer u16(int value) {
    return u8(value >> 8).u8(value);
  }

  Packer i32(int value) {
    return u16(value >> 16).u16(value);
  }

  Packer i64(long value) {
    return i32((int) (value >> 32)).i32((int) value);
  }

  Packer bytes(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  /// A text behind its length in two bytes.
  Packer text16(String value) {
    byte[] utf8 = value.getBytes(UTF_8);
    return u16(utf8.length).bytes(utf8);
  }

  /// A text behind its length in four bytes.
  Packer text32(String value) {
    byte[] utf8 = value.getBytes(UTF_8);
    return i32(utf8.length).bytes(utf8);
  }

  /// Writes over two bytes that were written before.
  void u16At(int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  int size() {
    return size;
  }

  byte[] done() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
