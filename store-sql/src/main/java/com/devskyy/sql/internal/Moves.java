package com.devskyy.sql.internal;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskStatus;
import com.devskyy.sql.shared.Codes;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Moves one task from place to place, and keeps everything right that hangs on where it is: turns
/// and floors, counts, payload bytes, unique keys, hints. The ordinary ways (insert, claim,
/// completion) do the same for many tasks at once in classes of their own.
///
/// A move changes the [Head]'s fields, which then hold what is stored.
final class Moves {
  private static final String SAVE =
      """
      UPDATE task SET status = ?, level = ?, tag = ?, priority = ?, run = ?, attempt = ?,
        crashes = ?, version = ?, due_at = ?, deadline = ?, first_started_at = ?, started_at = ?,
        worker = ?, token = ?, wrote = ?, error_type = ?, error_message = ?,
        error_detail = ?
      WHERE seq = ?
      """;
  private static final String ENTER_WAIT =
      "INSERT INTO due (status, due_at, id, seq) VALUES (?, ?, ?, ?)";
  private static final String LEAVE_WAIT =
      "DELETE FROM due WHERE status = ? AND due_at = ? AND id = ?";
  private static final String CAN_EXPIRE = "INSERT INTO expiry (deadline, id) VALUES (?, ?)";
  private static final String CANNOT_EXPIRE = "DELETE FROM expiry WHERE deadline = ? AND id = ?";
  private static final String ENTER_LINE =
      "INSERT INTO ready (queue, lane, tag, id, seq) VALUES (?, ?, ?, ?, ?)";
  private static final String LEAVE_LINE =
      "DELETE FROM ready WHERE queue = ? AND lane = ? AND tag = ? AND id = ?";
  private static final String LEAVE_RUN = "DELETE FROM lease WHERE id = ?";
  private static final String RECORD_RUN =
      """
      INSERT INTO run (seq, run, attempt, worker, started_at, ended_at, how, error_type,
        error_message, error_detail)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String END =
      """
      INSERT INTO ended (seq, id, queue, status, ended_at, bytes, run, version, token, wrote,
        started_at, worker)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String LEAVE_END = "DELETE FROM ended WHERE seq = ?";
  private static final String RELEASE_KEY =
      "DELETE FROM unique_key WHERE queue = ? AND value = ? AND id = ? AND until IS NULL";
  private static final List<String> REMOVE =
      List.of(
          "DELETE FROM task WHERE seq IN " + Db.LISTED,
          "DELETE FROM ended WHERE seq IN " + Db.LISTED,
          "DELETE FROM large_input WHERE seq IN " + Db.LISTED,
          "DELETE FROM large_result WHERE seq IN " + Db.LISTED,
          "DELETE FROM run WHERE seq IN " + Db.LISTED,
          "DELETE FROM step WHERE seq IN " + Db.LISTED,
          "DELETE FROM log WHERE seq IN " + Db.LISTED,
          "DELETE FROM cost WHERE seq IN " + Db.LISTED);

  private final Tx tx;

  Moves(Tx tx) {
    this.tx = tx;
  }

  /// Puts a task in line, due now: with a turn of its user's, or at the head, uncharged.
  void toLine(Head task, boolean newTurn) throws SQLException {
    leave(task);
    enterLine(task, newTurn);
  }

  /// Gives a task that waits another priority; in line, one that changes level takes a new turn.
  void reprioritise(Head task, Priority priority) throws SQLException {
    boolean changesLine =
        task.row.status == TaskStatus.QUEUED
            && !task.isSuspect()
            && task.level() != Codes.of(priority.level());
    if (changesLine) {
      leave(task);
      task.row.priority = priority.value();
      enterLine(task, true);
    } else {
      queue(task).count(task.row.status, -1);
      task.row.priority = priority.value();
      save(task);
    }
  }

  /// Lets a task wait for a time.
  ///
  /// @param status scheduled or retrying
  void toWait(Head task, TaskStatus status, long due) throws SQLException {
    leave(task);
    TaskRow row = task.row;
    row.status = status;
    row.dueAt = due;
    tx.db.update(ENTER_WAIT, Codes.of(status), due, row.id.value(), row.seq);
    canExpire(row);
    save(task);
  }

  /// Ends a task in anything but completion.
  void toEnd(Head task, TaskStatus end, TaskError error, long now) throws SQLException {
    leave(task);
    TaskRow row = task.row;
    row.status = end;
    row.error = error;
    row.endedAt = now;
    task.endedBytes = row.inputBytes;
    save(task);
    tx.db.update(
        END,
        row.seq,
        row.id.value(),
        row.queue,
        Codes.of(end),
        now,
        task.endedBytes,
        row.run,
        row.version,
        task.token,
        task.wrote,
        row.startedAt,
        row.worker);
    queue(task).addBytes(end, task.endedBytes);
    if (task.uniqueKey != null) {
      releaseKey(row.queue, task.uniqueKey, row.id.value());
    }
  }

