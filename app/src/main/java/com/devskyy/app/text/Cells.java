package com.devskyy.app.text;

import java.util.ArrayList;
import java.util.List;

/// Text as a terminal shows it: in cells.
public final class Cells {
  private Cells() {}

  /// How many cells a text takes.
  public static int width(String text) {
    return text.codePoints().map(Cells::width).sum();
  }

  private static int width(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(codePoint) ? 2 : 1;
    };
  }

  /// East Asian wide characters and emoji.
  private static boolean isWide(int c) {
    return isWithin(c, 0x1100, 0x115F)
        || isWithin(c, 0x2E80, 0xA4CF)
        || isWithin(c, 0xAC00, 0xD7A3)
        || isWithin(c, 0xF900, 0xFAFF)
        || isWithin(c, 0xFE30, 0xFE6F)
        || isWithin(c, 0xFF00, 0xFF60)
        || isWithin(c, 0xFFE0, 0xFFE6)
        || isWithin(c, 0x1F300, 0x1FAFF)
        || isWithin(c, 0x20000, 0x3FFFD);
  }

  private static boolean isWithin(int c, int first, int last) {
    return c >= first && c <= last;
  }

  /// The text in at most `max` cells, its end replaced by an ellipsis where it is longer.
  public static String cut(String text, int max) {
    if (width(text) <= max) {
      return text;
    }
    var kept = new StringBuilder();
    int used = 1;
    for (int codePoint : text.codePoints().toArray()) {
      used += width(codePoint);
      if (used > max) {
        break;
      }
      kept.appendCodePoint(codePoint);
    }
    return max < 1 ? "" : kept + "…";
  }

  /// The text in lines of at most `max` cells, broken between words where it can be.
  public static List<String> wrap(String text, int max) {
    List<String> lines = new ArrayList<>();
    var line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > max) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// The text, filled with blanks to `width` cells.
  public static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /// The text, with blanks before it.
  public static String padLeft(String text, int width) {
    return " ".repeat(Math.max(0, width - width(text))) + text;
  }

  /// One line that can do no harm: what others wrote must not steer the terminal or break a row.
  public static String line(String text) {
    if (text.codePoints().noneMatch(Cells::isControl)) {
      return text;
    }
    var clean = new StringBuilder();
    text.codePoints()
        .forEach(
            c ->
                clean.appendCodePoint(
                    Character.isWhitespace(c) ? ' ' : isControl(c) ? '\uFFFD' : c));
    return clean.toString();
  }

  /// As [#line], keeping line breaks and tabs.
  public static String lines(String text) {
    var clean = new StringBuilder();
    text.codePoints()
        .forEach(c -> clean.appendCodePoint(isControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c));
    return clean.toString();
  }

  /// Control characters, and those that turn the direction of writing.
  private static boolean isControl(int c) {
    return Character.isISOControl(c) || isWithin(c, 0x202A, 0x202E) || isWithin(c, 0x2066, 0x2069);
  }
}
