package com.devskyy.json;

import jakarta.validation.Constraint;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The Jakarta Validation annotations of one place in a record, as keywords of a schema. One that
/// no keyword stands for is refused, as it would not be checked.
///
/// @param where for messages
record Rules(String where, List<Annotation> annotations) {
  static final Rules NONE = new Rules("", List.of());

  /// Those among all annotations of a place.
  static Rules among(Collection<Annotation> annotations, String where) {
    return new Rules(where, annotations.stream().filter(Rules::isRule).toList());
  }

  private static boolean isRule(Annotation annotation) {
    Class<?> type = annotation.annotationType();
    return type.getName().startsWith("jakarta.validation.")
        || type.isAnnotationPresent(Constraint.class);
  }

  void addTo(Map<String, @Nullable Object> schema) {
    annotations.forEach(annotation -> add(schema, annotation));
  }

  /// Not a pattern switch: see [JsonWriter].
  @SuppressWarnings("IfChainToSwitch")
  private void add(Map<String, @Nullable Object> schema, Annotation annotation) {
    if (annotation instanceof NotNull || annotation instanceof Valid) {
      return; // So it is without saying.
    }
    if (annotation instanceof NotBlank) {
      put(schema, annotation, "string", "pattern", SchemaCompiler.NOT_BLANK);
    } else if (annotation instanceof NotEmpty) {
      addSize(schema, annotation, 1, Integer.MAX_VALUE);
    } else if (annotation instanceof Size rule) {
      addSize(schema, rule, rule.min(), rule.max());
    } else if (annotation instanceof Pattern rule) {
      addPattern(schema, rule);
    } else if (annotation instanceof Email) {
      put(schema, annotation, "string", "format", Format.EMAIL.keyword());
    } else if (annotation instanceof Min rule) {
      putNumber(schema, rule, "minimum", rule.value());
    } else if (annotation instanceof Max rule) {
      putNumber(schema, rule, "maximum", rule.value());
    } else if (annotation instanceof Positive) {
      putNumber(schema, annotation, "exclusiveMinimum", 0);
    } else if (annotation instanceof PositiveOrZero) {
      putNumber(schema, annotation, "minimum", 0);
    } else if (annotation instanceof Negative) {
      putNumber(schema, annotation, "exclusiveMaximum", 0);
    } else if (annotation instanceof NegativeOrZero) {
      putNumber(schema, annotation, "maximum", 0);
    } else if (annotation instanceof DecimalMin rule) {
      String keyword = rule.inclusive() ? "minimum" : "exclusiveMinimum";
      putNumber(schema, rule, keyword, new BigDecimal(rule.value()));
    } else if (annotation instanceof DecimalMax rule) {
      String keyword = rule.inclusive() ? "maximum" : "exclusiveMaximum";
      putNumber(schema, rule, keyword, new BigDecimal(rule.value()));
    } else {
      throw refused(annotation, "is not known to the JSON codec");
    }
  }

  private void addSize(Map<String, @Nullable Object> schema, Annotation rule, int min, int max) {
    String of =
        switch (String.valueOf(schema.get("type"))) {
          case "string" -> "Length";
          case "array" -> "Items";
          case "object" -> "Properties";
          default -> throw refused(rule, "needs text, a list or a map");
        };
    if (min > 0) {
      schema.merge("min" + of, min, (a, b) -> Math.max((int) a, (int) b));
    }
    if (max < Integer.MAX_VALUE) {
      schema.merge("max" + of, max, (a, b) -> Math.min((int) a, (int) b));
    }
  }

  /// Jakarta's pattern means the whole text.
  private void addPattern(Map<String, @Nullable Object> schema, Pattern rule) {
    if (rule.flags().length > 0) {
      throw refused(rule, "must not have flags: write them into the expression, as in (?i)");
    }
    boolean told = !rule.message().startsWith("{");
    if (told && !schema.containsKey("pattern")) {
      schema.put(SchemaCompiler.RULE, rule.message());
    }
    put(schema, rule, "string", "pattern", SchemaCompiler.wholeText(rule.regexp()));
  }

  private void putNumber(
      Map<String, @Nullable Object> schema, Annotation rule, String keyword, Number bound) {
    String type = "integer".equals(schema.get("type")) ? "integer" : "number";
    put(schema, rule, type, keyword, bound);
  }

  /// A second rule of the same keyword goes beside the first.
  private void put(
      Map<String, @Nullable Object> schema,
      Annotation rule,
      String type,
      String keyword,
      Object value) {
    if (!type.equals(schema.get("type")) || schema.containsKey("enum")) {
      throw refused(rule, "does not fit this type");
    }
    if (!schema.containsKey(keyword)) {
      schema.put(keyword, value);
      return;
    }
    List<@Nullable Object> all = new ArrayList<>();
    if (schema.get("allOf") instanceof List<?> more) {
      all.addAll(more);
    }
    Map<String, @Nullable Object> another = new LinkedHashMap<>();
    another.put(keyword, value);
    all.add(another);
    schema.put("allOf", all);
  }

  private IllegalArgumentException refused(Annotation rule, String why) {
    return new IllegalArgumentException(
        "%s: @%s %s".formatted(where, rule.annotationType().getSimpleName(), why));
  }
}
