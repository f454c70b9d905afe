package com.devskyy.engine;

/// What every store can keep of a text.
final class Text {
  private Text() {}

  /// Replaces NUL, which PostgreSQL cannot store, and cuts at `max` characters without splitting a
  /// surrogate pair.
  static String storable(String text, int max) {
    String clean = text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    if (clean.length() <= max) {
      return clean;
    }
    int end = Character.isHighSurrogate(clean.charAt(max - 2)) ? max - 2 : max - 1;
    return clean.substring(0, end) + "…";
  }
}
