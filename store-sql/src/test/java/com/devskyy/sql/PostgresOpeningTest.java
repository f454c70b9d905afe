package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Opening a PostgreSQL store, and what is said when that cannot be.
@Timeout(120)
class PostgresOpeningTest {
  private final PostgresSettings settings =
      Postgres.settings(StoreSettings.DEFAULT, Postgres.newNamespace());

  private static PostgresStore open(PostgresSettings settings) {
    return PostgresStore.open(settings, new SplittableRandom(1));
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        Postgres.server().jdbcUrl("postgres"), Postgres.server().user(), "");
  }

  private static void assertRefused(
      PostgresSettings settings, StoreException.Kind kind, String remedy) {
    assertThatThrownBy(() -> open(settings).close())
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.remedy()).contains(remedy);
            });
  }

  @Test
  void manyProcessesMayOpenANewNamespaceAtOnce() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      var opening = new ArrayList<Future<?>>();
      for (int i = 0; i < 8; i++) {
        opening.add(threads.submit(() -> open(settings).close()));
      }
      for (Future<?> each : opening) {
        each.get();
      }
    }
  }

  @Test
  void whoWaitedForTheLockSeesWhatTheOneBeforeHimMade() throws Exception {
    try (var threads = Executors.newSingleThreadExecutor();
        var connection = connect();
        var first = connection.createStatement()) {
      first.execute("SELECT pg_advisory_lock(hashtext('devskyy migrations'))");
      Future<?> second =
          threads.submit(
              () -> assertRefused(settings, StoreException.Kind.NEWER_FORMAT, "newer version"));
      while (!isWaitedFor(first)) {
        Thread.onSpinWait();
      }
      first.execute("CREATE SCHEMA " + settings.namespace());
      first.execute(
          "CREATE TABLE %s.format AS SELECT 99 AS number".formatted(settings.namespace()));
      first.execute("SELECT pg_advisory_unlock_all()");
      second.get();
    }
  }

  private static boolean isWaitedFor(Statement statement) throws SQLException {
    try (var rows =
        statement.executeQuery(
            "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")) {
      return rows.next();
    }
  }

  @Test
  void namespacesAreApart() {
    var other = settings.withNamespace(Postgres.newNamespace());
    try (var one = open(settings);
        var two = open(other)) {
      var ids = new TaskId.Generator(one.tasks().clock(), new SplittableRandom(1), 0);
      NewTask task = NewTask.of(ids.next(), new TypeName("mail"), Json.of("1"));
      one.tasks().insert(List.of(task), one.tasks().clock().instant());
      assertThat(two.tasks().find(List.of(task.id()))).isEmpty();
    }
  }

  @Test
  void aNewerFormatIsRefused() throws Exception {
    open(settings).close();
    execute("UPDATE %s.format SET number = 99".formatted(settings.namespace()));
    assertRefused(settings, StoreException.Kind.NEWER_FORMAT, "newer version");
  }

  @Test
  void aDatabaseThatIsMissingIsSaidSo() {
    var missing =
        Postgres.settings(
            Postgres.server().jdbcUrl("nowhere"), StoreSettings.DEFAULT, settings.namespace());
    assertRefused(missing, StoreException.Kind.UNAVAILABLE, "createdb");
  }

  @Test
  void aServerThatIsMissingIsSaidSo() {
    var missing =
        Postgres.settings(
                Postgres.server().jdbcUrl("postgres", 1),
                StoreSettings.DEFAULT,
                settings.namespace())
            .withWaiting(Duration.ofSeconds(1), Duration.ofMillis(200));
    assertRefused(missing, StoreException.Kind.UNAVAILABLE, "the server runs");
  }

  @Test
  void aDatabaseThatOnlyReadsIsSaidSo() throws Exception {
    execute("CREATE DATABASE reading");
    execute("ALTER DATABASE reading SET default_transaction_read_only = on");
    var reading =
        Postgres.settings(
            Postgres.server().jdbcUrl("reading"), StoreSettings.DEFAULT, settings.namespace());
    assertRefused(reading, StoreException.Kind.READ_ONLY, "primary");
  }

  @Test
  void aUserWhoMayNotMakeASchemaIsSaidSo() throws Exception {
    execute("CREATE ROLE guest LOGIN");
    var guest =
        PostgresSettings.of(settings.url(), "guest", java.util.Optional.empty())
            .withNamespace(settings.namespace());
    assertRefused(guest, StoreException.Kind.READ_ONLY, "CREATE");
  }

  @Test
  void anotherEncodingIsRefused() throws Exception {
    execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
    var latin =
        Postgres.settings(
            Postgres.server().jdbcUrl("latin"), StoreSettings.DEFAULT, settings.namespace());
    assertRefused(latin, StoreException.Kind.UNAVAILABLE, "UTF8");
  }
}
