package com.devskyy.sql.internal;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes what attempts have to say. Completions of one call are written together; everything else
/// is rare enough to go one by one.
final class Applying {
  private static final String LAST_LEASE =
      """
      SELECT COALESCE(l.run, e.run, t.run), COALESCE(l.token, e.token, t.token),
        COALESCE(l.wrote, e.wrote, t.wrote)"""
          + TaskRow.FROM
          + " WHERE t.id = ?";
  private static final String COMPLETE =
      """
      INSERT INTO ended (seq, id, queue, status, ended_at, bytes, run, version, token, wrote,
        started_at, worker, result_bytes, result)
      VALUES (?, ?, ?, 5, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String LARGE = "INSERT INTO large_result (seq, bytes) VALUES (?, ?)";
  private static final String LEAVE_RUNS = "DELETE FROM lease WHERE id IN " + Db.LISTED;
  private static final String SET_WROTE = "UPDATE lease SET wrote = ?, version = ? WHERE id = ?";
  private static final String RELEASE_KEY =
      """
      DELETE FROM unique_key
      WHERE queue = ? AND value = (SELECT unique_key FROM task WHERE seq = ?)
        AND id = ? AND until IS NULL
      """;

  private final Tx tx;
  private final long now;
  private final Map<TaskId, HeldLease> leases;
  private final List<TaskId> completed = new ArrayList<>();

  private Applying(Tx tx, long now, Map<TaskId, HeldLease> leases) {
    this.tx = tx;
    this.now = now;
    this.leases = leases;
  }

  /// See `TaskStore.apply`.
  static List<Write.Answer> apply(Tx tx, List<Write> writes, Instant now) throws SQLException {
    var tasks = new ArrayList<TaskId>(writes.size());
    for (Write write : writes) {
      tasks.add(write.lease().task());
    }
    var applying = new Applying(tx, now.toEpochMilli(), HeldLease.of(tx.db, tasks));
    var answers = new ArrayList<Write.Answer>(writes.size());
    for (Write write : writes) {
      answers.add(applying.apply(write));
    }
    applying.flush();
    return answers;
  }

  private Write.Answer apply(Write write) throws SQLException {
    HeldLease lease = leases.get(write.lease().task());
    if (lease == null) {
      return answerAfterEnd(write);
    }
    if (!lease.is(write.lease())) {
      return Write.Answer.LOST;
    }
    if (write.n() <= lease.wrote) {
      return Write.Answer.ALREADY_APPLIED;
    }
    if (lease.over) {
      return Write.Answer.LOST;
    }
    lease.wrote = write.n();
    switch (write.what()) {
      case Write.Said(var note) -> {
        lease.written = true;
        Notes.write(tx, lease, note, now);
      }
      case Write.End(Transition.Complete(var result)) -> {
        lease.over = true;
        complete(lease, result);
      }
      case Write.End(var transition) -> {
        lease.over = true;
        end(lease, transition);
      }
    }
    return Write.Answer.APPLIED;
  }

  /// The attempt is over or never was: what it wrote last is still comparable.
  private Write.Answer answerAfterEnd(Write write) throws SQLException {
    Lease lease = write.lease();
    try (var rows = tx.db.query(LAST_LEASE, lease.task().value())) {
      boolean applied =
          rows.next()
              && rows.integer(1) == lease.run()
              && Long.valueOf(lease.token()).equals(rows.numberIfAny(2))
              && write.n() <= rows.number(3);
      return applied ? Write.Answer.ALREADY_APPLIED : Write.Answer.LOST;
    }
  }

  private void complete(HeldLease lease, Json result) throws SQLException {
    long bytes = (long) lease.inputBytes + result.length();
    boolean large = result.length() > Inserting.MAX_INLINE;
    tx.db
        .batch(COMPLETE)
        .add(
            lease.seq,
            lease.id.value(),
            lease.queue,
            now,
            bytes,
            lease.run,
            lease.version + 1,
            lease.token,
            lease.wrote,
            lease.startedAt,
            lease.worker,
            result.length(),
            large ? null : result.bytes());
    if (large) {
      tx.db.batch(LARGE).add(lease.seq, result.bytes());
    }
    if (lease.holdsKey) {
      tx.db.update(RELEASE_KEY, lease.queue, lease.seq, lease.id.value());
    }
    completed.add(lease.id);
    Queue queue = tx.queues.of(lease.queue);
    queue.moved(TaskStatus.PROCESSING, TaskStatus.COMPLETED);
    queue.addBytes(TaskStatus.COMPLETED, bytes);
    tx.changed(lease.id);
  }

  private void end(HeldLease lease, Transition transition) throws SQLException {
    Head task = Head.of(tx.db, lease.id);
    task.wrote = (long) lease.wrote;
    task.row.version = lease.version;
    switch (transition) {
      case Transition.Complete _ -> throw new IllegalStateException("completed apart");
      case Transition.Bury(var error) -> endWith(task, TaskStatus.FAILED, error);
      case Transition.Expire(var error) -> endWith(task, TaskStatus.EXPIRED, error);
      case Transition.Cancel(var reason) -> cancel(task, reason);
      case Transition.Retry(var due, var error) -> {
        if (task.cancelReason != null) {
          cancel(task, task.cancelReason);
          return;
        }
        tx.moves.recordRun(task, "retrying", error, now);
        task.row.error = error;
        task.row.attempt++;
        tx.moves.toWait(task, TaskStatus.RETRYING, due.toEpochMilli());
      }
      case Transition.Reschedule(var due) -> {
        if (task.cancelReason != null) {
          cancel(task, task.cancelReason);
          return;
        }
        tx.moves.recordRun(task, "scheduled", null, now);
        tx.moves.toWait(task, TaskStatus.SCHEDULED, due.toEpochMilli());
      }
      case Transition.HandBack() -> {
        if (task.cancelReason != null) {
          cancel(task, task.cancelReason);
          return;
        }
        tx.moves.recordRun(task, "handed_back", null, now);
        tx.moves.toLine(task, false);
      }
    }
  }

  private void endWith(Head task, TaskStatus end, TaskError error) throws SQLException {
    tx.moves.recordRun(task, end.wire(), error, now);
    tx.moves.toEnd(task, end, error, now);
  }

  private void cancel(Head task, String reason) throws SQLException {
    endWith(task, TaskStatus.CANCELLED, new TaskError(ErrorType.CANCELLED, reason));
  }

  private void flush() throws SQLException {
    tx.db.batch(COMPLETE).run();
    tx.db.batch(LARGE).run();
    if (!completed.isEmpty()) {
      tx.db.update(LEAVE_RUNS, Db.list(completed));
    }
    for (HeldLease lease : leases.values()) {
      if (lease.written && !lease.over) {
        tx.db.batch(SET_WROTE).add(lease.wrote, lease.version, lease.id.value());
      }
    }
    tx.db.batch(SET_WROTE).run();
  }
}
