package com.devskyy.redis.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the answer of a script, which is a list of known shape.
final class Answers {
  private final List<?> parts;

  private Answers(List<?> parts) {
    this.parts = parts;
  }

  static Answers of(@Nullable Object answer) {
    if (answer instanceof List<?> parts) {
      return new Answers(parts);
    }
    throw new IllegalStateException("a script answered with no list");
  }

  int size() {
    return parts.size();
  }

  byte[] bytes(int i) {
    if (parts.get(i) instanceof byte[] bytes) {
      return bytes;
    }
    throw new IllegalStateException("a script answered without part " + i);
  }

  /// Null when it is nothing, or behind the last part.
  byte @Nullable [] bytesIfAny(int i) {
    return i < parts.size() && parts.get(i) instanceof byte[] bytes ? bytes : null;
  }

  String text(int i) {
    return Bytes.text(bytes(i));
  }

  long number(int i) {
    return parts.get(i) instanceof Long number ? number : Bytes.number(bytes(i));
  }

  Answers list(int i) {
    return of(parts.get(i));
  }

  /// All parts, which are bytes.
  List<byte[]> all() {
    var all = new ArrayList<byte[]>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      all.add(bytes(i));
    }
    return all;
  }
}
