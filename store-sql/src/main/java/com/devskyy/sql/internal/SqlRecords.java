package com.devskyy.sql.internal;

import com.devskyy.engine.Json;
import com.devskyy.engine.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps records beside the tasks, through the same writer. Threads share it.
final class SqlRecords implements Records {
  private static final String PUT =
      "INSERT INTO record (kind, key, value) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO NOTHING";
  private static final String REPLACE =
      "UPDATE record SET value = ? WHERE kind = ? AND key = ? AND value = ?";
  private static final String GET = "SELECT value FROM record WHERE kind = ? AND key = ?";
  private static final String FROM =
      "SELECT key, value FROM record WHERE kind = ? AND key >= ? ORDER BY key LIMIT ?";
  private static final String AFTER =
      "SELECT key, value FROM record WHERE kind = ? AND key > ? ORDER BY key LIMIT ?";

  private static final int MAX_KIND = 100;
  private static final int MAX_KEY = 500;

  private final Writer writer;
  private final Readers readers;

  SqlRecords(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public boolean putIfAbsent(String kind, String key, Json value) {
    check(kind, key);
    return writer.write(1, tx -> tx.db.update(PUT, kind, key, value.bytes()) == 1);
  }

  @Override
  public boolean compareAndSet(String kind, String key, Json expected, Json update) {
    check(kind, key);
    return writer.write(
        1, tx -> tx.db.update(REPLACE, update.bytes(), kind, key, expected.bytes()) == 1);
  }

  @Override
  public Optional<Json> get(String kind, String key) {
    check(kind, key);
    return readers.read(
        db -> {
          try (var rows = db.query(GET, kind, key)) {
            return rows.next() ? Optional.of(Json.ofBytes(rows.bytes(1))) : Optional.empty();
          }
        });
  }

  @Override
  public List<Entry> page(String kind, String prefix, Optional<String> after, int limit) {
    checkName("kind", kind, MAX_KIND);
    if (limit < 1 || limit > MAX_PAGE) {
      throw new IllegalArgumentException(
          "limit must be 1 to %d, was %d".formatted(MAX_PAGE, limit));
    }
    boolean first = after.isEmpty() || after.get().compareTo(prefix) < 0;
    return readers.read(
        db -> {
          var page = new ArrayList<Entry>();
          String sql = first ? FROM : AFTER;
          try (var rows = db.query(sql, kind, first ? prefix : after.orElseThrow(), limit)) {
            // Keys that begin alike stand together.
            while (rows.next() && rows.text(1).startsWith(prefix)) {
              page.add(new Entry(rows.text(1), Json.ofBytes(rows.bytes(2))));
            }
          }
          return page;
        });
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
