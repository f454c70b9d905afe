package com.devskyy.sql.internal;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.sql.shared.Codes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is visible of a task, read from its row and from the place where it is.
///
/// Each value read costs a call into native code, and most are absent from most tasks: so a mask of
/// what is present is read first, and only that.
final class TaskRow {
  /// Columns read here; whoever reads more begins after them.
  static final int COLUMNS = 27;

  /// Of a task wherever it is; goes with [#FROM].
  static final String ANY =
      """
      (t.user_id IS NOT NULL) + 2 * (t.tier IS NOT NULL) + 4 * (t.deadline IS NOT NULL)
      + 8 * (t.first_started_at IS NOT NULL OR l.id IS NOT NULL OR e.status IS 5)
      + 16 * (COALESCE(l.started_at, e.started_at, t.started_at) IS NOT NULL)
      + 32 * (e.seq IS NOT NULL) + 64 * (COALESCE(l.worker, e.worker, t.worker) IS NOT NULL)
      + 128 * (l.progress IS NOT NULL) + 256 * (l.cancel_reason IS NOT NULL)
      + 512 * (t.parent IS NOT NULL) + 1024 * (t.error_type IS NOT NULL AND e.status IS NOT 5)
      + 2048 * (t.run_limit_ms IS NOT NULL),
      t.seq, t.id, t.queue,
      CASE WHEN l.id IS NOT NULL THEN 3 WHEN e.seq IS NOT NULL THEN e.status ELSE t.status END,
      t.priority, COALESCE(l.run, e.run, t.run), t.attempt, t.crashes, t.created_at, t.due_at,
      COALESCE(l.version, e.version, t.version), t.input_bytes,
      t.user_id, t.tier, t.deadline, COALESCE(t.first_started_at, l.started_at, e.started_at),
      COALESCE(l.started_at, e.started_at, t.started_at), e.ended_at,
      COALESCE(l.worker, e.worker, t.worker), l.progress, l.progress_message, t.parent,
      t.error_type, t.error_message, t.error_detail, t.run_limit_ms""";

  static final String FROM =
      " FROM task t LEFT JOIN lease l ON l.id = t.id LEFT JOIN ended e ON e.seq = t.seq";

  /// Of a queued task, from `task t` alone.
  static final String QUEUED =
      """
      (t.user_id IS NOT NULL) + 2 * (t.tier IS NOT NULL) + 4 * (t.deadline IS NOT NULL)
      + 8 * (t.first_started_at IS NOT NULL) + 16 * (t.started_at IS NOT NULL)
      + 64 * (t.worker IS NOT NULL) + 512 * (t.parent IS NOT NULL)
      + 1024 * (t.error_type IS NOT NULL) + 2048 * (t.run_limit_ms IS NOT NULL),
      t.seq, t.id, t.queue, 2, t.priority, t.run, t.attempt, t.crashes, t.created_at, t.due_at,
      t.version, t.input_bytes, t.user_id, t.tier, t.deadline, t.first_started_at, t.started_at,
      NULL, t.worker, NULL, NULL, t.parent, t.error_type, t.error_message, t.error_detail, t.run_limit_ms""";

  /// The input, wherever it is.
  static final String INPUT =
      "COALESCE(t.input, (SELECT bytes FROM large_input WHERE seq = t.seq))";

  /// The result, wherever it is; absent when there is none.
  static final String RESULT =
      "COALESCE(e.result, (SELECT bytes FROM large_result WHERE seq = e.seq))";

  private static final int USER = 1;
  private static final int TIER = 2;
  private static final int DEADLINE = 4;
  private static final int FIRST_STARTED = 8;
  private static final int STARTED = 16;
  private static final int ENDED = 32;
  private static final int WORKER = 64;
  private static final int PROGRESS = 128;
  private static final int CANCEL = 256;
  private static final int PARENT = 512;
  private static final int ERROR = 1024;
  private static final int RUN_LIMIT = 2048;

  long seq;
  TaskId id;
  int queue;
  TaskStatus status;
  int priority;
  int run;
  int attempt;
  int crashes;
  long createdAt;
  long dueAt;
  long version;
  int inputBytes;
  @Nullable String user;
  @Nullable String tier;
  @Nullable Long deadline;
  @Nullable Long firstStartedAt;
  @Nullable Long startedAt;
  @Nullable Long endedAt;
  @Nullable String worker;
  Task.@Nullable Progress progress;
  boolean cancelRequested;
  @Nullable String parent;
  @Nullable TaskError error;
  @Nullable Long runLimit;
  byte @Nullable [] input;
  byte @Nullable [] result;

  /// Reads the row under the cursor.
  TaskRow(Rows rows) throws SQLException {
    int present = rows.integer(1);
    seq = rows.number(2);
    id = new TaskId(rows.text(3));
    queue = rows.integer(4);
    status = Codes.status(rows.integer(5));
    priority = rows.integer(6);
    run = rows.integer(7);
    attempt = rows.integer(8);
    crashes = rows.integer(9);
    createdAt = rows.number(10);
    dueAt = rows.number(11);
    version = rows.number(12);
    inputBytes = rows.integer(13);
    user = (present & USER) != 0 ? rows.text(14) : null;
    tier = (present & TIER) != 0 ? rows.text(15) : null;
    deadline = (present & DEADLINE) != 0 ? rows.number(16) : null;
    firstStartedAt = (present & FIRST_STARTED) != 0 ? rows.number(17) : null;
    startedAt = (present & STARTED) != 0 ? rows.number(18) : null;
    endedAt = (present & ENDED) != 0 ? rows.number(19) : null;
    worker = (present & WORKER) != 0 ? rows.text(20) : null;
    progress = (present & PROGRESS) != 0 ? new Task.Progress(rows.real(21), rows.text(22)) : null;
    cancelRequested = (present & CANCEL) != 0;
    parent = (present & PARENT) != 0 ? rows.text(23) : null;
    error = (present & ERROR) != 0 ? error(rows, 24) : null;
    runLimit = (present & RUN_LIMIT) != 0 ? rows.number(27) : null;
  }

  /// Reads an error from three columns.
  static TaskError error(Rows rows, int column) throws SQLException {
    return new TaskError(
        ErrorType.ofWire(rows.text(column)), rows.text(column + 1), rows.text(column + 2));
  }

  boolean isPastDeadline(long now) {
    return deadline != null && deadline <= now;
  }

  /// What callers see.
  Task toTask(TypeName type) {
    return new Task(
        id,
        type,
        status,
        new Priority(priority),
        Optional.ofNullable(user),
        Optional.ofNullable(tier),
        Optional.ofNullable(input).map(Json::ofBytes),
        Optional.ofNullable(result).map(Json::ofBytes),
        Optional.ofNullable(error),
        run,
        attempt,
        crashes,
        Instant.ofEpochMilli(createdAt),
        Instant.ofEpochMilli(dueAt),
        time(deadline),
        Optional.ofNullable(runLimit).map(Duration::ofMillis),
        time(firstStartedAt),
        time(startedAt),
        time(endedAt),
        Optional.ofNullable(worker),
        Optional.ofNullable(progress),
        cancelRequested,
        Optional.ofNullable(parent).map(TaskId::new),
        version);
  }

  private static Optional<Instant> time(@Nullable Long millis) {
    return millis == null ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
