package com.devskyy.json;

import com.devskyy.json.Schema.Kind;
import com.devskyy.json.Schema.Size;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes a [Schema] of its JSON. A keyword of the wrong kind is refused: who wrote it meant a rule
/// that would not be checked.
final class SchemaCompiler {
  /// Says how a pattern is told to people, in place of the expression.
  static final String RULE = "x-rule";

  /// Values of an `enum` that are accepted for others: an object from alias to value.
  static final String ALIASES = "x-aliases";

  /// The pattern behind `@NotBlank`.
  static final String NOT_BLANK = "\\S";

  private final @Nullable Object root;
  private final Map<String, Schema> references = new HashMap<>();
  private final List<Default> defaults = new ArrayList<>();

  private record Default(String member, @Nullable Object value, Schema schema) {}

  private SchemaCompiler(@Nullable Object root) {
    this.root = root;
  }

  /// Compiles a whole schema.
  ///
  /// @throws IllegalArgumentException when it is none
  static Schema compile(@Nullable Object root) {
    return new SchemaCompiler(root).reference("#");
  }

  /// As above, for a schema of our own, whose defaults must follow its rules.
  static Schema compileOwn(Object root) {
    var compiler = new SchemaCompiler(root);
    Schema schema = compiler.reference("#");
    for (Default one : compiler.defaults) {
      var findings = new Findings(true);
      findings.path.enter(one.member());
      one.schema().check(one.value(), findings);
      if (findings.count() > 0) {
        throw new IllegalArgumentException(
            "a default breaks its own rule: " + findings.violations().getFirst().sentence());
      }
    }
    return schema;
  }

  /// The schema a local pointer leads to; made once, so that it may lead back to itself.
  private Schema reference(String pointer) {
    Schema known = references.get(pointer);
    if (known != null) {
      return known;
    }
    var schema = new Schema();
    references.put(pointer, schema);
    fill(schema, resolve(pointer));
    return schema;
  }

  private @Nullable Object resolve(String pointer) {
    if (!pointer.equals("#") && !pointer.startsWith("#/")) {
      throw new IllegalArgumentException(
          "a schema's $ref must be local, as in #/$defs/name; was \"%s\"".formatted(pointer));
    }
    Object at = root;
    for (String step : pointer.substring(1).split("/", -1)) {
      if (step.isEmpty()) {
        continue;
      }
      String name = step.replace("~1", "/").replace("~0", "~");
      if (!(at instanceof Map<?, ?> map) || !map.containsKey(name)) {
        throw new IllegalArgumentException("a schema's $ref leads nowhere: " + pointer);
      }
      at = map.get(name);
    }
    return at;
  }

  private Schema compileAt(@Nullable Object source) {
    if (Boolean.TRUE.equals(source)) {
      return Schema.ANYTHING;
    }
    var schema = new Schema();
    fill(schema, source);
    return schema;
  }

  private void fill(Schema schema, @Nullable Object source) {
    if (source instanceof Boolean anything) {
      schema.kinds = anything ? schema.kinds : Set.of();
      return;
    }
    if (!(source instanceof Map<?, ?> keywords)) {
      throw new IllegalArgumentException(
          "a schema must be an object or a boolean; was " + JsonText.excerpt(source));
    }
    keywords.forEach((keyword, value) -> keyword(schema, keywords, (String) keyword, value));
  }

  private void keyword(Schema schema, Map<?, ?> keywords, String keyword, @Nullable Object value) {
    switch (keyword) {
      case "$ref" -> schema.reference = reference(text(keyword, value));
      case "allOf" -> schema.all = schemas(keyword, value);
      case "anyOf", "oneOf" -> schema.any = schemas(keyword, value);
      case "type" -> schema.kinds = kinds(value);
      case "enum" -> schema.allowed = list(keyword, value);
      case "const" -> {
        List<@Nullable Object> only = new ArrayList<>();
        only.add(value);
        schema.allowed = only;
      }
      case ALIASES -> schema.aliases = members(keyword, value).keySet();
      case "properties" -> schema.properties = properties(members(keyword, value));
      case "required" ->
          schema.required = list(keyword, value).stream().map(name -> text(keyword, name)).toList();
      case "additionalProperties" -> {
        schema.closed = Boolean.FALSE.equals(value);
        schema.others = schema.closed ? null : compileAt(value);
      }
      case "propertyNames" -> schema.memberNames = compileAt(value).allowed;
      case "minProperties", "maxProperties" ->
          schema.members = size(keywords, "minProperties", "maxProperties");
      case "items" -> schema.items = compileAt(value);
      case "minItems", "maxItems" -> schema.entries = size(keywords, "minItems", "maxItems");
      case "uniqueItems" -> schema.unique = Boolean.TRUE.equals(value);
      case "minLength", "maxLength" -> schema.length = size(keywords, "minLength", "maxLength");
      case "pattern" -> pattern(schema, text(keyword, value), keywords.get(RULE));
      case "format" -> schema.format = Format.of(text(keyword, value));
      case "minimum" -> schema.minimum = number(keyword, value);
      case "maximum" -> schema.maximum = number(keyword, value);
      case "exclusiveMinimum" -> schema.above = number(keyword, value);
      case "exclusiveMaximum" -> schema.below = number(keyword, value);
      case "multipleOf" -> schema.multiple = number(keyword, value);
      default -> {
        // Describes only.
      }
    }
  }

