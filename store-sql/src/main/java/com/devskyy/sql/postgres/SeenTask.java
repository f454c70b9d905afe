package com.devskyy.sql.postgres;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.sql.shared.Codes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads tasks from rows of the view `seen`, or of a claim.
final class SeenTask {
  /// Columns of `seen` in the order in which they are read.
  static final String COLUMNS =
      "s.id, s.queue, s.status, s.priority, s.run, s.attempt, s.crashes, s.created_at, s.due_at,"
          + " s.version, s.user_id, s.tier, s.deadline, s.first_started_at, s.started_at, s.ended_at,"
          + " s.worker, s.progress, s.progress_message, s.cancel_requested, s.parent, s.error_type,"
          + " s.error_message, s.error_detail, s.run_limit_ms";

  private SeenTask() {}

  /// Reads the row under the cursor, which has [#COLUMNS] first.
  static Task read(ResultSet rows, TypeName type, Optional<Json> input, Optional<Json> result)
      throws SQLException {
    double progress = rows.getDouble(18);
    boolean progressed = !rows.wasNull();
    return new Task(
        new TaskId(rows.getString(1)),
        type,
        Codes.status(rows.getInt(3)),
        new Priority(rows.getInt(4)),
        Optional.ofNullable(rows.getString(11)),
        Optional.ofNullable(rows.getString(12)),
        input,
        result,
        error(rows.getString(22), rows.getString(23), rows.getString(24)),
        rows.getInt(5),
        rows.getInt(6),
        rows.getInt(7),
        Instant.ofEpochMilli(rows.getLong(8)),
        Instant.ofEpochMilli(rows.getLong(9)),
        time(rows, 13),
        duration(rows, 25),
        time(rows, 14),
        time(rows, 15),
        time(rows, 16),
        Optional.ofNullable(rows.getString(17)),
        progressed
            ? Optional.of(new Task.Progress(progress, rows.getString(19)))
            : Optional.empty(),
        rows.getBoolean(20),
        Optional.ofNullable(rows.getString(21)).map(TaskId::new),
        rows.getLong(10));
  }

  /// Reads a task that has just been claimed, from the columns of `claim` from the sixth on.
  static Task claimed(ResultSet rows, TaskId id, int run, TypeName type, String worker, Instant now)
      throws SQLException {
    return new Task(
        id,
        type,
        TaskStatus.PROCESSING,
        new Priority(rows.getInt(8)),
        Optional.ofNullable(rows.getString(14)),
        Optional.ofNullable(rows.getString(15)),
        Optional.of(Json.ofBytes(rows.getBytes(22))),
        Optional.empty(),
        error(rows.getString(19), rows.getString(20), rows.getString(21)),
        run,
        rows.getInt(9),
        rows.getInt(10),
        Instant.ofEpochMilli(rows.getLong(11)),
        Instant.ofEpochMilli(rows.getLong(12)),
        time(rows, 16),
        duration(rows, 23),
        time(rows, 17),
        Optional.of(now),
        Optional.empty(),
        Optional.of(worker),
        Optional.empty(),
        false,
        Optional.ofNullable(rows.getString(18)).map(TaskId::new),
        rows.getLong(13));
  }

  /// An error from its three columns; empty when there is none.
  static Optional<TaskError> error(
      @Nullable String type, @Nullable String message, @Nullable String detail) {
    return type == null
        ? Optional.empty()
        : Optional.of(
            new TaskError(
                ErrorType.ofWire(type),
                message == null ? "" : message,
                detail == null ? "" : detail));
  }

  private static Optional<Duration> duration(ResultSet rows, int column) throws SQLException {
    long millis = rows.getLong(column);
    return rows.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }

  private static Optional<Instant> time(ResultSet rows, int column) throws SQLException {
    long millis = rows.getLong(column);
    return rows.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
