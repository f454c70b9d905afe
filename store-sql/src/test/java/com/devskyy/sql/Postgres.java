package com.devskyy.sql;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.servers.PostgresServer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The PostgreSQL servers that the tests of one JVM share, with a namespace for each that wants
/// one: the oldest version that is promised, and for some tests the newest as well.
final class Postgres {
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private Postgres() {}

  /// Started when first asked for; ends with the JVM.
  private static final class Shared {
    static final PostgresServer SERVER = PostgresServer.start();
  }

  private static final class Newest {
    static final PostgresServer SERVER = PostgresServer.startNewest();
  }

  static PostgresServer server() {
    return Shared.SERVER;
  }

  static PostgresServer newest() {
    return Newest.SERVER;
  }

  /// A namespace that nobody has used.
  static String newNamespace() {
    return "test_" + NAMESPACES.incrementAndGet();
  }

  /// How the shared server is reached.
  static PostgresSettings settings(StoreSettings store, String namespace) {
    return settings(server().jdbcUrl("postgres"), store, namespace);
  }

  static PostgresSettings settings(String url, StoreSettings store, String namespace) {
    return PostgresSettings.of(url, server().user(), Optional.empty())
        .withStore(store)
        .withNamespace(namespace)
        .withConnections(8)
        .withWaiting(Duration.ofSeconds(20), Duration.ofSeconds(5));
  }
}
