package com.devskyy.engine.store;

import com.devskyy.engine.Codec;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.TypeName;
import java.time.Duration;

/// A task type as workers make it known, so that producers and people can use types that their own
/// build lacks.
///
/// @param name its name and queue
/// @param description one line for people
/// @param inputSchema JSON Schema of the input
/// @param outputSchema JSON Schema of the result
/// @param maxAttempts most attempts
/// @param runLimit longest run
/// @param retention how long completed, cancelled and expired tasks are kept
public record TypeRegistration(
    TypeName name,
    String description,
    Json inputSchema,
    Json outputSchema,
    int maxAttempts,
    Duration runLimit,
    Duration retention) {
  /// What a type says of itself.
  ///
  /// @param defaultRunLimit of the worker, for a type that declares none
  public static TypeRegistration of(TaskType<?, ?> type, Codec codec, Duration defaultRunLimit) {
    return new TypeRegistration(
        type.name(),
        type.description(),
        codec.schema(type.input()),
        codec.schema(type.output()),
        type.retry().maxAttempts(),
        type.runLimit().orElse(defaultRunLimit),
        type.retention());
  }
}
