package com.devskyy.json;

import com.devskyy.engine.Codec.UnknownFields;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.Violation;
import java.util.List;

/// Shorthands of these tests. JSON is written with `'` for `"`.
final class Codecs {
  static final JsonCodec CODEC = new JsonCodec();

  private Codecs() {}

  static Json json(String text) {
    return Json.of(text.replace('\'', '"'));
  }

  static <T> T read(String text, Class<T> type) {
    return CODEC.decode(json(text), type, UnknownFields.REFUSE).value();
  }

  static List<Violation> violations(Json json, Class<?> type) {
    try {
      CODEC.decode(json, type, UnknownFields.REFUSE);
      return List.of();
    } catch (InvalidInputException e) {
      return e.violations();
    }
  }

  /// What people are told about a wrong input.
  static List<String> told(String text, Class<?> type) {
    return violations(json(text), type).stream()
        .map(violation -> violation.sentence().replace('"', '\''))
        .toList();
  }

  static String written(Object value) {
    return CODEC.encode(value).text().replace('"', '\'');
  }
}
