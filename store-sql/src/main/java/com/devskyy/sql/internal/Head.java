package com.devskyy.sql.internal;

import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.sql.shared.Codes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A task about to change its state: all its row says but its payload. [Moves] changes the fields
/// and writes them.
final class Head {
  private static final String COLUMNS =
      "SELECT "
          + TaskRow.ANY
          + """
          , t.weight, t.tag, COALESCE(l.token, e.token, t.token),
          COALESCE(l.wrote, e.wrote, t.wrote), l.until, l.cancel_reason, t.unique_key,
          t.unique_for_ms, e.bytes"""
          + TaskRow.FROM;
  private static final String BY_ID = COLUMNS + " WHERE t.id IN " + Db.LISTED;
  private static final String DUE =
      """
      SELECT id, due_at FROM due WHERE status = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?
      """;
  private static final String EXPIRED =
      "SELECT id, deadline FROM expiry WHERE deadline <= ? ORDER BY deadline, id LIMIT ?";

  private static final int AFTER = TaskRow.COLUMNS;

  final TaskRow row;
  final int weight;
  final @Nullable String uniqueKey;
  final @Nullable Long uniqueFor;

  /// Its turn; only while queued in a level.
  @Nullable Long tag;

  /// Of the last lease, held or not; absent before the first.
  @Nullable Long token;

  @Nullable Long wrote;

  /// End of the lease that is held.
  @Nullable Long until;

  @Nullable String cancelReason;

  /// Payload that is counted for it as an ended task.
  long endedBytes;

  private Head(Rows rows) throws SQLException {
    row = new TaskRow(rows);
    weight = rows.integer(AFTER + 1);
    tag = rows.numberIfAny(AFTER + 2);
    token = rows.numberIfAny(AFTER + 3);
    wrote = rows.numberIfAny(AFTER + 4);
    until = rows.numberIfAny(AFTER + 5);
    cancelReason = rows.textIfAny(AFTER + 6);
    uniqueKey = rows.textIfAny(AFTER + 7);
    uniqueFor = rows.numberIfAny(AFTER + 8);
    endedBytes = rows.number(AFTER + 9);
  }

  /// Those that are known.
  static Map<TaskId, Head> of(Db db, Collection<TaskId> ids) throws SQLException {
    var heads = new HashMap<TaskId, Head>();
    try (var rows = db.query(BY_ID, Db.list(ids))) {
      while (rows.next()) {
        var head = new Head(rows);
        heads.put(head.row.id, head);
      }
    }
    return heads;
  }

  /// One that must be known.
  static Head of(Db db, TaskId id) throws SQLException {
    return inOrder(db, List.of(id)).getFirst();
  }

  /// Scheduled and retrying tasks whose time has come, in order of due time, then id.
  static List<Head> due(Db db, long now, int max) throws SQLException {
    var due = new ArrayList<At>();
    for (var status : List.of(TaskStatus.SCHEDULED, TaskStatus.RETRYING)) {
      due.addAll(At.read(db, DUE, Codes.of(status), now, max));
    }
    due.sort(Comparator.comparingLong(At::time).thenComparing(At::task));
    return inOrder(db, due.stream().limit(max).map(At::task).toList());
  }

  /// Tasks that neither run nor have ended and whose deadline has passed, in order of deadline,
  /// then id.
  static List<Head> pastDeadline(Db db, long now, int max) throws SQLException {
    return inOrder(db, At.read(db, EXPIRED, now, max).stream().map(At::task).toList());
  }

  private static List<Head> inOrder(Db db, List<TaskId> ids) throws SQLException {
    Map<TaskId, Head> heads = of(db, ids);
    var inOrder = new ArrayList<Head>();
    for (TaskId id : ids) {
      Head head = heads.get(id);
      if (head == null) {
        throw new SQLException("task " + id + " is missing");
      }
      inOrder.add(head);
    }
    return inOrder;
  }

  /// A task and a time by which it is ordered.
  private record At(TaskId task, long time) {
    static List<At> read(Db db, String sql, Object... values) throws SQLException {
      var all = new ArrayList<At>();
      try (var rows = db.query(sql, values)) {
        while (rows.next()) {
          all.add(new At(new TaskId(rows.text(1)), rows.number(2)));
        }
      }
      return all;
    }
  }

  int level() {
    return Codes.of(new Priority(row.priority).level());
  }

  /// The lane in which it waits, or would.
  int lane() {
    return isSuspect() ? Queue.SUSPECTS : level();
  }

  boolean isSuspect() {
    return row.crashes >= Task.SUSPECT_CRASHES;
  }

  /// Whose clock it is charged to; tasks without a user share one.
  String user() {
    return row.user == null ? "" : row.user;
  }
}
