package com.devskyy.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A sealed interface: one of its records, told apart by what they hold.
final class Union implements Shape {
  private final Class<?> type;
  private List<Shape> shapes = List.of();
  private List<Schema> schemas = List.of();

  Union(Class<?> type) {
    this.type = type;
  }

  void complete(List<Shape> shapes) {
    this.shapes = List.copyOf(shapes);
  }

  /// To be called once every shape below is complete.
  void compile() {
    schemas = shapes.stream().map(SchemaScope::compile).toList();
  }

  @Override
  public Map<String, @Nullable Object> schema(SchemaScope scope) {
    return scope.enclose(
        type,
        inner -> {
          Map<String, @Nullable Object> schema = new LinkedHashMap<>();
          schema.put("anyOf", shapes.stream().map(shape -> shape.schema(inner)).toList());
          return schema;
        });
  }

  @Override
  public @Nullable Object read(@Nullable Object tree, Reading reading) {
    Shape closest = null;
    int distance = Integer.MAX_VALUE;
    for (int i = 0; i < shapes.size(); i++) {
      Findings attempt = reading.findings().attempt();
      schemas.get(i).check(tree, attempt);
      if (attempt.distance() < distance) {
        closest = shapes.get(i);
        distance = attempt.distance();
      }
    }
    return closest == null ? null : closest.read(tree, reading);
  }
}
