package com.devskyy.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A record. Its fields are known only after it, as one may be of its own type.
final class Structure implements Shape {
  private final Class<?> type;
  private final Constructor<?> constructor;
  private final Optional<String> description;
  private List<Field> fields = List.of();

  /// A component.
  ///
  /// @param absent what is read when it is absent
  record Field(String name, Place place, Optional<String> description, @Nullable Object absent) {
    boolean isRequired() {
      return absent == null && !(place.shape() instanceof Maybe);
    }
  }

  Structure(Class<?> type, Constructor<?> constructor, Optional<String> description) {
    this.type = type;
    this.constructor = constructor;
    this.description = description;
  }

  void complete(List<Field> fields) {
    this.fields = List.copyOf(fields);
  }

  @Override
  public Map<String, @Nullable Object> schema(SchemaScope scope) {
    return scope.enclose(type, this::ownSchema);
  }

  private Map<String, @Nullable Object> ownSchema(SchemaScope scope) {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    description.ifPresent(text -> schema.put("description", text));
    schema.put("type", "object");
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    for (Field field : fields) {
      Map<String, @Nullable Object> property = new LinkedHashMap<>();
      field.description().ifPresent(text -> property.put("description", text));
      field.place().schema(scope).forEach(property::putIfAbsent);
      if (field.absent() != null) {
        property.put("default", field.absent());
      }
      properties.put(field.name(), property);
    }
    schema.put("properties", properties);
    List<String> required = fields.stream().filter(Field::isRequired).map(Field::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  @Override
  public @Nullable Object read(@Nullable Object tree, Reading reading) {
    if (!(tree instanceof Map<?, ?> members)) {
      return null;
    }
    var values = new @Nullable Object[fields.size()];
    int before = reading.findings().count();
    for (int i = 0; i < values.length; i++) {
      Field field = fields.get(i);
      Object given = members.get(field.name());
      reading.findings().path.enter(field.name());
      values[i] = field.place().shape().read(given == null ? field.absent() : given, reading);
      if (values[i] == null && reading.findings().count() == before) {
        reading.findings().broken("must not be null", null);
      }
      reading.findings().path.leave();
    }
    return reading.findings().count() > before ? null : construct(constructor, reading, values);
  }

  /// Calls a canonical constructor; what it refuses is the giver's mistake.
  static @Nullable Object construct(
      Constructor<?> constructor, Reading reading, @Nullable Object... values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case IllegalArgumentException refusal ->
            reading.findings().add("is not valid: " + refusal.getMessage(), "");
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(constructor + " failed", e);
      }
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(constructor + " cannot be called", e);
    }
  }
}
