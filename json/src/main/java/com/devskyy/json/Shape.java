package com.devskyy.json;

import java.lang.reflect.Constructor;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a Java type looks like in JSON: its schema, and how its value is made of a plain value
/// ([Tokens]) that has passed that schema.
sealed interface Shape
    permits Shape.Scalar,
        Shape.Choice,
        Shape.Maybe,
        Shape.Sequence,
        Shape.Dictionary,
        Shape.Wrapped,
        Structure,
        Union {
  /// The schema, as a fresh map.
  Map<String, @Nullable Object> schema(SchemaScope scope);

  /// Makes the Java value. An absent member is read as null.
  ///
  /// @return null when the findings have grown
  @Nullable Object read(@Nullable Object tree, Reading reading);

  /// What a reading needs.
  record Reading(Findings findings, JsonWriter writer) {}

  /// A shape and what its place demands of it beside.
  ///
  /// @param rules adds keywords to the schema
  record Place(Shape shape, Rules rules) {
    Map<String, @Nullable Object> schema(SchemaScope scope) {
      Map<String, @Nullable Object> schema = shape.schema(scope);
      rules.addTo(schema);
      return schema;
    }
  }

  /// A type of one JSON value.
  enum Scalar implements Shape {
    STRING("string", null),
    BOOLEAN("boolean", null),
    INT("integer", Format.INT32),
    LONG("integer", Format.INT64),
    BIG_INTEGER("integer", null),
    FLOAT("number", Format.FLOAT),
    DOUBLE("number", Format.DOUBLE),
    DECIMAL("number", null),
    INSTANT("string", Format.DATE_TIME),
    DURATION("string", Format.DURATION),
    DATE("string", Format.DATE),
    ADDRESS("string", Format.URI),
    ID("string", Format.UUID),
    /// `Object`: whatever was given, as a plain value.
    PLAIN("", null),
    /// [Json]: whatever was given, as text.
    RAW("", null);

    private final String type;
    private final @Nullable Format format;

    Scalar(String type, @Nullable Format format) {
      this.type = type;
      this.format = format;
    }

    static @Nullable Scalar of(Class<?> type) {
      return switch (type.getName()) {
        case "java.lang.String" -> STRING;
        case "boolean", "java.lang.Boolean" -> BOOLEAN;
        case "int", "java.lang.Integer" -> INT;
        case "long", "java.lang.Long" -> LONG;
        case "java.math.BigInteger" -> BIG_INTEGER;
        case "float", "java.lang.Float" -> FLOAT;
        case "double", "java.lang.Double" -> DOUBLE;
        case "java.math.BigDecimal" -> DECIMAL;
        case "java.time.Instant" -> INSTANT;
        case "java.time.Duration" -> DURATION;
        case "java.time.LocalDate" -> DATE;
        case "java.net.URI" -> ADDRESS;
        case "java.util.UUID" -> ID;
        case "java.lang.Object" -> PLAIN;
        case "com.devskyy.engine.Json" -> RAW;
        default -> null;
      };
    }

    @Override
    public Map<String, @Nullable Object> schema(SchemaScope scope) {
      Map<String, @Nullable Object> schema = new LinkedHashMap<>();
      if (!type.isEmpty()) {
        schema.put("type", type);
      }
      if (format != null) {
        schema.put("format", format.keyword());
      }
      return schema;
    }

    @Override
    public @Nullable Object read(@Nullable Object tree, Reading reading) {
      if (this == RAW) {
        return reading.writer().write(tree);
      }
      if (tree == null) {
        return null;
      }
      return switch (this) {
        case STRING, BOOLEAN, PLAIN, RAW -> tree;
        case INT -> ((Number) tree).intValue();
        case LONG -> ((Number) tree).longValue();
        case FLOAT -> ((Number) tree).floatValue();
        case DOUBLE -> ((Number) tree).doubleValue();
        case BIG_INTEGER ->
            tree instanceof BigInteger big ? big : BigInteger.valueOf(((Number) tree).longValue());
        case DECIMAL -> Schema.exact((Number) tree);
        case INSTANT -> Instant.parse((String) tree);
        case DURATION -> Duration.parse((String) tree);
        case DATE -> LocalDate.parse((String) tree);
        case ADDRESS -> URI.create((String) tree);
        case ID -> UUID.fromString((String) tree);
      };
    }
  }

  /// An enum.
  record Choice(Spelling spelling) implements Shape {
    @Override
    public Map<String, @Nullable Object> schema(SchemaScope scope) {
      Map<String, @Nullable Object> schema = new LinkedHashMap<>();
      schema.put("type", "string");
      schema.put("enum", new ArrayList<>(spelling.constants().keySet()));
      if (!spelling.aliases().isEmpty()) {
        schema.put(SchemaCompiler.ALIASES, spelling.aliases());
      }
      return schema;
    }

    @Override
    public @Nullable Object read(@Nullable Object tree, Reading reading) {
      return tree == null ? null : spelling.constants().get((String) tree);
    }
  }

  /// An `Optional`.
  record Maybe(Place content) implements Shape {
    @Override
    public Map<String, @Nullable Object> schema(SchemaScope scope) {
      Map<String, @Nullable Object> schema = content.schema(scope);
      if (schema.containsKey("$ref") || schema.containsKey("anyOf")) {
        Map<String, @Nullable Object> either = new LinkedHashMap<>();
        either.put("anyOf", List.of(schema, Map.of("type", "null")));
        return either;
      }
      if (schema.get("type") instanceof String type) {
        schema.put("type", List.of(type, "null"));
      }
      if (schema.get("enum") instanceof List<?> values) {
        List<@Nullable Object> withNull = new ArrayList<>(values);
        withNull.add(null);
        schema.put("enum", withNull);
      }
      return schema;
    }

    @Override
    public Object read(@Nullable Object tree, Reading reading) {
      return tree == null
          ? Optional.empty()
          : Optional.ofNullable(content.shape().read(tree, reading));
    }
  }

  /// A `List` or, `unique`, a `Set` in the given order.
  record Sequence(Place item, boolean unique) implements Shape {
    @Override
    public Map<String, @Nullable Object> schema(SchemaScope scope) {
      Map<String, @Nullable Object> schema = new LinkedHashMap<>();
      schema.put("type", "array");
      schema.put("items", item.schema(scope));
      if (unique) {
        schema.put("uniqueItems", true);
      }
      return schema;
    }

    @Override
    public @Nullable Object read(@Nullable Object tree, Reading reading) {
      if (!(tree instanceof List<?> list)) {
        return null;
      }
      List<@Nullable Object> items = new ArrayList<>(list.size());
      for (int i = 0; i < list.size() && !reading.findings().full(); i++) {
        reading.findings().path.enter(i);
        items.add(item.shape().read(list.get(i), reading));
        reading.findings().path.leave();
      }
      return unique
          ? Collections.unmodifiableSet(new LinkedHashSet<>(items))
          : Collections.unmodifiableList(items);
    }
  }

  /// A `Map` in the given order.
  record Dictionary(Shape key, Place value) implements Shape {
    @Override
    public Map<String, @Nullable Object> schema(SchemaScope scope) {
      Map<String, @Nullable Object> schema = new LinkedHashMap<>();
      schema.put("type", "object");
      if (key instanceof Choice choice) {
        Map<String, @Nullable Object> names = choice.schema(scope);
        names.remove("type");
        schema.put("propertyNames", names);
      }
      schema.put("additionalProperties", value.schema(scope));
      return schema;
    }

    @Override
    public @Nullable Object read(@Nullable Object tree, Reading reading) {
      if (!(tree instanceof Map<?, ?> members)) {
        return null;
      }
      Map<@Nullable Object, @Nullable Object> read = new LinkedHashMap<>();
      for (var member : members.entrySet()) {
        reading.findings().path.enter((String) member.getKey());
        Object name = key.read(member.getKey(), reading);
        // An enum has no key for a name that was reported as ignored.
        if (name != null) {
          read.put(name, value.shape().read(member.getValue(), reading));
        }
        reading.findings().path.leave();
      }
      return Collections.unmodifiableMap(read);
    }
  }

  /// A record that stands for the one value in it.
  record Wrapped(Constructor<?> constructor, Place content) implements Shape {
    @Override
    public Map<String, @Nullable Object> schema(SchemaScope scope) {
      return content.schema(scope);
    }

    @Override
    public @Nullable Object read(@Nullable Object tree, Reading reading) {
      Object value = content.shape().read(tree, reading);
      return value == null ? null : Structure.construct(constructor, reading, value);
    }
  }
}
