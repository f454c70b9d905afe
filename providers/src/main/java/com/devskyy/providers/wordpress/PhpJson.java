package com.devskyy.providers.wordpress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finds the JSON in an answer of PHP. Where the site shows its warnings, they stand before it,
/// as text or HTML: `Notice: Undefined index in … on line 3{"id":17,…}`.
final class PhpJson {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /// Beginnings that are tried before a page is taken for one without JSON.
  private static final int MOST = 50;

  private PhpJson() {}

  /// The object or array that the body ends with.
  static Optional<JsonNode> in(byte[] body) {
    String text = new String(body, UTF_8).strip();
    int from = next(text, 0);
    for (int i = 0; i < MOST && from >= 0; i++) {
      Optional<JsonNode> found = parse(text.substring(from));
      if (found.isPresent()) {
        return found;
      }
      from = next(text, from + 1);
    }
    return Optional.empty();
  }

  private static int next(String text, int from) {
    int object = text.indexOf('{', from);
    int array = text.indexOf('[', from);
    return object < 0 ? array : array < 0 ? object : Math.min(object, array);
  }

  private static Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }
}
