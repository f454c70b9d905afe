package com.devskyy.bench.queue;

import com.devskyy.json.JsonCodec;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;

/// How large a database is.
final class SqliteSize {
  private SqliteSize() {}

  /// Bytes of all pages, those that are still in the log too.
  static long of(Path file) {
    try (var db = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = db.createStatement()) {
      return number(statement.executeQuery("PRAGMA page_count"))
          * number(statement.executeQuery("PRAGMA page_size"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long number(ResultSet row) throws SQLException {
    try (row) {
      row.next();
      return row.getLong(1);
    }
  }

  /// Mean bytes of the inputs of that many tasks, as JSON.
  static double inputBytes(int tasks) {
    var codec = new JsonCodec();
    long bytes = 0;
    for (int i = 0; i < tasks; i++) {
      bytes += codec.encode(Order.of(i)).length();
    }
    return bytes / (double) tasks;
  }
}
