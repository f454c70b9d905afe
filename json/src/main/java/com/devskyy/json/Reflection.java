package com.devskyy.json;

import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/// What records and enums tell about themselves.
final class Reflection {
  /// The engine's records that stand for the one value in them; it cannot say so itself.
  private static final Set<Class<?>> WRAPPED = Set.of(TaskId.class, TypeName.class, Priority.class);

  private Reflection() {}

  /// Whether a record stands for the one value in it: by `@JsonValue` on its component.
  static boolean isWrapped(Class<?> record) {
    RecordComponent[] components = record.getRecordComponents();
    return WRAPPED.contains(record)
        || (components.length == 1 && field(components[0]).isAnnotationPresent(JsonValue.class));
  }

  /// The field name in JSON: by `@JsonProperty`, else in snake case.
  static String name(RecordComponent component) {
    JsonProperty property = field(component).getAnnotation(JsonProperty.class);
    return property == null || property.value().isEmpty()
        ? Names.snakeCase(component.getName())
        : property.value();
  }

  /// Annotations of a component stand on its field, whatever they were made for.
  static Field field(RecordComponent component) {
    try {
      return component.getDeclaringRecord().getDeclaredField(component.getName());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("a record has a field for each component", e);
    }
  }

  static Constructor<?> constructor(Class<?> record) {
    Class<?>[] types =
        Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return open(record.getDeclaredConstructor(types));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record has a canonical constructor", e);
    }
  }

  static Object get(Field constant) {
    try {
      return open(constant).get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(constant + " cannot be read", e);
    }
  }

  static Object call(Method accessor, Object target) {
    try {
      return accessor.invoke(target);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new IllegalStateException(accessor + " failed", e);
    }
  }

  static <T extends AccessibleObject> T open(T member) {
    member.setAccessible(true);
    return member;
  }

  static <V> void putNew(Class<?> type, Map<String, V> map, String name, V value) {
    if (map.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException(
          "%s has two things called \"%s\" in JSON".formatted(type.getName(), name));
    }
  }
}