  /// Its deadline passed before it could run.
  void expire(Head task, long now) throws SQLException {
    long deadline = task.row.deadline == null ? now : task.row.deadline;
    toEnd(
        task,
        TaskStatus.EXPIRED,
        new TaskError(
            ErrorType.EXPIRED,
            "the deadline %s passed before it could run".formatted(Instant.ofEpochMilli(deadline))),
        now);
  }

  /// Ended by request.
  void cancel(Head task, String reason, long now) throws SQLException {
    toEnd(task, TaskStatus.CANCELLED, new TaskError(ErrorType.CANCELLED, reason), now);
  }

  /// Keeps a run that ended in anything but completion; before the move that follows from it.
  void recordRun(Head task, String how, @Nullable TaskError error, long now) throws SQLException {
    TaskRow row = task.row;
    tx.db.update(
        RECORD_RUN,
        row.seq,
        row.run,
        row.attempt,
        row.worker,
        row.startedAt,
        now,
        how,
        error == null ? null : error.type().wire(),
        error == null ? null : error.message(),
        error == null ? null : error.detail());
  }

  /// Removes ended tasks with all that belongs to them.
  ///
  /// @param seqs the tasks, whose counts and bytes the caller has taken off
  void remove(List<Long> seqs) throws SQLException {
    String listed = Db.list(seqs);
    for (String sql : REMOVE) {
      tx.db.update(sql, listed);
    }
  }

  /// Gives a key free that was held until its task's end.
  void releaseKey(int queue, String value, String id) throws SQLException {
    tx.db.update(RELEASE_KEY, queue, value, id);
  }

  Queue queue(Head task) throws SQLException {
    return tx.queues.of(task.row.queue);
  }

  /// Takes a task out of the place where it is.
  private void leave(Head task) throws SQLException {
    TaskRow row = task.row;
    queue(task).count(row.status, -1);
    switch (row.status) {
      case QUEUED -> {
        Level lane = queue(task).lane(task.lane());
        long tag = task.tag == null ? 0 : task.tag;
        tx.db.update(LEAVE_LINE, row.queue, lane.lane(), tag, row.id.value());
        lane.taken(tag);
        task.tag = null;
        cannotExpire(row);
      }
      case PROCESSING -> {
        tx.db.update(LEAVE_RUN, row.id.value());
        task.until = null;
        task.cancelReason = null;
      }
      case COMPLETED, FAILED, CANCELLED, EXPIRED -> {
        tx.db.update(LEAVE_END, row.seq);
        queue(task).addBytes(row.status, -task.endedBytes);
        row.endedAt = null;
      }
      case WAITING, SCHEDULED, RETRYING -> {
        tx.db.update(LEAVE_WAIT, Codes.of(row.status), row.dueAt, row.id.value());
        cannotExpire(row);
      }
    }
  }

  private void enterLine(Head task, boolean newTurn) throws SQLException {
    TaskRow row = task.row;
    row.status = TaskStatus.QUEUED;
    Queue queue = queue(task);
    Level lane = queue.lane(task.lane());
    long tag = 0;
    if (!task.isSuspect()) {
      tag = newTurn ? lane.takeTurn(task.user(), task.weight) : lane.virtualTime();
    }
    lane.added(tag);
    task.tag = tag;
    tx.db.update(ENTER_LINE, queue.ref(), lane.lane(), tag, row.id.value(), row.seq);
    canExpire(row);
    tx.claimable(queue.name());
    save(task);
  }

  private void canExpire(TaskRow row) throws SQLException {
    if (row.deadline != null) {
      tx.db.update(CAN_EXPIRE, row.deadline, row.id.value());
    }
  }

  private void cannotExpire(TaskRow row) throws SQLException {
    if (row.deadline != null) {
      tx.db.update(CANNOT_EXPIRE, row.deadline, row.id.value());
    }
  }

  private void save(Head task) throws SQLException {
    TaskRow row = task.row;
    row.version++;
    boolean waitsForTime =
        switch (row.status) {
          case WAITING, SCHEDULED, RETRYING -> true;
          case QUEUED, PROCESSING, COMPLETED, FAILED, CANCELLED, EXPIRED -> false;
        };
    TaskError error = row.error;
    tx.db.update(
        SAVE,
        Codes.of(waitsForTime ? row.status : TaskStatus.QUEUED),
        task.level(),
        task.tag,
        row.priority,
        row.run,
        row.attempt,
        row.crashes,
        row.version,
        row.dueAt,
        row.deadline,
        row.firstStartedAt,
        row.startedAt,
        row.worker,
        task.token,
        task.wrote,
        error == null ? null : error.type().wire(),
        error == null ? null : error.message(),
        error == null ? null : error.detail(),
        row.seq);
    queue(task).count(row.status, 1);
    tx.changed(row.id);
  }
}
