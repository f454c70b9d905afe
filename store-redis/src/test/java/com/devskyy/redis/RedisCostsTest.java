package com.devskyy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a task may cost the server.
class RedisCostsTest {
  private static final int TASKS = 50_000;
  private static final int BATCH = 100;
  private static final TypeName TYPE = new TypeName("bench");
  private static final Json INPUT = Json.of("{\"text\":\"" + "x".repeat(189) + "\"}");

  @Test
  void aWaitingTaskOfOneUserTakesAtMost480Bytes() throws Exception {
    assertThat(bytes(_ -> Optional.empty())).isLessThanOrEqualTo(480);
  }

  @Test
  void aWaitingTaskWithAUserOfItsOwnTakesAtMost560Bytes() throws Exception {
    assertThat(bytes(i -> Optional.of("user-" + i))).isLessThanOrEqualTo(560);
  }

  private static double bytes(IntFunction<Optional<String>> user) throws Exception {
    try (var server = RedisServer.start();
        var store =
            RedisStore.open(
                RedisSettings.of(RedisAddress.parse(server.url())), new SplittableRandom(1))) {
      double before = server.info("used_memory");
      insert(store, user);
      double bytes = (server.info("used_memory") - before) / TASKS;
      System.out.printf("%.0f bytes of Redis for a waiting task of 200 bytes%n", bytes);
      return bytes;
    }
  }

  private static void insert(TaskStore store, IntFunction<Optional<String>> user) {
    var ids = new TaskId.Generator(store.clock(), new SplittableRandom(1), 0);
    for (int i = 0; i < TASKS; i += BATCH) {
      List<NewTask> batch =
          IntStream.range(i, i + BATCH)
              .mapToObj(
                  k ->
                      new NewTask(
                          ids.next(),
                          TYPE,
                          INPUT,
                          Priority.NORMAL,
                          user.apply(k),
                          Optional.empty(),
                          1,
                          Optional.empty(),
                          Optional.empty(),
                          Optional.empty(),
                          Optional.empty(),
                          Optional.empty()))
              .toList();
      store.insert(batch, store.clock().instant());
    }
  }

  @Test
  void anIdleWorkerThatServesTheProducersAsksLittleAndCostsNoTime(@TempDir Path folder)
      throws Exception {
    var seconds = Duration.ofSeconds(20);
    try (var server = RedisServer.start();
        var stage = new Stage(RedisSettings.of(RedisAddress.parse(server.url())), folder);
        var _ = stage.serveProducers("work", "knit", "sew", "dye", "iron")) {
      stage.work(20, Duration.ZERO);
      stage.enqueue(10);
      stage.awaitAll();
      // Until the last of it has been looked at.
      Stage.let(Duration.ofSeconds(1));
      // An INFO before and one after, of which one counts.
      double commands = server.info("total_commands_processed");
      double cpu = cpu(server);
      Stage.let(seconds);
      double share = (cpu(server) - cpu) / seconds.toSeconds();
      double perSecond = (server.info("total_commands_processed") - commands) / seconds.toSeconds();
      System.out.printf(
          "an idle worker: %.1f commands a second, those in scripts counted, %.2f %% of the server's core%n",
          perSecond, 100 * share);
      assertThat(perSecond).isLessThan(10);
      assertThat(share).isLessThan(0.01);
    }
  }

  private static double cpu(RedisServer server) throws IOException {
    return server.info("used_cpu_user") + server.info("used_cpu_sys");
  }
}
