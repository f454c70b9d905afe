package com.devskyy.json;

import com.devskyy.engine.Json;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Java values to JSON, by what they are and not by what they were declared as. Thread-safe.
final class JsonWriter {
  private record Member(String name, Method accessor) {}

  private final Tokens tokens;
  private final Map<Class<?>, List<Member>> records = new ConcurrentHashMap<>();
  private final Map<Class<?>, Spelling> enums = new ConcurrentHashMap<>();

  JsonWriter(Tokens tokens) {
    this.tokens = tokens;
  }

  /// @throws IllegalArgumentException naming the place of a value that JSON has no form for
  Json write(@Nullable Object value) {
    return tokens.write(generator -> new Walk(generator).value(value));
  }

  private final class Walk {
    private final JsonGenerator out;
    private final Path path = new Path();

    Walk(JsonGenerator out) {
      this.out = out;
    }

    void value(@Nullable Object value) {
      switch (value) {
        case null -> out.writeNull();
        case String text -> out.writeString(text);
        case Json json -> out.writeRawValue(json.text());
        case Boolean flag -> out.writeBoolean(flag);
        case Number number -> number(number);
        case Enum<?> constant -> out.writeString(spelling(constant));
        case Optional<?> optional -> value(optional.orElse(null));
        case Map<?, ?> map -> map(map);
        case Collection<?> items -> list(items);
        case Record record -> record(record);
        case Instant _, Duration _, LocalDate _, URI _, UUID _ ->
            out.writeString(value.toString());
        default -> throw refused(value.getClass().getName() + " has no form in JSON");
      }
    }

    private void number(Number number) {
      switch (number) {
        case Integer whole -> out.writeNumber(whole);
        case Long whole -> out.writeNumber(whole);
        case BigInteger whole -> out.writeNumber(whole);
        case BigDecimal decimal -> out.writeNumber(decimal);
        case Double fraction when Double.isFinite(fraction) -> out.writeNumber(fraction);
        case Float fraction when Float.isFinite(fraction) -> out.writeNumber(fraction);
        case Short whole -> out.writeNumber(whole.intValue());
        case Byte whole -> out.writeNumber(whole.intValue());
        default -> throw refused(number + " is no number in JSON");
      }
    }

    private void list(Collection<?> items) {
      out.writeStartArray();
      int index = 0;
      for (Object item : items) {
        path.enter(index++);
        value(item);
        path.leave();
      }
      out.writeEndArray();
    }

    private void map(Map<?, ?> map) {
      out.writeStartObject();
      map.forEach((key, value) -> member(key(key), value));
      out.writeEndObject();
    }

    private String key(@Nullable Object key) {
      return switch (key) {
        case String text -> text;
        case Enum<?> constant -> spelling(constant);
        case Record record when Reflection.isWrapped(record.getClass()) ->
            String.valueOf(content(record));
        case null, default -> throw refused("a key must be text, an enum or a wrapped value");
      };
    }

    private void record(Record record) {
      if (Reflection.isWrapped(record.getClass())) {
        value(content(record));
        return;
      }
      out.writeStartObject();
      for (Member member : members(record.getClass())) {
        Object value = Reflection.call(member.accessor(), record);
        if (value instanceof Optional<?> optional) {
          value = optional.orElse(null);
        }
        if (value != null) {
          member(member.name(), value);
        }
      }
      out.writeEndObject();
    }

    private void member(String name, @Nullable Object value) {
      path.enter(name);
      out.writeName(name);
      value(value);
      path.leave();
    }

    private IllegalArgumentException refused(String why) {
      String at = path.toString();
      return new IllegalArgumentException(at.isEmpty() ? why : at + ": " + why);
    }
  }

  private Object content(Record record) {
    return Reflection.call(members(record.getClass()).getFirst().accessor(), record);
  }

  private String spelling(Enum<?> constant) {
    Class<?> type = constant.getDeclaringClass();
    Spelling spelling = enums.get(type);
    if (spelling == null) {
      spelling = enums.computeIfAbsent(type, Spelling::of);
    }
    return spelling.written().getOrDefault(constant, constant.name());
  }

  private List<Member> members(Class<?> type) {
    List<Member> members = records.get(type);
    return members == null ? records.computeIfAbsent(type, JsonWriter::membersOf) : members;
  }

  private static List<Member> membersOf(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(JsonWriter::memberOf)
        .toList();
  }

  private static Member memberOf(RecordComponent component) {
    return new Member(Reflection.name(component), Reflection.open(component.getAccessor()));
  }
}
