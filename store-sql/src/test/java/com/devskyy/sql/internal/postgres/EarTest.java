package com.devskyy.sql.internal.postgres;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Hint;
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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who listens, and who is told.
@Timeout(60)
final class EarTest {
  private static final TypeName ORDERS = new TypeName("orders");
  private static final PostgresServer SERVER = PostgresServer.start();
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  @AfterAll
  static void closeServer() {
    SERVER.close();
  }

  /// It once said that it listens only when it had heard nothing for a while, and so was forgotten
  /// where work never ceased.
  @Test
  void whoHearsSomethingAllTheTimeGoesOnSayingThatHeListens() throws Exception {
    try (var heard = new Heard(Duration.ofMillis(100))) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < 10 * heard.sayEvery.toNanos()) {
        heard.send("other orders ");
        assertThat(heard.next().queues()).containsExactly(ORDERS);
        assertThat(
                heard.ask(
                    "SELECT count(*) FROM %s.ear WHERE until > clock_timestamp()"
                        .formatted(heard.settings.namespace())))
            .as("known to listen")
            .isEqualTo("1");
      }
    }
  }

  /// Anybody may send to a channel.
  @ParameterizedTest
  @ValueSource(strings = {"a b c", "vacuum", "", "other Orders 12,,", "a b c d"})
  void whatCannotBeReadMayMeanAnythingAndHarmsNobody(String stray) throws Exception {
    try (var heard = new Heard(Ear.SAY_EVERY)) {
      heard.send(stray);
      assertThat(heard.next()).isEqualTo(Hint.EVERYTHING);
      heard.send("other orders ");
      assertThat(heard.next().queues()).containsExactly(ORDERS);
    }
  }

  /// A process that listens, and another that sends.
  private static final class Heard implements AutoCloseable {
    private final LinkedBlockingQueue<Hint> hinted = new LinkedBlockingQueue<>();
    private final Hints hints = new Hints("test-hints");
    private final Connections connections;
    private final Ear ear;
    private final Connection other;
    final PostgresSettings settings;
    final Duration sayEvery;

    Heard(Duration sayEvery) throws Exception {
      this.sayEvery = sayEvery;
      settings =
          PostgresSettings.ofUrl(SERVER.url()).withNamespace("ear_" + NAMESPACES.incrementAndGet());
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
      connections = new Connections(reach, new PostgresErrors("the test"));
      hints.subscribe(hinted::add);
      ear = new Ear(connections, hints, "listener", settings.namespace(), () -> {}, sayEvery);
      other = DriverManager.getConnection(settings.url(), settings.user(), "");
      assertThat(next()).as("that it began").isEqualTo(Hint.EVERYTHING);
    }

    Hint next() throws InterruptedException {
      Hint hint = hinted.poll(10, TimeUnit.SECONDS);
      assertThat(hint).as("a hint").isNotNull();
      return requireNonNull(hint);
    }

    void send(String message) throws SQLException {
      ask("SELECT pg_notify('%s', '%s')".formatted(settings.namespace(), message));
    }

    String ask(String query) throws SQLException {
      try (Statement statement = other.createStatement();
          ResultSet row = statement.executeQuery(query)) {
        row.next();
        return String.valueOf(row.getString(1));
      }
    }

    @Override
    public void close() throws SQLException {
      ear.close();
      connections.close();
      hints.close();
      other.close();
    }
  }
}
