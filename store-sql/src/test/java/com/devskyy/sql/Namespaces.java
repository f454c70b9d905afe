package com.devskyy.sql;

import com.devskyy.engine.store.StoreSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Empty namespaces on the shared server for one test at a time. Making one anew takes longer than
/// most tests, so those given back are emptied and used again.
final class Namespaces {
  private static final Deque<String> FREE = new ArrayDeque<>();

  private final List<String> taken = new ArrayList<>();

  /// How a store in an empty namespace is opened.
  PostgresSettings next(StoreSettings store) {
    String namespace;
    synchronized (FREE) {
      namespace = FREE.poll();
    }
    if (namespace == null) {
      namespace = Postgres.newNamespace();
    } else {
      empty(namespace);
    }
    taken.add(namespace);
    return Postgres.settings(store, namespace);
  }

  /// All stores in the namespaces taken are closed.
  void giveBack() {
    synchronized (FREE) {
      FREE.addAll(taken);
    }
    taken.clear();
  }

  private static void empty(String namespace) {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          DO $$ DECLARE t text; BEGIN
            FOR t IN SELECT c.relname FROM pg_class c
              WHERE c.relnamespace = '%1$s'::regnamespace AND c.relkind = 'r' AND c.relname <> 'format'
            LOOP EXECUTE 'DELETE FROM %1$s.' || t; END LOOP;
            INSERT INTO %1$s.store VALUES (0, 0, NULL, 0);
          END $$
          """
              .formatted(namespace));
    } catch (SQLException e) {
      throw new IllegalStateException("cannot empty " + namespace, e);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        Postgres.server().jdbcUrl("postgres"), Postgres.server().user(), "");
  }
}
