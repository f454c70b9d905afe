package com.devskyy.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// A JSON text in UTF-8, kept byte for byte as it was given: stores never rewrite it.
///
/// Whether the bytes are well-formed JSON is the [Codec]'s to know; this value only carries them.
/// Immutable as long as nobody writes into [#bytes()], which hands out the array itself because a
/// copy for each claim would cost more than the queue. Equality is by bytes; `toString` shows the
/// size alone, so that a payload never slips into a log.
public final class Json {
  /// The JSON text `null`.
  public static final Json NULL = Json.of("null");

  private final byte[] bytes;

  private Json(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Wraps UTF-8 bytes without copying them: the caller must not change them afterwards.
  public static Json ofBytes(byte[] utf8) {
    return new Json(utf8);
  }

  /// Encodes a JSON text as UTF-8.
  public static Json of(String text) {
    return new Json(text.getBytes(UTF_8));
  }

  /// The UTF-8 bytes themselves; treat as read-only.
  @SuppressWarnings("EI_EXPOSE_REP")
  public byte[] bytes() {
    return bytes;
  }

  /// Length in bytes.
  public int length() {
    return bytes.length;
  }

  /// The JSON text.
  public String text() {
    return new String(bytes, UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Json json && Arrays.equals(bytes, json.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Json[" + bytes.length + " bytes]";
  }
}
