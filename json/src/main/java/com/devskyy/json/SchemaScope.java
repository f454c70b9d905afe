package com.devskyy.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The schema document that is being written. A type stands where it is used; only one that holds
/// itself is set apart and referred to.
final class SchemaScope {
  private final Deque<Class<?>> open = new ArrayDeque<>();
  private final Set<Class<?>> recursive = new HashSet<>();
  private final Map<String, @Nullable Object> definitions = new LinkedHashMap<>();

  /// The whole document of a shape.
  static Map<String, @Nullable Object> document(Shape shape) {
    var scope = new SchemaScope();
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    document.putAll(shape.schema(scope));
    if (!scope.definitions.isEmpty()) {
      document.put("$defs", scope.definitions);
    }
    return document;
  }

  /// The check of a shape.
  static Schema compile(Shape shape) {
    return SchemaCompiler.compileOwn(document(shape));
  }

  /// Writes the schema of a type that may hold itself.
  Map<String, @Nullable Object> enclose(
      Class<?> type, Function<SchemaScope, Map<String, @Nullable Object>> body) {
    if (open.contains(type) && type.equals(open.peekLast())) {
      return reference("#");
    }
    if (open.contains(type) || definitions.containsKey(type.getName())) {
      recursive.add(type);
      return reference("#/$defs/" + type.getName());
    }
    open.push(type);
    Map<String, @Nullable Object> schema = body.apply(this);
    open.pop();
    if (!recursive.contains(type)) {
      return schema;
    }
    definitions.put(type.getName(), schema);
    return reference("#/$defs/" + type.getName());
  }

  private static Map<String, @Nullable Object> reference(String pointer) {
    Map<String, @Nullable Object> reference = new LinkedHashMap<>();
    reference.put("$ref", pointer);
    return reference;
  }
}
