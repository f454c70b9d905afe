package com.devskyy.sql.internal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Drops what says nothing any more: passed clocks, unique keys past their period, workers and
/// claims not heard of for a day.
final class Forgetting {
  private static final long DAY = Duration.ofDays(1).toMillis();

  /// Clocks looked at by one call: all are looked at in turn, a few each second.
  private static final int CLOCKS = 500;

  private static final String STALE =
      """
      SELECT
        EXISTS (SELECT 1 FROM unique_key WHERE until IS NOT NULL AND until <= ?1)
        OR EXISTS (SELECT 1 FROM worker WHERE heartbeat < ?2)
        OR EXISTS (SELECT 1 FROM claim WHERE at < ?2)
      """;
  private static final String DROP_KEYS =
      "DELETE FROM unique_key WHERE until IS NOT NULL AND until <= ?";
  private static final String DROP_CLAIMS = "DELETE FROM claim WHERE at < ?";
  private static final String DROP_TYPES =
      "DELETE FROM type WHERE worker IN (SELECT id FROM worker WHERE heartbeat < ?)";
  private static final String DROP_WORKERS = "DELETE FROM worker WHERE heartbeat < ?";
  private static final String SOME_CLOCKS =
      """
      SELECT c.queue, c.level, c.user_id,
        c.value <= COALESCE(
          (SELECT r.tag FROM ready r WHERE r.queue = c.queue AND r.lane = c.level
            ORDER BY r.tag LIMIT 1),
          (SELECT f.tag FROM floor f WHERE f.queue = c.queue AND f.level = c.level),
          0)
      FROM clock c WHERE (c.queue, c.level, c.user_id) > (?, ?, ?)
      ORDER BY c.queue, c.level, c.user_id LIMIT ?
      """;

  /// A user's clock in a level.
  private record Clock(int queue, int level, String user) {}

  private static final Clock START = new Clock(0, 0, "");

  // Guarded by this.
  private Clock lookedAtLast = START;
  private List<Clock> passed = List.of();

  /// Whether there is anything to forget.
  boolean isThere(Db db, long now) throws SQLException {
    return lookForPassedClocks(db) || db.number(STALE, 0, now, now - DAY) != 0;
  }

  void forget(Tx tx, long now) throws SQLException {
    // V never goes back, so that a clock seen to be passed stays so, unless it was set anew.
    for (Clock clock : takePassed()) {
      Level level = tx.queues.of(clock.queue).lane(clock.level);
      level.dropClockIfPassed(clock.user);
    }
    tx.db.update(DROP_KEYS, now);
    tx.db.update(DROP_CLAIMS, now - DAY);
    tx.db.update(DROP_TYPES, now - DAY);
    tx.db.update(DROP_WORKERS, now - DAY);
  }

  private boolean lookForPassedClocks(Db db) throws SQLException {
    Clock last = whereToLook();
    if (last == null) {
      return true;
    }
    var found = new ArrayList<Clock>();
    int seen = 0;
    try (var rows = db.query(SOME_CLOCKS, last.queue, last.level, last.user, CLOCKS)) {
      while (rows.next()) {
        seen++;
        last = new Clock(rows.integer(1), rows.integer(2), rows.text(3));
        if (rows.integer(4) != 0) {
          found.add(last);
        }
      }
    }
    foundPassed(found, seen < CLOCKS ? START : last);
    return !found.isEmpty();
  }

  /// Null while clocks found before wait to be dropped.
  private synchronized @Nullable Clock whereToLook() {
    return passed.isEmpty() ? lookedAtLast : null;
  }

  private synchronized void foundPassed(List<Clock> found, Clock last) {
    passed = found;
    lookedAtLast = last;
  }

  private synchronized List<Clock> takePassed() {
    List<Clock> taken = passed;
    passed = List.of();
    return taken;
  }
}
