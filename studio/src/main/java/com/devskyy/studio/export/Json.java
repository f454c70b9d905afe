package com.devskyy.studio.export;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Just enough JSON to write the head of a GLB: maps in their order, lists, texts, numbers.
final class Json {
  private Json() {}

  static String of(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> text(e.getKey().toString()) + ":" + of(e.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case List<?> list -> list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
      case String text -> text(text);
      case Double number when number == Math.rint(number) -> Long.toString(number.longValue());
      default -> value.toString();
    };
  }

  private static String text(String text) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
