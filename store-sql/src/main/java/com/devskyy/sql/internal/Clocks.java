package com.devskyy.sql.internal;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Users' clocks as the writer remembers them.
///
/// Each clock has a row of its own. But the clocks of a hundred users lie on as many pages, each of
/// which would be written once more for every batch of their tasks. So the changes of a transaction
/// that moved many are appended as one row to a log, and merged in when the log has grown. A clock
/// only goes forward: of what the log and its row say, the greater is true.
///
/// Confined to the writer's thread.
final class Clocks {
  private static final String READ =
      "SELECT value FROM clock WHERE queue = ? AND level = ? AND user_id = ?";
  private static final String SET =
      "INSERT INTO clock (queue, level, user_id, value) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (queue, level, user_id)"
          + " DO UPDATE SET value = max(value, excluded.value)";
  private static final String DROP =
      "DELETE FROM clock WHERE queue = ? AND level = ? AND user_id = ?";

  private static final String CHANGES =
      """
      SELECT c.n, e.value ->> 0, e.value ->> 1, e.value ->> 2, e.value ->> 3
      FROM clock_change c, json_each(c.clocks) e WHERE c.n > ? ORDER BY c.n
      """;
  private static final String CHANGE = "INSERT INTO clock_change (n, clocks) VALUES (?, ?)";
  private static final String EMPTY_CHANGES = "DELETE FROM clock_change";
  private static final String MERGES = "SELECT clock_merges FROM store";
  private static final String COUNT_MERGE = "UPDATE store SET clock_merges = clock_merges + 1";

  /// Clocks moved by one transaction from which on they are logged.
  private static final int MANY = 16;

  /// Most changes in the log: some milliseconds to read or to merge.
  private static final int MOST_LOGGED = 20_000;

  /// Most clocks remembered; beyond that they are read again.
  private static final int MOST_KNOWN = 20_000;

  private static final long UNKNOWN = -1;

  private final Db db;

  /// What is certain until another process writes.
  private final Map<Clock, Long> known = new HashMap<>();

  /// What this transaction has moved.
  private final Map<Clock, Long> moved = new HashMap<>();

  /// What the log says, up to its row [#lastRead], since the last merge.
  private final Map<Clock, Long> logged = new HashMap<>();

  private long lastRead;
  private int changesRead;
  private long merges = UNKNOWN;
  private boolean logRead;

  /// Whose clock, in one level of a queue.
  private record Clock(int queue, int level, String user) implements Comparable<Clock> {
    /// As they lie in the table, more or less: written in order, each page is touched once.
    @Override
    public int compareTo(Clock other) {
      int byQueue = Integer.compare(queue, other.queue);
      int byLevel = byQueue != 0 ? byQueue : Integer.compare(level, other.level);
      return byLevel != 0 ? byLevel : user.compareTo(other.user);
    }
  }

  Clocks(Db db) {
    this.db = db;
  }

  /// 0 when there is none.
  long get(int queue, int level, String user) throws SQLException {
    var clock = new Clock(queue, level, user);
    Long value = known.get(clock);
    if (value == null) {
      readLog();
      value = Math.max(logged.getOrDefault(clock, 0L), db.number(READ, 0, queue, level, user));
      known.put(clock, value);
    }
    return value;
  }

  /// Moves a clock forward.
  void set(int queue, int level, String user, long value) {
    var clock = new Clock(queue, level, user);
    known.put(clock, value);
    moved.put(clock, value);
  }

  /// Sets a clock back to 0.
  void reset(int queue, int level, String user) throws SQLException {
    merge();
    dropPassed(queue, level, user);
  }

  /// Drops a clock that says nothing any more; what the log has of it does not matter.
  void dropPassed(int queue, int level, String user) throws SQLException {
    var clock = new Clock(queue, level, user);
    known.remove(clock);
    moved.remove(clock);
    db.update(DROP, queue, level, user);
  }

  /// Writes what has moved.
  void flush() throws SQLException {
    if (moved.size() < MANY) {
      write(moved);
    } else {
      readLog();
      db.update(CHANGE, ++lastRead, json(moved));
      logged.putAll(moved);
      changesRead += moved.size();
      if (changesRead > MOST_LOGGED) {
        merge();
      }
    }
    moved.clear();
    if (known.size() > MOST_KNOWN) {
      known.clear();
    }
  }

  /// Another process has written.
  void forget() {
    known.clear();
    moved.clear();
    logRead = false;
  }

  /// The transaction was undone.
  void undone() {
    forget();
    merges = UNKNOWN;
  }

  private void readLog() throws SQLException {
    if (logRead) {
      return;
    }
    long mergesNow = db.number(MERGES, 0);
    if (mergesNow != merges) {
      merges = mergesNow;
      forgetLog();
    }
    try (var rows = db.query(CHANGES, lastRead)) {
      while (rows.next()) {
        lastRead = rows.number(1);
        changesRead++;
        logged.put(new Clock(rows.integer(2), rows.integer(3), rows.text(4)), rows.number(5));
      }
    }
    logRead = true;
  }

  private void merge() throws SQLException {
    readLog();
    if (lastRead > 0) {
      write(new TreeMap<>(logged));
      db.update(EMPTY_CHANGES);
      db.update(COUNT_MERGE);
      merges++;
      forgetLog();
    }
  }

  private void write(Map<Clock, Long> clocks) throws SQLException {
    Db.Batch batch = db.batch(SET);
    for (var each : clocks.entrySet()) {
      Clock clock = each.getKey();
      batch.add(clock.queue, clock.level, clock.user, each.getValue());
    }
    batch.run();
  }

  private void forgetLog() {
    logged.clear();
    lastRead = 0;
    changesRead = 0;
  }

  private static String json(Map<Clock, Long> clocks) {
    var text = new StringBuilder(clocks.size() * 32);
    char separator = '[';
    for (var each : clocks.entrySet()) {
      Clock clock = each.getKey();
      text.append(separator).append('[').append(clock.queue).append(',').append(clock.level);
      text.append(',');
      quote(text, clock.user);
      text.append(',').append(each.getValue()).append(']');
      separator = ',';
    }
    return text.append(']').toString();
  }

  private static void quote(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ') {
        text.append("\\u00").append(c < 16 ? '0' : '1').append(Character.forDigit(c & 15, 16));
      } else {
        if (c == '"' || c == '\\') {
          text.append('\\');
        }
        text.append(c);
      }
    }
    text.append('"');
  }
}