  /// An expression is looked for anywhere in the text, unless it is written by [#wholeText].
  private static void pattern(Schema schema, String expression, @Nullable Object rule) {
    boolean whole = expression.startsWith("^(?:") && expression.endsWith(")$");
    String core = whole ? expression.substring(4, expression.length() - 2) : expression;
    schema.pattern = Pattern.compile(core);
    schema.patternIsWhole = whole;
    if (rule != null) {
      schema.patternRule = text(RULE, rule);
    } else {
      schema.patternRule = core.equals(NOT_BLANK) ? "must not be blank" : "must match " + core;
    }
  }

  /// The pattern of texts that match an expression from end to end.
  static String wholeText(String expression) {
    return "^(?:" + expression + ")$";
  }

  private List<Schema> schemas(String keyword, @Nullable Object value) {
    List<Schema> schemas = new ArrayList<>();
    for (Object source : list(keyword, value)) {
      schemas.add(compileAt(source));
    }
    return schemas;
  }

  private Map<String, Schema> properties(Map<String, @Nullable Object> sources) {
    Map<String, Schema> properties = new LinkedHashMap<>();
    sources.forEach(
        (name, source) -> {
          Schema schema = compileAt(source);
          properties.put(name, schema);
          if (source instanceof Map<?, ?> keywords && keywords.containsKey("default")) {
            defaults.add(new Default(name, keywords.get("default"), schema));
          }
        });
    return properties;
  }

  private static Set<Kind> kinds(@Nullable Object value) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Object name : value instanceof List<?> names ? names : List.of(text("type", value))) {
      switch (text("type", name)) {
        case "integer" -> kinds.add(Kind.INTEGER);
        case "number" -> {
          kinds.add(Kind.INTEGER);
          kinds.add(Kind.FRACTION);
        }
        case "string" -> kinds.add(Kind.STRING);
        case "boolean" -> kinds.add(Kind.BOOLEAN);
        case "array" -> kinds.add(Kind.ARRAY);
        case "object" -> kinds.add(Kind.OBJECT);
        case "null" -> kinds.add(Kind.NULL);
        default -> throw wrong("type", name);
      }
    }
    return kinds;
  }

  private static Size size(Map<?, ?> keywords, String least, String most) {
    return new Size(count(keywords, least, 0), count(keywords, most, Integer.MAX_VALUE));
  }

  private static int count(Map<?, ?> keywords, String keyword, int absent) {
    Object value = keywords.get(keyword);
    if (value == null) {
      return absent;
    }
    if (value instanceof Integer count && count >= 0) {
      return count;
    }
    throw wrong(keyword, value);
  }

  private static String text(String keyword, @Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw wrong(keyword, value);
  }

  private static BigDecimal number(String keyword, @Nullable Object value) {
    if (value instanceof Number number) {
      return Schema.exact(number);
    }
    throw wrong(keyword, value);
  }

  @SuppressWarnings("unchecked")
  private static List<@Nullable Object> list(String keyword, @Nullable Object value) {
    if (value instanceof List<?> list) {
      return (List<@Nullable Object>) list;
    }
    throw wrong(keyword, value);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> members(String keyword, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw wrong(keyword, value);
  }

  private static IllegalArgumentException wrong(String keyword, @Nullable Object value) {
    return new IllegalArgumentException(
        "a schema's %s cannot be %s".formatted(keyword, JsonText.excerpt(value)));
  }
}
