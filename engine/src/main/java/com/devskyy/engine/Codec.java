package com.devskyy.engine;

import java.util.List;
import java.util.Optional;

/// Between records and JSON: the engine's seam to a JSON library, so that it needs none.
///
/// Names are snake_case, times ISO-8601 in UTC, an empty `Optional` is left out. Implementations
/// are thread-safe.
public interface Codec {
  /// What to do with fields that the type does not have.
  enum UnknownFields {
    /// Each is a violation: what a person typed is wrong.
    REFUSE,
    /// They are left out and reported: a newer producer may send what this build does not know yet.
    IGNORE
  }

  /// What was read.
  ///
  /// @param ignored paths of unknown fields that were left out
  record Decoded<T>(T value, List<String> ignored) {
    public Decoded {
      ignored = List.copyOf(ignored);
    }
  }

  /// Writes a value.
  Json encode(Object value);

  /// Reads a value and checks it by its type's rules (Jakarta Validation annotations included).
  ///
  /// @throws InvalidInputException with every violation at once; also for malformed JSON
  <T> Decoded<T> decode(Json json, Class<T> type, UnknownFields unknown);

  /// The JSON Schema (2020-12) of a type.
  Json schema(Class<?> type);

  /// Checks a value by a schema that this build has no type for.
  ///
  /// @return every violation; empty when there is none
  List<Violation> check(Json value, Json schema, UnknownFields unknown);

  /// A member of a JSON object; empty when absent or when the value is no object.
  Optional<Json> member(Json object, String name);
}
