package com.devskyy.sql.internal;

import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.LevelTurns;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All queues as the writer remembers them, from one transaction to the next as long as no other
/// process writes.
final class Queues {
  private static final String COLUMNS = "SELECT ref, name, paused, starts, last_lower FROM queue";
  private static final String BY_NAME = COLUMNS + " WHERE name = ?";
  private static final String BY_REF = COLUMNS + " WHERE ref = ?";
  private static final String ALL = COLUMNS + " ORDER BY name";
  private static final String ADD = "INSERT INTO queue (name) VALUES (?)";

  private static final String BYTES =
      "SELECT COALESCE(sum(failed_bytes), 0), COALESCE(sum(retained_bytes), 0) FROM queue";

  private final Db db;
  private final Clocks clocks;
  private final Map<TypeName, Queue> byName = new HashMap<>();
  private final Map<Integer, Queue> byRef = new HashMap<>();

  Queues(Db db) {
    this.db = db;
    clocks = new Clocks(db);
  }

  /// A type's queue, made when there is none.
  Queue of(TypeName name) throws SQLException {
    Optional<Queue> known = find(name);
    if (known.isEmpty()) {
      db.update(ADD, name.value());
      known = find(name);
    }
    return known.orElseThrow();
  }

  /// A type's queue, if it has one.
  Optional<Queue> find(TypeName name) throws SQLException {
    Queue known = byName.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    try (var rows = db.query(BY_NAME, name.value())) {
      return rows.next() ? Optional.of(remember(rows)) : Optional.empty();
    }
  }

  Queue of(int ref) throws SQLException {
    Queue known = byRef.get(ref);
    if (known != null) {
      return known;
    }
    try (var rows = db.query(BY_REF, ref)) {
      if (!rows.next()) {
        throw new SQLException("queue " + ref + " is missing");
      }
      return remember(rows);
    }
  }

  /// In order of name.
  List<Queue> all() throws SQLException {
    var all = new ArrayList<Queue>();
    try (var rows = db.query(ALL)) {
      while (rows.next()) {
        Queue known = byRef.get(rows.integer(1));
        all.add(known != null ? known : remember(rows));
      }
    }
    return all;
  }

  /// Bytes that failed tasks hold.
  long failedBytes() throws SQLException {
    long bytes = db.number(BYTES, 0);
    for (Queue queue : byRef.values()) {
      bytes += queue.unwrittenFailedBytes();
    }
    return bytes;
  }

  /// Bytes that all other ended tasks hold.
  long retainedBytes() throws SQLException {
    try (var rows = db.query(BYTES)) {
      rows.next();
      long bytes = rows.number(2);
      for (Queue queue : byRef.values()) {
        bytes += queue.unwrittenRetainedBytes();
      }
      return bytes;
    }
  }

  /// One call is over: see [Level#endCall].
  void endCall() throws SQLException {
    for (Queue queue : byRef.values()) {
      queue.endCall();
    }
  }

  /// Writes what has changed.
  void flush() throws SQLException {
    for (Queue queue : byRef.values()) {
      queue.flush();
    }
    clocks.flush();
  }

  /// Another process has written.
  void forget() {
    byName.clear();
    byRef.clear();
    clocks.forget();
  }

  /// The transaction was undone.
  void undone() {
    forget();
    clocks.undone();
  }

  private Queue remember(Rows rows) throws SQLException {
    var queue =
        new Queue(
            db,
            clocks,
            rows.integer(1),
            new TypeName(rows.text(2)),
            rows.integer(3) != 0,
            new LevelTurns(rows.integer(4), rows.integer(5)));
    byName.put(queue.name(), queue);
    byRef.put(queue.ref(), queue);
    return queue;
  }
}
