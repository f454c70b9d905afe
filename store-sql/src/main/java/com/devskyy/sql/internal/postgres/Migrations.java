package com.devskyy.sql.internal.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.devskyy.engine.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Brings a schema to the present format, step by step. A step that was released is never edited.
final class Migrations {
  /// List n makes format n + 1.
  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              "0001_tables.sql",
              "0001_turns.sql",
              "0001_moves.sql",
              "0001_insert.sql",
              "0001_claim.sql",
              "0001_apply.sql",
              "0001_change.sql",
              "0001_advance.sql"));

  /// The oldest server that knows all we use.
  private static final int OLDEST_SERVER = 140_000;

  private Migrations() {}

  /// Runs what is missing, in one transaction that keeps other openers waiting.
  ///
  /// @param namespace the schema, made when it is missing
  /// @throws StoreException when a newer program has written the schema
  static void run(Connection connection, String namespace) throws SQLException {
    checkServer(connection);
    if (format(connection, namespace) == STEPS.size()) {
      return;
    }
    connection.setAutoCommit(false);
    try {
      // For all openers of all namespaces of this database.
      Statements.call(connection, "SELECT pg_advisory_xact_lock(hashtext('devskyy migrations'))");
      int have = format(connection, namespace);
      if (have > STEPS.size()) {
        throw newer(namespace, have);
      }
      if (have == 0) {
        Statements.run(connection, "CREATE SCHEMA IF NOT EXISTS " + namespace);
      }
      Statements.run(connection, "SET LOCAL search_path TO " + namespace);
      for (List<String> step : STEPS.subList(have, STEPS.size())) {
        for (String file : step) {
          Statements.run(connection, read(file));
        }
      }
      Statements.run(connection, "DELETE FROM format");
      Statements.update(connection, "INSERT INTO format VALUES (?)", STEPS.size());
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void checkServer(Connection connection) throws SQLException {
    int version = Integer.parseInt(setting(connection, "server_version_num"));
    if (version < OLDEST_SERVER) {
      throw new StoreException(
          StoreException.Kind.UNAVAILABLE,
          "the server is PostgreSQL " + setting(connection, "server_version"),
          "Use PostgreSQL 14 or later.");
    }
    String encoding = setting(connection, "server_encoding");
    if (!encoding.equals("UTF8")) {
      throw new StoreException(
          StoreException.Kind.UNAVAILABLE,
          "the database is encoded in " + encoding,
          "Use a database that was created with ENCODING 'UTF8'.");
    }
  }

  private static String setting(Connection connection, String name) throws SQLException {
    return Statements.query(
        connection,
        "SELECT current_setting(?)",
        rows -> {
          rows.next();
          return rows.getString(1);
        },
        name);
  }

  private static StoreException newer(String namespace, int format) {
    return new StoreException(
        StoreException.Kind.NEWER_FORMAT,
        "namespace %s has format %d, this program knows %d"
            .formatted(namespace, format, STEPS.size()),
        "Use the newer version of the program, or another namespace.");
  }

  /// 0 when there is nothing yet.
  private static int format(Connection connection, String namespace) throws SQLException {
    // Not to_regclass: who has waited for the lock still remembers from before that there was none.
    boolean exists =
        Statements.query(
            connection,
            "SELECT FROM pg_tables WHERE schemaname = ? AND tablename = 'format'",
            ResultSet::next,
            namespace);
    if (!exists) {
      return 0;
    }
    int format =
        Statements.query(
            connection,
            "SELECT number FROM %s.format".formatted(namespace),
            rows -> rows.next() ? rows.getInt(1) : 0);
    if (format > STEPS.size()) {
      throw newer(namespace, format);
    }
    return format;
  }

  private static String read(String file) {
    String path = "/com/devskyy/sql/postgres/" + file;
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
