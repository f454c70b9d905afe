package com.devskyy.sql.internal.shared;

import com.devskyy.engine.Json;
import com.devskyy.engine.Records;
import java.util.List;
import java.util.Optional;

/// Records in a table of kind, key and value, whichever database has it.
public abstract class DatabaseRecords implements Records {
  private static final int MAX_KIND = 100;
  private static final int MAX_KEY = 500;

  private final String put;
  private final String replace;
  private final String get;
  private final String from;
  private final String after;

  /// @param table its name
  protected DatabaseRecords(String table) {
    put =
        "INSERT INTO %s (kind, key, value) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO NOTHING"
            .formatted(table);
    replace = "UPDATE %s SET value = ? WHERE kind = ? AND key = ? AND value = ?".formatted(table);
    String select = "SELECT key, value FROM %s WHERE kind = ? AND key ".formatted(table);
    get = select + "= ?";
    from = select + ">= ? ORDER BY key LIMIT ?";
    after = select + "> ? ORDER BY key LIMIT ?";
  }

  /// Runs a statement, and never twice: then it would say that somebody else was first.
  ///
  /// @return how many rows it changed
  protected abstract int change(String sql, Object... values);

  /// Reads rows of key and value.
  protected abstract List<Entry> read(String sql, Object... values);

  @Override
  public boolean putIfAbsent(String kind, String key, Json value) {
    check(kind, key);
    return change(put, kind, key, value.bytes()) == 1;
  }

  @Override
  public boolean compareAndSet(String kind, String key, Json expected, Json update) {
    check(kind, key);
    return change(replace, update.bytes(), kind, key, expected.bytes()) == 1;
  }

  @Override
  public Optional<Json> get(String kind, String key) {
    check(kind, key);
    return read(get, kind, key).stream().findFirst().map(Entry::value);
  }

  @Override
  public List<Entry> page(String kind, String prefix, Optional<String> after, int limit) {
    checkName("kind", kind, MAX_KIND);
    if (limit < 1 || limit > MAX_PAGE) {
      throw new IllegalArgumentException(
          "limit must be 1 to %d, was %d".formatted(MAX_PAGE, limit));
    }
    List<Entry> found =
        after.isEmpty() || after.get().compareTo(prefix) < 0
            ? read(from, kind, prefix, limit)
            : read(this.after, kind, after.get(), limit);
    // Keys that begin alike stand together.
    return found.stream().takeWhile(entry -> entry.key().startsWith(prefix)).toList();
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
