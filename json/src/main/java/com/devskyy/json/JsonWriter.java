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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Java values to JSON, by what they are and not by what they were declared as. Thread-safe.
final class JsonWriter {
  private static final Set<Class<?>> WRITTEN_AS_TEXT =
      Set.of(Instant.class, Duration.class, LocalDate.class, URI.class, UUID.class);
  private static final Set<Class<?>> WHOLE =
      Set.of(Integer.class, Long.class, Short.class, Byte.class);

  private record Member(String name, Method accessor) {}

  /// @param wrapped whether its one member stands for it
  private record Members(boolean wrapped, List<Member> list) {}

  private final Tokens tokens;
  private final Map<Class<?>, Members> records = new ConcurrentHashMap<>();
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

    /// Not a pattern switch: those are linked when first run, which costs a command line 10 ms
    /// each.
    void value(@Nullable Object value) {
      if (value == null) {
        out.writeNull();
      } else if (value instanceof String text) {
        out.writeString(text);
      } else if (value instanceof Record record) {
        record(record);
      } else if (value instanceof Number number) {
        number(number);
      } else if (value instanceof Boolean flag) {
        out.writeBoolean(flag);
      } else if (value instanceof Enum<?> constant) {
        out.writeString(spelling(constant));
      } else if (value instanceof Map<?, ?> map) {
        map(map);
      } else if (value instanceof Collection<?> items) {
        list(items);
      } else if (value instanceof Optional<?> optional) {
        value(optional.orElse(null));
      } else if (value instanceof Json json) {
        out.writeRawValue(json.text());
      } else if (WRITTEN_AS_TEXT.contains(value.getClass())) {
        out.writeString(value.toString());
      } else {
        throw refused(value.getClass().getName() + " has no form in JSON");
      }
    }

    private void number(Number number) {
      if (number instanceof Double || number instanceof Float) {
        double fraction = number.doubleValue();
        if (!Double.isFinite(fraction)) {
          throw refused(number + " is no number in JSON");
        }
        out.writeNumber(number.toString());
      } else if (number instanceof BigDecimal decimal) {
        out.writeNumber(decimal);
      } else if (number instanceof BigInteger whole) {
        out.writeNumber(whole);
      } else if (WHOLE.contains(number.getClass())) {
        out.writeNumber(number.longValue());
      } else {
        throw refused(number.getClass().getName() + " has no form in JSON");
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
      if (key instanceof String text) {
        return text;
      }
      if (key instanceof Enum<?> constant) {
        return spelling(constant);
      }
      if (key instanceof Record record && members(record.getClass()).wrapped()) {
        return String.valueOf(content(members(record.getClass()), record));
      }
      throw refused("a key must be text, an enum or a wrapped value");
    }

    private void record(Record record) {
      Members members = members(record.getClass());
      if (members.wrapped()) {
        value(content(members, record));
        return;
      }
      out.writeStartObject();
      for (Member member : members.list()) {
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

  private static Object content(Members members, Record record) {
    return Reflection.call(members.list().getFirst().accessor(), record);
  }

  private String spelling(Enum<?> constant) {
    Class<?> type = constant.getDeclaringClass();
    Spelling spelling = enums.get(type);
    if (spelling == null) {
      spelling = enums.computeIfAbsent(type, Spelling::of);
    }
    return spelling.written().getOrDefault(constant, constant.name());
  }

  private Members members(Class<?> type) {
    Members members = records.get(type);
    return members == null ? records.computeIfAbsent(type, JsonWriter::membersOf) : members;
  }

  private static Members membersOf(Class<?> type) {
    return new Members(
        Reflection.isWrapped(type),
        Arrays.stream(type.getRecordComponents()).map(JsonWriter::memberOf).toList());
  }

  private static Member memberOf(RecordComponent component) {
    return new Member(Reflection.name(component), Reflection.open(component.getAccessor()));
  }
}
