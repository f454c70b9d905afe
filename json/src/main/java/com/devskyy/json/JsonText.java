package com.devskyy.json;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON as people see it, in messages and on terminals. Whatever could move a cursor or turn the
/// direction of reading is escaped, so that a payload cannot forge what stands around it.
final class JsonText {
  private static final int EXCERPT = 60;
  private static final String INDENT = "  ";

  private JsonText() {}

  /// A value on one line, cut to 60 characters.
  static String excerpt(@Nullable Object tree) {
    var text = new StringBuilder();
    appendCompact(text, tree);
    if (text.length() <= EXCERPT) {
      return text.toString();
    }
    String close = tree instanceof String ? "…\"" : "…";
    int end = EXCERPT - close.length();
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + close;
  }

  /// A value on many lines, indented by two.
  static String pretty(@Nullable Object tree) {
    var text = new StringBuilder();
    appendPretty(text, tree, "\n");
    return text.toString();
  }

  private static void appendCompact(StringBuilder text, @Nullable Object tree) {
    if (text.length() > EXCERPT) {
      return;
    }
    if (tree instanceof Map<?, ?> map) {
      String separator = "{";
      for (var entry : map.entrySet()) {
        if (text.length() > EXCERPT) {
          return;
        }
        text.append(separator);
        appendString(text, (String) entry.getKey(), EXCERPT);
        text.append(':');
        appendCompact(text, entry.getValue());
        separator = ",";
      }
      text.append(map.isEmpty() ? "{}" : "}");
    } else if (tree instanceof Collection<?> list) {
      String separator = "[";
      for (Object item : list) {
        if (text.length() > EXCERPT) {
          return;
        }
        text.append(separator);
        appendCompact(text, item);
        separator = ",";
      }
      text.append(list.isEmpty() ? "[]" : "]");
    } else if (tree instanceof String string) {
      appendString(text, string, EXCERPT);
    } else {
      text.append(tree);
    }
  }

  @SuppressWarnings("IfChainToSwitch") // See JsonWriter.
  private static void appendPretty(StringBuilder text, @Nullable Object tree, String newLine) {
    String inner = newLine + INDENT;
    if (tree instanceof Map<?, ?> map && !map.isEmpty()) {
      String separator = "{";
      for (var entry : map.entrySet()) {
        text.append(separator).append(inner);
        appendString(text, (String) entry.getKey(), Integer.MAX_VALUE);
        text.append(": ");
        appendPretty(text, entry.getValue(), inner);
        separator = ",";
      }
      text.append(newLine).append('}');
    } else if (tree instanceof Collection<?> list && !list.isEmpty()) {
      String separator = "[";
      for (Object item : list) {
        text.append(separator).append(inner);
        appendPretty(text, item, inner);
        separator = ",";
      }
      text.append(newLine).append(']');
    } else if (tree instanceof String string) {
      appendString(text, string, Integer.MAX_VALUE);
    } else if (tree instanceof Map || tree instanceof Collection) {
      text.append(tree instanceof Map ? "{}" : "[]");
    } else {
      text.append(tree);
    }
  }

  private static void appendString(StringBuilder text, String string, int max) {
    text.append('"');
    int end = string.length() > max ? max + 1 : string.length();
    for (int i = 0; i < end; i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\t' -> text.append("\\t");
        default -> {
          if (isUnsafe(string, i)) {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  private static boolean isUnsafe(String string, int i) {
    char c = string.charAt(i);
    if (c < 0x7f) {
      return c < 0x20;
    }
    if (Character.isHighSurrogate(c)) {
      return i + 1 == string.length() || !Character.isLowSurrogate(string.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i == 0 || !Character.isHighSurrogate(string.charAt(i - 1));
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
