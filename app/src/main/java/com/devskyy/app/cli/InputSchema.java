package com.devskyy.app.cli;

import com.devskyy.engine.Codec;
import com.devskyy.engine.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The fields of a task's input, as its type's JSON Schema describes them.
///
/// @param fields in the order of the schema
/// @param example a realistic input, if the type has one
record InputSchema(List<Field> fields, Optional<Map<String, Object>> example) {
  private record Holder(Object tree) {}

  /// One field.
  ///
  /// @param kinds what its value may be: `string`, `integer`, `number`, `boolean`, `array`,
  ///     `object`
  /// @param rule the same for people
  /// @param description what it means; may be empty
  record Field(String name, List<String> kinds, boolean required, String rule, String description) {
    /// The option that gives it.
    String flag() {
      return Arguments.flag(name);
    }

    /// Whether a value is plain text, taken as it was typed.
    boolean isText() {
      return kinds.equals(List.of("string"));
    }

    /// Whether the option alone means true.
    boolean isSwitch() {
      return kinds.equals(List.of("boolean"));
    }
  }

  /// Reads a schema.
  static InputSchema of(Json schema, Codec codec) {
    Map<String, Object> document = object(tree(schema, codec));
    List<?> required = list(document.get("required"));
    List<Field> fields = new ArrayList<>();
    object(document.get("properties"))
        .forEach((name, about) -> fields.add(field(name, object(about), required.contains(name))));
    return new InputSchema(
        fields, list(document.get("examples")).stream().findFirst().map(InputSchema::object));
  }

  /// Any JSON as maps, lists, text, numbers and booleans.
  static Object tree(Json json, Codec codec) {
    return codec
        .decode(Json.of("{\"tree\":" + json.text() + "}"), Holder.class, Codec.UnknownFields.IGNORE)
        .value()
        .tree();
  }

  private static Field field(String name, Map<String, Object> about, boolean required) {
    List<String> kinds = kinds(about);
    return new Field(
        name,
        kinds,
        required,
        rule(kinds, about),
        String.valueOf(about.getOrDefault("description", "")));
  }

  private static List<String> kinds(Map<String, Object> about) {
    List<String> kinds = new ArrayList<>();
    Object type = about.getOrDefault("type", List.of());
    for (Object kind : type instanceof String one ? List.of(one) : list(type)) {
      if (!kind.equals("null")) {
        kinds.add(String.valueOf(kind));
      }
    }
    for (Object branch : list(about.get("anyOf"))) {
      kinds.addAll(kinds(object(branch)));
    }
    return kinds.stream().distinct().toList();
  }

  private static String rule(List<String> kinds, Map<String, Object> about) {
    List<String> choices =
        list(about.get("enum")).stream()
            .filter(choice -> choice instanceof String)
            .map(String::valueOf)
            .toList();
    var rule =
        new StringBuilder(
            choices.isEmpty()
                ? kinds.isEmpty() ? "any JSON" : String.join(" or ", kinds)
                : String.join(" | ", choices));
    Map<String, String> bounds =
        Map.of("minimum", ", at least ", "maximum", ", at most ", "format", ", ");
    for (String bound : List.of("format", "minimum", "maximum")) {
      if (about.containsKey(bound)) {
        rule.append(bounds.get(bound)).append(about.get(bound));
      }
    }
    if (about.containsKey("default")) {
      rule.append("; default ").append(about.get("default"));
    }
    return rule.toString();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static Map<String, Object> object(@Nullable Object value) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> members.put(String.valueOf(name), member));
    }
    return members;
  }
}
