package com.devskyy.engine.testkit;

import com.devskyy.engine.Codec;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.Violation;
import java.util.List;
import java.util.Optional;

/// A codec for types whose input, output and steps are [Json] itself: nothing is parsed. Inputs
/// that read `"invalid"` break every rule, so that refusals can be tested.
public final class RawCodec implements Codec {
  /// The input that is refused.
  public static final Json INVALID = Json.of("\"invalid\"");

  @Override
  public Json encode(Object value) {
    return value instanceof Json json ? json : Json.of("\"" + value + "\"");
  }

  @Override
  public <T> Decoded<T> decode(Json json, Class<T> type, UnknownFields unknown) {
    if (json.equals(INVALID)) {
      throw new InvalidInputException(violations());
    }
    return new Decoded<>(type.cast(json), List.of());
  }

  @Override
  public Json schema(Class<?> type) {
    return Json.of("{}");
  }

  @Override
  public List<Violation> check(Json value, Json schema, UnknownFields unknown) {
    return value.equals(INVALID) ? violations() : List.of();
  }

  @Override
  public Optional<Json> member(Json object, String name) {
    return Optional.empty();
  }

  private static List<Violation> violations() {
    return List.of(new Violation("field", "must be right", "\"wrong\""));
  }
}
