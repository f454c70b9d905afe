package com.devskyy.sql.internal;

import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.sql.shared.Codes;
import com.devskyy.sql.shared.Found;
import com.devskyy.sql.shared.Mark;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The order of [com.devskyy.engine.store.TaskQuery], along an index. Where the index knows the
/// type (queued and ended tasks) only those of the type asked for come up, else whoever walks it
/// steps over the others.
final class Order {
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

  private static final String BEFORE_ANY_ID = "";
  private static final String AFTER_ANY_ID = "~";

  private final Names names;
  private final Optional<TaskStatus> status;

  /// Those of the type asked for, by name.
  private final TreeMap<String, Integer> queues = new TreeMap<>();

  Order(Db db, Names names, Optional<TaskStatus> status, Optional<TypeName> type)
      throws SQLException {
    this.names = names;
    this.status = status;
    try (var rows = db.query(QUEUES)) {
      while (rows.next()) {
        if (type.isEmpty() || type.get().value().equals(rows.text(1))) {
          queues.put(rows.text(1), rows.integer(2));
        }
      }
    }
  }

  /// The next ones, fewer than `limit` only at the end.
  List<Found> after(Db db, Optional<Mark> last, int limit) throws SQLException {
    if (status.isEmpty()) {
      return read(db, 0, NEWEST, last.map(Mark::id).orElse(AFTER_ANY_ID), limit);
    }
    return switch (status.get()) {
      case QUEUED -> queued(db, last, limit);
      case PROCESSING -> read(db, 0, PROCESSING, last.map(Mark::id).orElse(BEFORE_ANY_ID), limit);
      case WAITING, SCHEDULED, RETRYING ->
          read(
              db,
              0,
              BY_DUE_TIME,
              Codes.of(status.get()),
              last.map(Mark::number).orElse(Long.MIN_VALUE),
              last.map(Mark::id).orElse(BEFORE_ANY_ID),
              limit);
      case COMPLETED, FAILED, CANCELLED, EXPIRED -> ended(db, status.get(), last, limit);
    };
  }

  /// Queue after queue, lane after lane.
  private List<Found> queued(Db db, Optional<Mark> last, int limit) throws SQLException {
    var found = new ArrayList<Found>();
    var from = last.isEmpty() ? queues : queues.tailMap(last.get().queue(), true);
    for (var queue : from.entrySet()) {
      for (int lane = Queue.SUSPECTS; lane >= 0 && found.size() < limit; lane--) {
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
        int most = limit - found.size();
        found.addAll(read(db, lane, QUEUED, queue.getValue(), lane, tag, id, most));
      }
    }
    return found;
  }

  /// The queues' orders, merged.
  private List<Found> ended(Db db, TaskStatus end, Optional<Mark> last, int limit)
      throws SQLException {
    var found = new ArrayList<Found>();
    for (int queue : queues.values()) {
      found.addAll(
          read(
              db,
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

  private List<Found> read(Db db, int lane, String sql, Object... values) throws SQLException {
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
