package com.devskyy.sql.postgres;

import com.devskyy.engine.Json;
import com.devskyy.engine.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps records beside the tasks. Threads share it.
final class PostgresRecords implements Records {
  private static final String PUT =
      "INSERT INTO entry (kind, key, value) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO NOTHING";
  private static final String REPLACE =
      "UPDATE entry SET value = ? WHERE kind = ? AND key = ? AND value = ?";
  private static final String GET = "SELECT value FROM entry WHERE kind = ? AND key = ?";
  private static final String FROM =
      "SELECT key, value FROM entry WHERE kind = ? AND key >= ? ORDER BY key LIMIT ?";
  private static final String AFTER =
      "SELECT key, value FROM entry WHERE kind = ? AND key > ? ORDER BY key LIMIT ?";

  private static final int MAX_KIND = 100;
  private static final int MAX_KEY = 500;

  private final Connections connections;

  PostgresRecords(Connections connections) {
    this.connections = connections;
  }

  @Override
  public boolean putIfAbsent(String kind, String key, Json value) {
    check(kind, key);
    // Done twice it would say that somebody else was first.
    return connections.runOnce(
        connection -> Statements.update(connection, PUT, kind, key, value.bytes()) == 1);
  }

  @Override
  public boolean compareAndSet(String kind, String key, Json expected, Json update) {
    check(kind, key);
    return connections.runOnce(
        connection ->
            Statements.update(connection, REPLACE, update.bytes(), kind, key, expected.bytes())
                == 1);
  }

  @Override
  public Optional<Json> get(String kind, String key) {
    check(kind, key);
    return connections.run(
        connection ->
            Statements.query(
                connection,
                GET,
                rows ->
                    rows.next()
                        ? Optional.of(Json.ofBytes(rows.getBytes(1)))
                        : Optional.<Json>empty(),
                kind,
                key));
  }

  @Override
  public List<Entry> page(String kind, String prefix, Optional<String> after, int limit) {
    checkName("kind", kind, MAX_KIND);
    if (limit < 1 || limit > MAX_PAGE) {
      throw new IllegalArgumentException(
          "limit must be 1 to %d, was %d".formatted(MAX_PAGE, limit));
    }
    boolean first = after.isEmpty() || after.get().compareTo(prefix) < 0;
    return connections.run(
        connection ->
            Statements.query(
                connection,
                first ? FROM : AFTER,
                rows -> {
                  var page = new ArrayList<Entry>();
                  // Keys that begin alike stand together.
                  while (rows.next() && rows.getString(1).startsWith(prefix)) {
                    page.add(new Entry(rows.getString(1), Json.ofBytes(rows.getBytes(2))));
                  }
                  return page;
                },
                kind,
                first ? prefix : after.orElseThrow(),
                limit));
  }

  private static void check(String kind, String key) {
    checkName("kind", kind, MAX_KIND);
    checkName("key", key, MAX_KEY);
  }

  private static void checkName(String what, String value, int most) {
    if (value.isEmpty() || value.length() > most || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a record's %s is 1 to %d characters without NUL, had %d"
              .formatted(what, most, value.length()));
    }
  }
}
