package com.devskyy.engine.store;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import java.util.Optional;

/// Which page of tasks. The order follows the status asked for:
///
/// - none: id, newest first
/// - `queued`: by type; within it as they will run: suspects first, then level descending, tag, id
/// - `scheduled`, `retrying`, `waiting`: due time, then id, soonest first
/// - `processing`: id, oldest first
/// - an end: end time, then id, latest first
///
/// @param status only this one
/// @param type only this one
/// @param userId filtered while scanning
/// @param errorType filtered while scanning
/// @param after the cursor of the page before; empty for the first
/// @param limit most tasks, 1 to [TaskStore#MAX_BATCH]
public record TaskQuery(
    Optional<TaskStatus> status,
    Optional<TypeName> type,
    Optional<String> userId,
    Optional<ErrorType> errorType,
    Optional<String> after,
    int limit) {
  public TaskQuery {
    if (limit < 1 || limit > TaskStore.MAX_BATCH) {
      throw new IllegalArgumentException(
          "limit must be 1 to %d, was %d".formatted(TaskStore.MAX_BATCH, limit));
    }
  }

  /// The newest tasks of any kind.
  public static TaskQuery newest(int limit) {
    return new TaskQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }

  /// Tasks of one status.
  public static TaskQuery of(TaskStatus status, int limit) {
    return new TaskQuery(
        Optional.of(status),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }
}
