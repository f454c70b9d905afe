package com.devskyy.json;

import com.devskyy.engine.Json;
import com.devskyy.json.Shape.Place;
import com.devskyy.json.Shape.Scalar;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks at a type once and finds its [Shape]. One per type asked for, used by one thread.
final class ShapeReader {
  private static final Place PLAIN = new Place(Scalar.PLAIN, Rules.NONE);

  private final Tokens tokens;
  private final Map<Class<?>, Shape> known = new HashMap<>();
  private final List<Union> unions = new ArrayList<>();

  private ShapeReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /// The shape of a type.
  ///
  /// @throws IllegalArgumentException naming what has no shape
  static Shape of(Class<?> type, Tokens tokens) {
    var reader = new ShapeReader(tokens);
    Shape shape = reader.shape(type, type.getName());
    reader.unions.forEach(Union::compile);
    return shape;
  }

  private Shape shape(Class<?> type, String where) {
    Shape scalar = Scalar.of(type);
    if (scalar != null) {
      return scalar;
    }
    Shape seen = known.get(type);
    if (seen != null) {
      return seen;
    }
    if (type.isEnum()) {
      return remember(type, new Shape.Choice(Spelling.of(type)));
    }
    if (type.isRecord()) {
      return Reflection.isWrapped(type) ? wrapped(type) : structure(type);
    }
    if (type.isSealed() && type.isInterface()) {
      return union(type);
    }
    if (type == List.class || type == Set.class) {
      return new Shape.Sequence(PLAIN, type == Set.class);
    }
    if (type == Map.class) {
      return new Shape.Dictionary(Scalar.STRING, PLAIN);
    }
    throw new IllegalArgumentException(
        "%s: %s cannot be read from JSON; use a record, an enum, a sealed interface of records, List, Set, Map, Optional, text, numbers, java.time, URI, UUID, Json or Object"
            .formatted(where, type.getTypeName()));
  }

  private <S extends Shape> S remember(Class<?> type, S shape) {
    known.put(type, shape);
    return shape;
  }

  private Shape wrapped(Class<?> type) {
    RecordComponent component = type.getRecordComponents()[0];
    return remember(
        type, new Shape.Wrapped(Reflection.constructor(type), place(component, where(component))));
  }

  private Shape structure(Class<?> type) {
    var structure =
        remember(
            type,
            new Structure(
                type,
                Reflection.constructor(type),
                Optional.ofNullable(type.getAnnotation(JsonClassDescription.class))
                    .map(JsonClassDescription::value)));
    Map<String, Structure.Field> fields = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Structure.Field field = field(component);
      Reflection.putNew(type, fields, field.name(), field);
    }
    structure.complete(new ArrayList<>(fields.values()));
    return structure;
  }

  private Shape union(Class<?> type) {
    var union = remember(type, new Union(type));
    unions.add(union);
    List<Shape> shapes = new ArrayList<>();
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      shapes.add(shape(permitted, type.getName()));
    }
    union.complete(shapes);
    return union;
  }

  private Structure.Field field(RecordComponent component) {
    String where = where(component);
    Field field = Reflection.field(component);
    if (field.isAnnotationPresent(JsonAlias.class)) {
      throw new IllegalArgumentException(
          where + ": @JsonAlias is for the constants of an enum, not for fields");
    }
    Place place = place(component, where);
    JsonProperty property = field.getAnnotation(JsonProperty.class);
    return new Structure.Field(
        Reflection.name(component),
        place,
        Optional.ofNullable(field.getAnnotation(JsonPropertyDescription.class))
            .map(JsonPropertyDescription::value),
        property == null || property.defaultValue().isEmpty()
            ? null
            : absent(place, property.defaultValue(), where));
  }

  /// A default is written as on a command line: text bare, anything else as JSON.
  private @Nullable Object absent(Place place, String value, String where) {
    if (place.shape() instanceof Shape.Maybe) {
      throw new IllegalArgumentException(where + ": an Optional is empty by default");
    }
    if ("string".equals(place.schema(new SchemaScope()).get("type"))) {
      return value;
    }
    try {
      return tokens.read(Json.of(value));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: default %s is not JSON".formatted(where, value), e);
    }
  }

  private Place place(RecordComponent component, String where) {
    return place(
        component.getAnnotatedType(), where, List.of(Reflection.field(component).getAnnotations()));
  }

  /// @param declared annotations beside those of the type itself
  private Place place(AnnotatedType annotated, String where, List<Annotation> declared) {
    Set<Annotation> annotations = new LinkedHashSet<>(declared);
    annotations.addAll(List.of(annotated.getAnnotations()));
    if (annotated instanceof AnnotatedParameterizedType generic
        && annotated.getType() instanceof ParameterizedType type) {
      AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
      if (type.getRawType() == Optional.class) {
        return new Place(
            new Shape.Maybe(place(arguments[0], where, List.copyOf(annotations))), Rules.NONE);
      }
      return new Place(
          generic(type.getRawType(), arguments, where), Rules.among(annotations, where));
    }
    if (annotated.getType() instanceof Class<?> type) {
      return new Place(shape(type, where), Rules.among(annotations, where));
    }
    throw unsupported(annotated.getType(), where);
  }

  private Shape generic(Type raw, AnnotatedType[] arguments, String where) {
    if (raw == List.class || raw == Set.class) {
      return new Shape.Sequence(place(arguments[0], where, List.of()), raw == Set.class);
    }
    if (raw == Map.class && arguments[0].getType() instanceof Class<?> keyType) {
      Shape key = shape(keyType, where);
      if ("string".equals(key.schema(new SchemaScope()).get("type"))) {
        return new Shape.Dictionary(key, place(arguments[1], where, List.of()));
      }
    }
    throw unsupported(raw, where);
  }

  private static IllegalArgumentException unsupported(Type type, String where) {
    return new IllegalArgumentException(
        "%s: %s cannot be read from JSON; of generic types, Optional, List, Set and Map with keys written as text can"
            .formatted(where, type.getTypeName()));
  }

  private static String where(RecordComponent component) {
    return component.getDeclaringRecord().getSimpleName() + "." + component.getName();
  }
}
