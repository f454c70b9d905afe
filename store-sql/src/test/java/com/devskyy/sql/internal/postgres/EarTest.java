package com.devskyy.sql.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.servers.PostgresServer;
import com.devskyy.sql.PostgresSettings;
import com.devskyy.sql.PostgresStore;
import com.devskyy.sql.internal.shared.Hints;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who listens, and who is told.
@Timeout(60)
final class EarTest {
  private static final Duration SAY_EVERY = Duration.ofMillis(100);

  /// It once said that it listens only when it had heard nothing for a while, and so was forgotten
  /// where work never ceased.
  @Test
  void whoHearsSomethingAllTheTimeGoesOnSayingThatHeListens() throws Exception {
    try (var server = PostgresServer.start()) {
      var settings = PostgresSettings.ofUrl(server.url());
      PostgresStore.open(settings, new SplittableRandom(1)).close();
      var reach =
          new Reach(
              settings.url(),
              settings.user(),
              settings.password(),
              settings.namespace(),
              2,
              settings.answerTimeout(),
              settings.patience());
      var heard = new Semaphore(0);
      try (var connections = new Connections(reach, new PostgresErrors("the test"));
          var hints = new Hints("test-hints");
          AutoCloseable _ = hints.subscribe(_ -> heard.release());
          Ear _ =
              new Ear(connections, hints, "listener", settings.namespace(), () -> {}, SAY_EVERY);
          Connection other =
              DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "")) {
        assertThat(heard.tryAcquire(10, TimeUnit.SECONDS)).as("that it began").isTrue();
        long start = System.nanoTime();
        while (System.nanoTime() - start < 10 * SAY_EVERY.toNanos()) {
          ask(other, "SELECT pg_notify('%s', 'other orders ')".formatted(settings.namespace()));
          assertThat(heard.tryAcquire(10, TimeUnit.SECONDS)).as("a hint").isTrue();
          assertThat(
                  ask(
                      other,
                      "SELECT count(*) FROM %s.ear WHERE until > clock_timestamp()"
                          .formatted(settings.namespace())))
              .as("known to listen")
              .isEqualTo("1");
        }
      }
    }
  }

  private static String ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}
