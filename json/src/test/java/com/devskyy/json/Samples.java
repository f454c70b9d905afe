package com.devskyy.json;

import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.NewTask;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Random values of any type that has a form in JSON.
final class Samples {
  private static final List<String> TEXTS =
      List.of("", "x", "ü👗", "a\"b\\c\n\t\u0001", "\u2028", "null", "5", "line of some words");
  private static final List<Json> JSONS =
      List.of(Json.of("{\"a\":[1,2.50]}"), Json.of("[]"), Json.of("\"x\""), Json.of("-1"));

  private final RandomGenerator random;

  Samples(RandomGenerator random) {
    this.random = random;
  }

  Object of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic(generic);
    }
    if (type instanceof TypeVariable<?>) {
      return pick(TEXTS);
    }
    Class<?> plain = (Class<?>) type;
    return switch (plain.getName()) {
      case "java.lang.String" -> pick(TEXTS);
      case "int", "java.lang.Integer" -> random.nextInt() >> random.nextInt(32);
      case "long", "java.lang.Long" -> random.nextLong() >> random.nextInt(64);
      case "double", "java.lang.Double" ->
          random.nextDouble() * Math.pow(10, random.nextInt(-20, 20));
      case "boolean", "java.lang.Boolean" -> random.nextBoolean();
      case "java.math.BigDecimal" ->
          new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(-30, 30));
      case "java.math.BigInteger" -> BigInteger.valueOf(random.nextLong()).pow(random.nextInt(4));
      case "java.time.Instant" ->
          Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
      case "java.time.Duration" -> Duration.ofNanos(random.nextLong() >>> random.nextInt(64));
      case "java.time.LocalDate" -> LocalDate.ofEpochDay(random.nextInt(40_000));
      case "java.lang.Object" -> pick(List.of("x", 1, true, Map.of("a", List.of(1)), List.of()));
      case "com.devskyy.engine.Json" -> pick(JSONS);
      case "com.devskyy.engine.TaskId" ->
          new TaskId.Generator(() -> Instant.EPOCH, random, random.nextInt(1024)).next();
      case "com.devskyy.engine.TypeName" -> new TypeName("t" + random.nextInt(1000));
      case "com.devskyy.engine.Priority" -> new Priority(random.nextInt());
      default -> structured(plain);
    };
  }

  private Object structured(Class<?> type) {
    if (type.isEnum()) {
      return pick(List.of(type.getEnumConstants()));
    }
    if (type.isSealed()) {
      return of(pick(List.of(type.getPermittedSubclasses())));
    }
    // A few records take no sample as it comes.
    if (type == Task.Progress.class) {
      return new Task.Progress(random.nextDouble(), "half");
    }
    if (type == NewTask.class) {
      return NewTask.of((TaskId) of(TaskId.class), (TypeName) of(TypeName.class), pick(JSONS));
    }
    if (!type.isRecord()) {
      throw new IllegalArgumentException("no sample of " + type);
    }
    for (int i = 0; i < 1_000; i++) {
      Object[] values = new Object[type.getRecordComponents().length];
      int at = 0;
      for (RecordComponent component : type.getRecordComponents()) {
        values[at++] = of(component.getGenericType());
      }
      try {
        return Reflection.constructor(type).newInstance(values);
      } catch (ReflectiveOperationException e) {
        // Refused by the record: another one.
      }
    }
    throw new IllegalArgumentException("no sample of " + type);
  }

  private Object generic(ParameterizedType type) {
    Type[] of = type.getActualTypeArguments();
    int size = random.nextInt(4);
    return switch (type.getRawType().getTypeName()) {
      case "java.util.Optional" -> size == 0 ? Optional.empty() : Optional.of(of(of[0]));
      case "java.util.List" -> {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          list.add(of(of[0]));
        }
        yield list;
      }
      case "java.util.Set" -> {
        Set<Object> set = new LinkedHashSet<>();
        for (int i = 0; i < size; i++) {
          set.add(of(of[0]));
        }
        yield set;
      }
      case "java.util.Map" -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
          map.put(of(of[0]), of(of[1]));
        }
        yield map;
      }
      default -> throw new IllegalArgumentException("no sample of " + type);
    };
  }

  private <T> T pick(List<? extends T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
