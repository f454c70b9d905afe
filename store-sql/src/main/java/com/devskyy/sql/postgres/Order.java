package com.devskyy.sql.postgres;

import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.sql.shared.Codes;
import com.devskyy.sql.shared.Found;
import com.devskyy.sql.shared.Mark;
import com.devskyy.sql.shared.Scan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The order of [com.devskyy.engine.store.TaskQuery], along an index. Where the index knows the
/// type (queued and ended tasks) only those of the type asked for come up, else whoever walks it
/// steps over the others.
final class Order implements Scan.Walk {
  private static final int SUSPECTS = 5;

  private static final String FOUND =
      "SELECT s.queue, %s, s.id, s.user_id, s.error_type, s.priority, s.cancel_requested FROM %s w"
          + " JOIN seen s ON s.id = w.id ORDER BY %s";
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

  private static final String BEFORE_ANY_ID = "";
  private static final String AFTER_ANY_ID = "~";

  private final Connection connection;
  private final QueueRefs names;
  private final Optional<TaskStatus> status;

  /// Those of the type asked for, by name.
  private final TreeMap<String, Integer> queues = new TreeMap<>();

  Order(
      Connection connection, QueueRefs names, Optional<TaskStatus> status, Optional<TypeName> type)
      throws SQLException {
    this.connection = connection;
    this.names = names;
    this.status = status;
    Statements.query(
        connection,
        QUEUES,
        rows -> {
          while (rows.next()) {
            if (type.isEmpty() || type.get().value().equals(rows.getString(1))) {
              queues.put(rows.getString(1), rows.getInt(2));
            }
          }
          return rows;
        });
  }

  @Override
  public List<Found> after(Optional<Mark> last, int limit) throws SQLException {
    if (status.isEmpty()) {
      return read(0, NEWEST, last.map(Mark::id).orElse(AFTER_ANY_ID), limit);
    }
    return switch (status.get()) {
      case QUEUED -> queued(last, limit);
      case PROCESSING -> read(0, PROCESSING, last.map(Mark::id).orElse(BEFORE_ANY_ID), limit);
      case WAITING, SCHEDULED, RETRYING ->
          read(
              0,
              BY_DUE_TIME,
              Codes.of(status.get()),
              last.map(Mark::number).orElse(Long.MIN_VALUE),
              last.map(Mark::id).orElse(BEFORE_ANY_ID),
              limit);
      case COMPLETED, FAILED, CANCELLED, EXPIRED -> ended(status.get(), last, limit);
    };
  }

  /// Queue after queue, lane after lane.
  private List<Found> queued(Optional<Mark> last, int limit) throws SQLException {
    var found = new ArrayList<Found>();
    var from = last.isEmpty() ? queues : queues.tailMap(last.get().queue(), true);
    for (var queue : from.entrySet()) {
      for (int lane = SUSPECTS; lane >= 0 && found.size() < limit; lane--) {
        long tag = Long.MIN_VALUE;
        String id = BEFORE_ANY_ID;
        if (last.isPresent() && last.get().queue().equals(queue.getKey())) {
          if (lane > last.get().lane()) {
            continue;
          }
          if (lane == last.get().lane()) {
            tag = last.get().number();
            id = last.get().id();
          }
        }
        found.addAll(read(lane, QUEUED, queue.getValue(), lane, tag, id, limit - found.size()));
      }
    }
    return found;
  }

  /// The queues' orders, merged.
  private List<Found> ended(TaskStatus end, Optional<Mark> last, int limit) throws SQLException {
    var found = new ArrayList<Found>();
    for (int queue : queues.values()) {
      found.addAll(
          read(
              0,
              ENDED,
              queue,
              Codes.of(end),
              last.map(Mark::number).orElse(Long.MAX_VALUE),
              last.map(Mark::id).orElse(AFTER_ANY_ID),
              limit));
    }
    found.sort(
        Comparator.comparingLong((Found each) -> each.mark().number())
            .thenComparing(each -> each.mark().id())
            .reversed());
    return found.subList(0, Math.min(limit, found.size()));
  }

  private List<Found> read(int lane, String sql, Object... values) throws SQLException {
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
