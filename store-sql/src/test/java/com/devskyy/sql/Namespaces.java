package com.devskyy.sql;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/// Empty namespaces on a shared server for one test at a time. Making one anew takes longer than
/// most tests, so those given back are emptied and used again.
final class Namespaces {
  private static final Map<PostgresServer, Deque<String>> FREE = new ConcurrentHashMap<>();

  private final List<String> taken = new ArrayList<>();
  private final PostgresServer server;
  private final Deque<String> free;

  Namespaces() {
    this(Postgres.server());
  }

  Namespaces(PostgresServer server) {
    this.server = server;
    free = FREE.computeIfAbsent(server, _ -> new ConcurrentLinkedDeque<>());
  }

  /// How a store in an empty namespace is opened.
  PostgresSettings next(StoreSettings store) {
    String namespace = free.poll();
    if (namespace == null) {
      namespace = Postgres.newNamespace();
    } else {
      empty(namespace);
    }
    taken.add(namespace);
    return Postgres.settings(server.jdbcUrl("postgres"), store, namespace);
  }

  /// All stores in the namespaces taken are closed.
  void giveBack() {
    free.addAll(taken);
    taken.clear();
  }

  private void empty(String namespace) {
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

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "");
  }
}
