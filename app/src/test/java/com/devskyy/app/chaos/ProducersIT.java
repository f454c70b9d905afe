package com.devskyy.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Codec;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.json.JsonCodec;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The platform's existing producers, and workers that are killed again and again: at work, between
/// a handler's end and its reply, and while they take tasks over.
@Timeout(300)
final class ProducersIT {
  private static final int TASKS = 5_000;
  private static final int KILLS = 14;
  private static final JsonCodec CODEC = new JsonCodec();

  @TempDir private Path folder;

  /// The envelope, as far as it is looked at.
  record Reply(String taskId, String status, Optional<ChaosTask.Done> result) {}

  @Test
  void noTaskIsLostOrDoneTwiceThoughWorkersAreKilledAgainAndAgain() throws Exception {
    try (var server = RedisServer.start();
        Stage stage = Stage.onRedis(folder, server.url());
        var producer = Executors.newSingleThreadExecutor()) {
      var sent = new AtomicInteger();
      Future<?> sending =
          producer.submit(
              () -> {
                for (int number = 0; number < TASKS; number++) {
                  send(server, number);
                  sent.incrementAndGet();
                }
                return sent;
              });
      Deque<Process> workers = new ArrayDeque<>();
      workers.add(worker(stage));
      workers.add(worker(stage));
      for (int kill = 1; kill <= KILLS; kill++) {
        long enough = (long) TASKS * kill / (KILLS + 2);
        stage.awaitStored("some are done", () -> completed(stage) >= enough);
        workers.remove().destroyForcibly().waitFor();
        if (kill % 3 == 0) {
          // Now and then nobody is left.
          workers.remove().destroyForcibly().waitFor();
          workers.add(worker(stage));
        }
        workers.add(worker(stage));
      }
      assertThat(completed(stage)).as("at the last kill").isLessThan(TASKS);
      sending.get();
      stage.awaitStored("all are done", () -> completed(stage) >= TASKS);
      stage.awaitStored("all are told", () -> keys(server, "devskyy:results:*") >= TASKS);

      assertThat(completed(stage)).isEqualTo(TASKS);
      // A member that one who was killed had left behind is given its time.
      stage.awaitStored("the queue is empty", () -> keys(server, "queue:chaos") == 0);
      assertThat(keys(server, "devskyy:dlq:*")).isZero();
      for (int number = 0; number < TASKS; number++) {
        Reply reply = reply(server, "devskyy:results:" + id(number));
        assertThat(reply.taskId()).isEqualTo(id(number));
        assertThat(reply.status()).isEqualTo("completed");
        assertThat(reply.result().orElseThrow().number()).isEqualTo(number);
      }
      checkWhatWasDone(stage);
      Invariants.check(stage.store());
    }
  }

  private static Process worker(Stage stage) throws IOException {
    return stage.worker("--log-level", "error");
  }

  private static long completed(Stage stage) {
    return stage.store().counts().of(ChaosTask.TYPE.name(), TaskStatus.COMPLETED);
  }

  private static String id(int number) {
    return "chaos:1767571200.%06d".formatted(number);
  }

  /// As the prototype does it. The task does something that must not happen twice.
  private static void send(RedisServer server, int number) throws IOException {
    String value =
        """
        {"task_id": "%s", "task_type": "chaos", "data": {"number": %d, "millis": 15, "steps": 0, \
        "charges": true, "failures": 0, "halts": false, "user_id": "u-%d"}, "status": "queued", \
        "created_at": "%s", "priority": 5, "timeout": 300}"""
            .formatted(id(number), number, number % 7, OffsetDateTime.now());
    server.call("SETEX", "devskyy:tasks:" + id(number), "300", value);
    server.call("ZADD", "queue:chaos", "5", id(number));
  }

  private static Reply reply(RedisServer server, String key) throws IOException {
    return CODEC
        .decode(
            Json.of(String.valueOf(server.call("GET", key))),
            Reply.class,
            Codec.UnknownFields.IGNORE)
        .value();
  }

  private static long keys(RedisServer server, String pattern) {
    try {
      String script = "return #redis.call('KEYS', ARGV[1])";
      return server.call("EVAL", script, "0", pattern) instanceof Long number ? number : 0;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Each task was begun, and each did once what must not happen twice.
  private static void checkWhatWasDone(Stage stage) {
    List<Entry> entries = stage.entries();
    Set<TaskId> begun =
        entries.stream()
            .filter(entry -> entry.what() == Entry.What.BEGAN)
            .map(Entry::task)
            .collect(Collectors.toSet());
    assertThat(begun).hasSize(TASKS);
    List<TaskId> charged =
        entries.stream()
            .filter(entry -> entry.what() == Entry.What.CHARGED)
            .map(Entry::task)
            .toList();
    assertThat(charged).hasSize(TASKS);
    assertThat(new HashSet<>(charged)).isEqualTo(begun);
    assertThat(entries.stream().filter(entry -> entry.what() == Entry.What.BEGAN).count())
        .as("runs, of which kills cut some off")
        .isGreaterThan(TASKS);
  }
}
