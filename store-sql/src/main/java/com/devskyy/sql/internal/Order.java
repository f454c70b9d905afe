package com.devskyy.sql.internal;

import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.sql.internal.shared.Found;
import com.devskyy.sql.internal.shared.Mark;
import com.devskyy.sql.internal.shared.Ordered;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The order of [com.devskyy.engine.store.TaskQuery], along an index. Where the index knows the
/// type (queued and ended tasks) only those of the type asked for come up, else whoever walks it
/// steps over the others.
final class Order extends Ordered {
  private static final String FOUND =
      "SELECT t.queue, %s, t.id, t.seq, t.user_id, %s, t.priority, %s FROM ";
  private static final String NEWEST =
      FOUND.formatted(
              "0",
              "CASE WHEN e.status IS NOT 5 THEN t.error_type END",
              "l.id IS NOT NULL AND l.cancel_reason IS NOT NULL")
          + "task t LEFT JOIN lease l ON l.id = t.id LEFT JOIN ended e ON e.seq = t.seq"
          + " WHERE t.id < ? ORDER BY t.id DESC LIMIT ?";
  private static final String QUEUED =
      FOUND.formatted("r.tag", "t.error_type", "0")
          + "ready r CROSS JOIN task t ON t.seq = r.seq WHERE r.queue = ? AND r.lane = ?"
          + " AND (r.tag, r.id) > (?, ?) ORDER BY r.tag, r.id LIMIT ?";
  private static final String BY_DUE_TIME =
      FOUND.formatted("d.due_at", "t.error_type", "0")
          + "due d CROSS JOIN task t ON t.seq = d.seq WHERE d.status = ?"
          + " AND (d.due_at, d.id) > (?, ?) ORDER BY d.due_at, d.id LIMIT ?";
  private static final String PROCESSING =
      FOUND.formatted("0", "t.error_type", "l.cancel_reason IS NOT NULL")
          + "lease l CROSS JOIN task t ON t.seq = l.seq WHERE l.id > ? ORDER BY l.id LIMIT ?";
  private static final String ENDED =
      FOUND.formatted("e.ended_at", "CASE WHEN e.status <> 5 THEN t.error_type END", "0")
          + "ended e CROSS JOIN task t ON t.seq = e.seq WHERE e.queue = ? AND e.status = ?"
          + " AND (e.ended_at, e.id) < (?, ?) ORDER BY e.ended_at DESC, e.id DESC LIMIT ?";
  private static final String QUEUES = "SELECT name, ref FROM queue";

  private static final Orders BY_STATUS =
      new Orders(NEWEST, QUEUED, BY_DUE_TIME, PROCESSING, ENDED);

  private final Db db;
  private final Names names;

  Order(Db db, Names names, Optional<TaskStatus> status, Optional<TypeName> type)
      throws SQLException {
    super(BY_STATUS, status, queues(db, type));
    this.db = db;
    this.names = names;
  }

  /// Those of the type asked for, by name.
  private static NavigableMap<String, Integer> queues(Db db, Optional<TypeName> type)
      throws SQLException {
    var queues = new TreeMap<String, Integer>();
    try (var rows = db.query(QUEUES)) {
      while (rows.next()) {
        if (type.isEmpty() || type.get().value().equals(rows.text(1))) {
          queues.put(rows.text(1), rows.integer(2));
        }
      }
    }
    return queues;
  }

  @Override
  protected List<Found> read(int lane, String sql, Object... values) throws SQLException {
    var found = new ArrayList<Found>();
    try (var rows = db.query(sql, values)) {
      while (rows.next()) {
        var mark =
            new Mark(names.of(db, rows.integer(1)).value(), lane, rows.number(2), rows.text(3));
        found.add(
            new Found(
                mark,
                rows.number(4),
                rows.textIfAny(5),
                rows.textIfAny(6),
                rows.integer(7),
                rows.integer(8) != 0));
      }
    }
    return found;
  }
}
