package com.devskyy.sql.internal.postgres;

import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.sql.internal.shared.Found;
import com.devskyy.sql.internal.shared.Mark;
import com.devskyy.sql.internal.shared.Ordered;
import java.sql.Connection;
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
      "SELECT s.queue, %s, s.id, s.user_id, s.error_type, s.priority, s.cancel_requested FROM %s w"
          + " JOIN seen s ON s.id = ANY (ARRAY[w.id]) ORDER BY %s";
  private static final String NEWEST =
      FOUND.formatted(
          "0", "(SELECT t.id FROM task t WHERE t.id < ? ORDER BY t.id DESC LIMIT ?)", "w.id DESC");
  private static final String QUEUED =
      FOUND.formatted(
          "w.tag",
          "(SELECT r.tag, r.id FROM ready r WHERE r.queue = ? AND r.lane = ? AND (r.tag, r.id) >"
              + " (?, ?) ORDER BY r.tag, r.id LIMIT ?)",
          "w.tag, w.id");
  private static final String BY_DUE_TIME =
      FOUND.formatted(
          "w.due_at",
          "(SELECT d.due_at, d.id FROM due d WHERE d.status = ? AND (d.due_at, d.id) > (?, ?)"
              + " ORDER BY d.due_at, d.id LIMIT ?)",
          "w.due_at, w.id");
  private static final String PROCESSING =
      FOUND.formatted(
          "0", "(SELECT l.id FROM lease l WHERE l.id > ? ORDER BY l.id LIMIT ?)", "w.id");
  private static final String ENDED =
      FOUND.formatted(
          "w.ended_at",
          "(SELECT e.ended_at, e.id FROM ended e WHERE e.queue = ? AND e.status = ? AND"
              + " (e.ended_at, e.id) < (?, ?) ORDER BY e.ended_at DESC, e.id DESC LIMIT ?)",
          "w.ended_at DESC, w.id DESC");
  private static final String QUEUES = "SELECT name, ref FROM queue";

  private static final Orders BY_STATUS =
      new Orders(NEWEST, QUEUED, BY_DUE_TIME, PROCESSING, ENDED);

  private final Connection connection;
  private final QueueRefs names;

  Order(
      Connection connection, QueueRefs names, Optional<TaskStatus> status, Optional<TypeName> type)
      throws SQLException {
    super(BY_STATUS, status, queues(connection, type));
    this.connection = connection;
    this.names = names;
  }

  /// Those of the type asked for, by name.
  private static NavigableMap<String, Integer> queues(
      Connection connection, Optional<TypeName> type) throws SQLException {
    return Statements.query(
        connection,
        QUEUES,
        rows -> {
          var queues = new TreeMap<String, Integer>();
          while (rows.next()) {
            if (type.isEmpty() || type.get().value().equals(rows.getString(1))) {
              queues.put(rows.getString(1), rows.getInt(2));
            }
          }
          return queues;
        });
  }

  @Override
  protected List<Found> read(int lane, String sql, Object... values) throws SQLException {
    return Statements.query(
        connection,
        sql,
        rows -> {
          var found = new ArrayList<Found>();
          while (rows.next()) {
            String queue = names.name(connection, rows.getInt(1)).value();
            found.add(
                new Found(
                    new Mark(queue, lane, rows.getLong(2), rows.getString(3)),
                    0,
                    rows.getString(4),
                    rows.getString(5),
                    rows.getInt(6),
                    rows.getBoolean(7)));
          }
          return found;
        },
        values);
  }
}
