package com.devskyy.engine.store;

import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A task to be stored. Everything in it has been checked.
///
/// @param id made by the client
/// @param type its type and queue
/// @param input at most [TaskStore#MAX_PAYLOAD] bytes
/// @param priority decides the level
/// @param userId whose turn it takes; 1 to 200 characters
/// @param tier the name behind `weight`, for people to read
/// @param weight the user's share against others of the level; a divisor of [FairShare#TURN]
/// @param dueAt runs at once when absent or past
/// @param deadline expires unless it is running by then
/// @param runLimit lets a run last longer than the task's type does; at least 1 ms
/// @param uniqueKey refuses a second one
/// @param parent the task that enqueued it
public record NewTask(
    TaskId id,
    TypeName type,
    Json input,
    Priority priority,
    Optional<String> userId,
    Optional<String> tier,
    int weight,
    Optional<Instant> dueAt,
    Optional<Instant> deadline,
    Optional<Duration> runLimit,
    Optional<UniqueKey> uniqueKey,
    Optional<TaskId> parent) {
  public NewTask {
    if (input.length() > TaskStore.MAX_PAYLOAD) {
      throw new IllegalArgumentException(
          "input must be at most %,d bytes, was %,d; keep larger things as artifacts"
              .formatted(TaskStore.MAX_PAYLOAD, input.length()));
    }
    userId.ifPresent(user -> checkName("user_id", user));
    tier.ifPresent(name -> checkName("tier", name));
    FairShare.checkWeight(weight);
    runLimit = runLimit.map(NewTask::checkRunLimit);
  }

  private static Duration checkRunLimit(Duration limit) {
    Duration cut = limit.truncatedTo(ChronoUnit.MILLIS);
    if (!cut.isPositive()) {
      throw new IllegalArgumentException("run_limit must be at least 1 ms, was " + limit);
    }
    return cut;
  }

  private static void checkName(String field, String value) {
    if (value.isEmpty() || value.length() > 200 || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "%s must be 1 to 200 characters without NUL, had %d".formatted(field, value.length()));
    }
  }

  /// A task with defaults: normal priority, due now, no user.
  public static NewTask of(TaskId id, TypeName type, Json input) {
    return new NewTask(
        id,
        type,
        input,
        Priority.NORMAL,
        Optional.empty(),
        Optional.empty(),
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
