package com.devskyy.sql.internal;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.sql.shared.Codes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Removes ended tasks that are old enough, or too many.
final class Trimming {
  private static final List<TaskStatus> FAILED = List.of(TaskStatus.FAILED);
  private static final List<TaskStatus> RETAINED =
      List.of(TaskStatus.COMPLETED, TaskStatus.CANCELLED, TaskStatus.EXPIRED);

  private static final String OLDEST =
      """
      SELECT seq, id, ended_at, bytes FROM ended
      WHERE queue = ? AND status = ? AND ended_at <= ? ORDER BY ended_at, id LIMIT ?
      """;
  private static final String RETENTION =
      "SELECT retention_ms FROM type WHERE worker = '' AND name = ?";
  private static final String OLDEST_OF_EACH =
      """
      SELECT name, status, ended_at FROM (
        SELECT q.name, s.status,
          (SELECT min(ended_at) FROM ended e WHERE e.queue = q.ref AND e.status = s.status)
            AS ended_at
        FROM queue q
        CROSS JOIN (SELECT 5 AS status UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8) s)
      WHERE ended_at IS NOT NULL
      """;
  private static final String RETAINED_BYTES = "SELECT COALESCE(sum(retained_bytes), 0) FROM queue";

  private final Tx tx;
  private final long now;

  /// An ended task.
  private record Ended(long seq, TaskId id, int queue, TaskStatus status, long at, long bytes) {}

  Trimming(Tx tx, long now) {
    this.tx = tx;
    this.now = now;
  }

  /// Whether there is anything to trim, for a look before.
  static boolean isDue(Db db, StoreSettings settings, long now) throws SQLException {
    if (db.number(RETAINED_BYTES, 0) > settings.retainedBytes()) {
      return true;
    }
    record Oldest(String queue, TaskStatus status, long at) {}
    var all = new ArrayList<Oldest>();
    try (var rows = db.query(OLDEST_OF_EACH)) {
      while (rows.next()) {
        all.add(new Oldest(rows.text(1), Codes.status(rows.integer(2)), rows.number(3)));
      }
    }
    for (Oldest oldest : all) {
      if (oldest.at <= now - retention(db, settings, oldest.queue, oldest.status)) {
        return true;
      }
    }
    return false;
  }

  /// Removes at most so many tasks.
  ///
  /// @return how many
  int trim(int max) throws SQLException {
    int trimmed = 0;
    List<Queue> queues = tx.queues.all();
    trimmed += trimOld(queues, FAILED, tx.settings.deadLetterRetention().toMillis(), max);
    for (Queue queue : queues) {
      long retention = retention(tx.db, tx.settings, queue.name().value(), TaskStatus.COMPLETED);
      trimmed += trimOld(List.of(queue), RETAINED, retention, max - trimmed);
    }
    return trimmed + trimMany(queues, max - trimmed);
  }

  private int trimOld(List<Queue> queues, List<TaskStatus> ends, long retention, int max)
      throws SQLException {
    List<Ended> old = oldest(queues, ends, now - retention, max);
    remove(old);
    return old.size();
  }

  private int trimMany(List<Queue> queues, int max) throws SQLException {
    long tooMuch = tx.queues.retainedBytes() - tx.settings.retainedBytes();
    if (tooMuch <= 0) {
      return 0;
    }
    var some = new ArrayList<Ended>();
    for (Ended task : oldest(queues, RETAINED, Long.MAX_VALUE, max)) {
      if (tooMuch <= 0) {
        break;
      }
      some.add(task);
      tooMuch -= task.bytes;
    }
    remove(some);
    return some.size();
  }

  private List<Ended> oldest(List<Queue> queues, List<TaskStatus> ends, long until, int max)
      throws SQLException {
    var oldest = new ArrayList<Ended>();
    for (Queue queue : queues) {
      for (TaskStatus end : ends) {
        try (var rows = tx.db.query(OLDEST, queue.ref(), Codes.of(end), until, max)) {
          while (rows.next()) {
            oldest.add(
                new Ended(
                    rows.number(1),
                    new TaskId(rows.text(2)),
                    queue.ref(),
                    end,
                    rows.number(3),
                    rows.number(4)));
          }
        }
      }
    }
    oldest.sort(Comparator.comparingLong(Ended::at).thenComparing(Ended::id));
    return oldest.subList(0, Math.min(max, oldest.size()));
  }

  private void remove(List<Ended> tasks) throws SQLException {
    if (tasks.isEmpty()) {
      return;
    }
    for (Ended task : tasks) {
      Queue queue = tx.queues.of(task.queue);
      queue.count(task.status, -1);
      queue.addBytes(task.status, -task.bytes);
      tx.changed(task.id);
    }
    tx.moves.remove(tasks.stream().map(Ended::seq).toList());
  }

  private static long retention(Db db, StoreSettings settings, String type, TaskStatus end)
      throws SQLException {
    return end == TaskStatus.FAILED
        ? settings.deadLetterRetention().toMillis()
        : db.number(RETENTION, settings.retention().toMillis(), type);
  }
}
