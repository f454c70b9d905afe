package com.devskyy.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The one shape in which every ended task is reported to its callers: `status` (`success` or
/// `failed`), `task_id`, `result` and `completed_at`, or `error`, `error_type` and `failed_at`,
/// with `user_id` and the type's echoed fields.
public final class Envelope {
  private Envelope() {}

  /// The envelope of an ended task.
  ///
  /// @param echo input fields to repeat, see [TaskType#echo()]
  /// @throws IllegalArgumentException when the task has not ended
  public static Json of(Task task, List<String> echo, Codec codec) {
    return of(task, task.id().value(), "success", echo, codec);
  }

  /// As above, in words that an older reader knows.
  ///
  /// @param id by which the reader knows the task
  /// @param completed the status that a success has for the reader
  public static Json of(Task task, String id, String completed, List<String> echo, Codec codec) {
    var ended =
        task.endedAt()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "task %s is %s and has no envelope yet"
                            .formatted(task.id(), task.status().wire())));
    boolean success = task.status() == TaskStatus.COMPLETED;
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", success ? completed : "failed");
    fields.put("task_id", id);
    task.input()
        .ifPresent(
            input ->
                echo.forEach(
                    name -> codec.member(input, name).ifPresent(value -> fields.put(name, value))));
    if (success) {
      fields.put("result", task.result().orElse(Json.NULL));
    } else {
      TaskError error =
          task.error().orElseGet(() -> new TaskError(ErrorType.INTERNAL, "ended without an error"));
      fields.put("error", error.message());
      fields.put("error_type", error.type());
    }
    task.userId().ifPresent(user -> fields.put("user_id", user));
    fields.put(success ? "completed_at" : "failed_at", ended);
    return codec.encode(fields);
  }
}
