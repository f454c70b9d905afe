package com.devskyy.json;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the constants of an enum are written: by `@JsonProperty` on the constant, else by the method
/// that carries `@JsonValue` or is called `wire`, else in lower case. `@JsonAlias` adds spellings
/// that are read.
///
/// @param constants by every spelling that is read, aliases last
/// @param aliases from alias to the spelling that is written
/// @param written the spelling of each constant
record Spelling(
    Map<String, Object> constants, Map<String, String> aliases, Map<Object, String> written) {

  static Spelling of(Class<?> type) {
    Map<String, Object> constants = new LinkedHashMap<>();
    Map<String, Object> byAlias = new LinkedHashMap<>();
    Map<String, String> aliases = new LinkedHashMap<>();
    Map<Object, String> written = new HashMap<>();
    Method method = spellingMethod(type);
    for (Field field : type.getDeclaredFields()) {
      if (!field.isEnumConstant()) {
        continue;
      }
      Object constant = Reflection.get(field);
      String spelling = spelling(field, constant, method);
      Reflection.putNew(type, constants, spelling, constant);
      written.put(constant, spelling);
      JsonAlias alias = field.getAnnotation(JsonAlias.class);
      for (String other : alias == null ? new String[0] : alias.value()) {
        byAlias.put(other, constant);
        aliases.put(other, spelling);
      }
    }
    byAlias.forEach((alias, constant) -> Reflection.putNew(type, constants, alias, constant));
    return new Spelling(constants, aliases, written);
  }

  private static String spelling(Field field, Object constant, @Nullable Method method) {
    JsonProperty property = field.getAnnotation(JsonProperty.class);
    if (property != null && !property.value().isEmpty()) {
      return property.value();
    }
    return method == null
        ? field.getName().toLowerCase(Locale.ROOT)
        : (String) Reflection.call(method, constant);
  }

  private static @Nullable Method spellingMethod(Class<?> type) {
    for (Method method : type.getDeclaredMethods()) {
      boolean fits = method.getParameterCount() == 0 && method.getReturnType() == String.class;
      if (fits
          && (method.isAnnotationPresent(JsonValue.class) || method.getName().equals("wire"))) {
        return Reflection.open(method);
      }
    }
    return null;
  }
}
