package com.devskyy.sql.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Brings a file to the present format, step by step. A step that was released is never edited.
final class Migrations {
  /// Number n of the list makes format n.
  private static final List<String> STEPS = List.of("0001_store.sql", "0002_run_limit.sql");

  /// "dsw1": marks the file as ours, also for `file(1)`.
  static final int APPLICATION_ID = 0x64737731;

  private Migrations() {}

  /// The format this program writes.
  static int newest() {
    return STEPS.size();
  }

  /// Runs what is missing, in one transaction that keeps other openers waiting.
  ///
  /// @return whether anything was missing
  static boolean run(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (format(statement) == newest()) {
        return false;
      }
      statement.executeUpdate("BEGIN IMMEDIATE");
      try {
        // Another opener may have been first.
        for (int have = format(statement); have < newest(); have++) {
          statement.executeUpdate(read(STEPS.get(have)));
          statement.executeUpdate("PRAGMA user_version = " + (have + 1));
        }
        statement.executeUpdate("PRAGMA application_id = " + APPLICATION_ID);
        statement.executeUpdate("COMMIT");
      } catch (SQLException | RuntimeException e) {
        statement.executeUpdate("ROLLBACK");
        throw e;
      }
      return true;
    }
  }

  private static int format(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery("PRAGMA user_version")) {
      return result.getInt(1);
    }
  }

  private static String read(String step) {
    String path = "/com/devskyy/sql/sqlite/" + step;
    try (var in = Migrations.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("resource " + path + " is missing from the program");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
