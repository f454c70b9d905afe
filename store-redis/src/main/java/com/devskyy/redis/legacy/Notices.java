package com.devskyy.redis.legacy;

import com.devskyy.engine.Codec;
import com.devskyy.engine.Envelope;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The JSON that the existing producers read. Pure.
///
/// @param codec writes it
/// @param completed how they read of a success: `completed` or `success`
/// @param echo input fields that a type's envelope repeats
/// @param hostOf where a worker runs
record Notices(
    Codec codec,
    String completed,
    Function<TypeName, List<String>> echo,
    Function<String, String> hostOf) {
  private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(5);

  /// A task as it stands.
  ///
  /// @param createdAt as its producer wrote it
  Json task(String alias, Task task, Optional<Object> createdAt) {
    Map<String, Object> fields = fields(alias, task);
    createdAt.ifPresent(at -> fields.put("created_at", at));
    fields.put(LegacyValue.RESTATED, task.id());
    return codec.encode(fields);
  }

  private Map<String, Object> fields(String alias, Task task) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("task_id", alias);
    fields.put("task_type", task.type());
    fields.put("data", task.input().orElse(Json.NULL));
    fields.put("status", status(task.status()));
    fields.put("created_at", task.createdAt());
    fields.put("priority", task.priority().value());
    fields.put("timeout", task.runLimit().orElse(USUAL_TIMEOUT).toSeconds());
    task.startedAt().ifPresent(at -> fields.put("started_at", at));
    task.endedAt()
        .or(task::startedAt)
        .or(() -> Optional.of(task.createdAt()))
        .ifPresent(at -> fields.put("updated_at", at));
    task.worker().ifPresent(worker -> fields.put("worker_host", hostOf.apply(worker)));
    return fields;
  }

  /// In the four words that they know.
  private static String status(TaskStatus status) {
    return switch (status) {
      case WAITING, SCHEDULED, QUEUED, RETRYING -> "queued";
      case PROCESSING -> "processing";
      case COMPLETED -> "completed";
      case FAILED, CANCELLED, EXPIRED -> "failed";
    };
  }

  /// The envelope of an ended task, for those who wait for it.
  Json result(String alias, Task task) {
    return Envelope.of(task, alias, completed, echo.apply(task.type()), codec);
  }

  /// The same with the platform's own word for success.
  Json taskResult(String alias, Task task) {
    return Envelope.of(task, alias, "success", echo.apply(task.type()), codec);
  }

  /// A dead letter.
  Json deadLetter(String alias, Task task) {
    TaskError error = task.error().orElseThrow();
    return deadLetter(
        alias,
        fields(alias, task),
        error,
        task.endedAt().orElseThrow(),
        task.worker().map(hostOf).orElse(""));
  }

  private Json deadLetter(
      String alias, Object task, TaskError error, Instant failedAt, String host) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("task_id", alias);
    fields.put("task_data", task);
    fields.put("error", error.message());
    fields.put("error_type", error.type());
    fields.put("failed_at", failedAt);
    fields.put("worker_host", host);
    return codec.encode(fields);
  }

  /// The dead letter of what never became a task.
  ///
  /// @param value what was found, as text
  Json refusal(String alias, String value, TaskError error, Instant now) {
    return deadLetter(alias, value, error, now, "");
  }

  /// The envelope of what never became a task.
  Json refused(String alias, TaskError error, Instant now) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", "failed");
    fields.put("task_id", alias);
    fields.put("error", error.message());
    fields.put("error_type", error.type());
    fields.put("failed_at", now);
    return codec.encode(fields);
  }

  /// What is published once a result can be read.
  Json told(String alias, TaskStatus end) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("task_id", alias);
    fields.put("status", end == TaskStatus.COMPLETED ? completed : "failed");
    return codec.encode(fields);
  }

  /// What is published of what never became a task.
  Json toldRefused(String alias) {
    return told(alias, TaskStatus.FAILED);
  }
}
