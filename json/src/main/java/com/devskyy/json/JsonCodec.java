package com.devskyy.json;

import com.devskyy.engine.Codec;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.Violation;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The engine's [Codec].
///
/// ```java
/// @JsonClassDescription("Makes a 3D model of a garment")
/// public record Generate3d(
///     @NotBlank @JsonPropertyDescription("What to make") String prompt,
///     Optional<URI> imageUrl,
///     @JsonProperty(defaultValue = "realistic") Style style,
///     @NotBlank String userId) {
///   enum Style { REALISTIC, CARTOON, @JsonProperty("low-poly") LOW_POLY }
///
///   public static final Generate3d EXAMPLE =
///       new Generate3d("a black rose jacket", Optional.empty(), Style.REALISTIC, "u17");
/// }
/// ```
///
/// - A component is required unless it is `Optional` or has a default. An `Optional` is empty when
///   the field is absent or null; null is refused for any other.
/// - `@JsonProperty(defaultValue = …)` is the default: text bare, anything else as JSON (`10`,
///   `[]`, `{}`). `@JsonProperty("…")` renames a field or an enum constant.
/// - An enum is written in lower case, or as its `@JsonProperty`, `@JsonValue` or `wire()` says;
///   `@JsonAlias` on a constant adds a spelling that is read.
/// - Jakarta Validation annotations are rules, also on type arguments (`List<@NotBlank String>`).
///   `@Pattern(message = …)` replaces the words of its rule, as in `"must be a colour"`.
/// - `@JsonClassDescription` and `@JsonPropertyDescription` describe.
/// - A constant `EXAMPLE` of the record's own type is the schema's example.
/// - Nothing is converted: `"5"` and `5.0` are no `int`. Numbers in `Object` and `Json` components
///   stay exact: `Integer`, `Long`, `BigInteger`, or `BigDecimal` when written with a fraction.
/// - A record with `@JsonValue` on its one component is written as that value. A sealed interface
///   is written as the record it is, and read as the one whose fields fit best.
///
/// In a schema, `x-aliases` maps the spellings of an `enum` that are read and not offered, and
/// `x-rule` has the words of a `pattern`.
///
/// What is read is bounded: 8 MiB, 200 levels, 1,000 digits a number, patterns on texts up to 4,096
/// characters, 100 violations. A type that has no form in JSON, a default or an example that breaks
/// its rules, and a constraint that cannot be checked are an `IllegalArgumentException` when the
/// type is first used. Thread-safe; make one and share it.
public final class JsonCodec implements Codec {
  private static final String EXAMPLE = "EXAMPLE";
  private static final int MAX_FOREIGN_SCHEMAS = 500;

  private record Known(Shape shape, Schema schema) {}

  private final Map<Class<?>, Known> known = new ConcurrentHashMap<>();
  private final Map<Class<?>, Json> documents = new ConcurrentHashMap<>();
  private final Map<Json, Schema> foreign = new ConcurrentHashMap<>();
  private final Tokens tokens = new Tokens();
  private final JsonWriter writer = new JsonWriter(tokens);

  /// @throws IllegalArgumentException naming the place of a value that has no form in JSON, such as
  ///     NaN
  @Override
  public Json encode(Object value) {
    return writer.write(value);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> Decoded<T> decode(Json json, Class<T> type, UnknownFields unknown) {
    Object tree = tokens.read(json);
    if (type == Json.class) {
      return new Decoded<>((T) json, List.of());
    }
    Known known = known(type);
    var findings = new Findings(unknown == UnknownFields.REFUSE);
    known.schema().check(tree, findings);
    findings.throwIfAny();
    Object value = known.shape().read(tree, new Shape.Reading(findings, writer));
    findings.throwIfAny();
    if (value == null) {
      throw new InvalidInputException(List.of(new Violation("", "must not be null", "null")));
    }
    return new Decoded<>((T) value, findings.ignoredPaths());
  }

  @Override
  public Json schema(Class<?> type) {
    Json document = documents.get(type);
    return document == null ? documents.computeIfAbsent(type, this::document) : document;
  }

  /// @throws IllegalArgumentException when the schema is none
  @Override
  public List<Violation> check(Json value, Json schema, UnknownFields unknown) {
    Schema compiled = foreign(schema);
    var findings = new Findings(unknown == UnknownFields.REFUSE);
    try {
      compiled.check(tokens.read(value), findings);
    } catch (InvalidInputException malformed) {
      return malformed.violations();
    }
    return findings.violations();
  }

  /// The bytes of the member as they stand there. Empty also for what is not JSON.
  @Override
  public Optional<Json> member(Json object, String name) {
    return tokens.member(object, name);
  }

  /// On many lines, for a terminal: characters that could steer it are escaped.
  ///
  /// @throws InvalidInputException when it is not JSON
  public String pretty(Json json) {
    return JsonText.pretty(tokens.read(json));
  }

  private Known known(Class<?> type) {
    Known found = known.get(type);
    if (found == null) {
      found = known.computeIfAbsent(type, this::look);
    }
    return found;
  }

  private Known look(Class<?> type) {
    Shape shape = ShapeReader.of(type, tokens);
    return new Known(shape, SchemaScope.compile(shape));
  }

  private Json document(Class<?> type) {
    Map<String, @Nullable Object> document = SchemaScope.document(known(type).shape());
    example(type).ifPresent(example -> document.put("examples", List.of(example)));
    return writer.write(document);
  }

  private Optional<Json> example(Class<?> type) {
    for (var field : type.getDeclaredFields()) {
      if (field.getName().equals(EXAMPLE)
          && field.getType() == type
          && Modifier.isStatic(field.getModifiers())) {
        Json example = writer.write(Reflection.get(field));
        try {
          decode(example, type, UnknownFields.REFUSE);
        } catch (InvalidInputException e) {
          throw new IllegalArgumentException(
              type.getSimpleName() + ".EXAMPLE breaks its own rules: " + e.getMessage(), e);
        }
        return Optional.of(example);
      }
    }
    return Optional.empty();
  }

  private Schema foreign(Json schema) {
    Schema compiled = foreign.get(schema);
    if (compiled == null) {
      compiled = SchemaCompiler.compile(readSchema(schema));
      // Schemas come and go with builds: forgetting them all now and then bounds what is kept.
      if (foreign.size() >= MAX_FOREIGN_SCHEMAS) {
        foreign.clear();
      }
      foreign.put(schema, compiled);
    }
    return compiled;
  }

  private @Nullable Object readSchema(Json schema) {
    try {
      return tokens.read(schema);
    } catch (InvalidInputException e) {
      throw new IllegalArgumentException("the schema " + e.violations().getFirst().rule(), e);
    }
  }
}
