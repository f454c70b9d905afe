package com.devskyy.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.json.JsonCodec;
import com.devskyy.servers.PostgresServer;
import com.devskyy.servers.RedisServer;
import com.devskyy.sql.Outbox;
import com.devskyy.sql.OutboxRelay;
import com.devskyy.sql.PostgresStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From transactions in PostgreSQL to workers on Redis.
@Timeout(240)
final class OutboxIT {
  private static final int TRANSACTIONS = 900;
  private static final int TASKS_EACH = 10;

  /// One in three is rolled back.
  private static final int COMMITTED = TRANSACTIONS * 2 / 3 * TASKS_EACH;

  @TempDir private Path folder;

  @Test
  void exactlyTheCommittedOnesAreDoneOnceThoughTheRelayIsKilledAgainAndAgain() throws Exception {
    try (var postgres = PostgresServer.start();
        var redis = RedisServer.start();
        PostgresStore from = RelayProcess.postgres(postgres.url());
        Stage stage = Stage.onRedis(folder, redis.url());
        var producer = Executors.newSingleThreadExecutor()) {
      stage.worker("--log-level", "error");
      Queue<TaskId> committed = new ConcurrentLinkedQueue<>();
      Future<?> producing = producer.submit(() -> produce(postgres, from, committed));
      int midway = 0;
      for (int round = 1; round <= 8; round++) {
        long enough = (long) COMMITTED * round / 10;
        if (round % 4 == 0) {
          // Interrupted instead.
          try (OutboxRelay _ = RelayProcess.relay(from, stage.store())) {
            stage.awaitStored("some are there", () -> arrived(stage) >= enough);
          }
        } else {
          Process relay = RelayProcess.start(postgres.url(), redis.url());
          stage.awaitStored("some are there", () -> arrived(stage) >= enough || !relay.isAlive());
          relay.destroyForcibly().waitFor();
        }
        midway += arrived(stage) < COMMITTED ? 1 : 0;
      }
      assertThat(midway).as("ends before all were there").isGreaterThan(4);
      producing.get();
      try (OutboxRelay _ = RelayProcess.relay(from, stage.store())) {
        stage.awaitStored(
            "all are done",
            () ->
                stage.store().counts().of(ChaosTask.TYPE.name(), TaskStatus.COMPLETED)
                    >= COMMITTED);
      }
      assertThat(waiting(postgres)).isZero();
      assertThat(arrived(stage)).isEqualTo(COMMITTED);
      assertThat(stage.entries())
          .filteredOn(entry -> entry.what() == Entry.What.BEGAN)
          .extracting(Entry::task)
          .containsExactlyInAnyOrderElementsOf(committed);
      Invariants.check(stage.store());
    }
  }

  private static long arrived(Stage stage) {
    return stage.store().counts().queues().values().stream()
        .flatMap(queue -> queue.tasks().values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  private static Connection connect(PostgresServer server) throws Exception {
    return DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "");
  }

  private static long waiting(PostgresServer server) throws Exception {
    try (Connection connection = connect(server);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM dsw.outbox")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static List<TaskId> produce(
      PostgresServer server, PostgresStore store, Queue<TaskId> committed) throws Exception {
    var outbox =
        new Outbox(
            store,
            new JsonCodec(),
            new TaskId.Generator(store.tasks().clock(), new SecureRandom(), 0),
            Tiers.DEFAULT);
    try (Connection transaction = connect(server)) {
      transaction.setAutoCommit(false);
      for (int i = 0; i < TRANSACTIONS; i++) {
        List<TaskId> written = new ArrayList<>();
        for (int k = 0; k < TASKS_EACH; k++) {
          var task = new ChaosTask(i, 0, 0, false, 0, false);
          written.add(outbox.enqueue(transaction, ChaosTask.TYPE, task, EnqueueOptions.DEFAULT));
        }
        if (i % 3 == 0) {
          transaction.rollback();
        } else {
          transaction.commit();
          committed.addAll(written);
        }
      }
    }
    return List.copyOf(committed);
  }
}
