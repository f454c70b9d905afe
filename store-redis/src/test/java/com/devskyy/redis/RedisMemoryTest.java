package com.devskyy.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.engine.testkit.StoreDriver;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that has no memory left, under a worker and the producers' protocol.
@Timeout(120)
class RedisMemoryTest {
  private static final int TASKS = 24;
  private static final int SLOTS = 8;
  private static final int LEGACY = 4;
  private static final Json LARGE = Json.of("\"" + "x".repeat(300_000) + "\"");

  @TempDir Path folder;

  private final CountDownLatch begun = new CountDownLatch(SLOTS);
  private final CountDownLatch full = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final Map<TaskId, AtomicInteger> runs = new ConcurrentHashMap<>();

  private static boolean exists(RedisServer server, String key) {
    try {
      return Long.valueOf(1).equals(server.call("EXISTS", key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What attempts write: steps, progress, a log, a large result, while leases are renewed.
  private void work(Stage stage) {
    stage.work(
        SLOTS,
        Stage.WORK,
        (context, input) -> {
          runs.computeIfAbsent(context.id(), _ -> new AtomicInteger()).incrementAndGet();
          begun.countDown();
          full.await(60, TimeUnit.SECONDS);
          context.step("cut", Json.class, () -> Json.of("\"" + "s".repeat(10_000) + "\""));
          context.progress(0.5, "half of it");
          context.log("a line");
          goOn.await(60, TimeUnit.SECONDS);
          return LARGE;
        });
  }

  private static void send(RedisServer server, String id) throws IOException {
    server.call("SETEX", "devskyy:tasks:" + id, "300", "{\"task_type\": \"work\", \"data\": {}}");
    server.call("ZADD", "queue:work", "10", id);
  }

  /// Errors within scripts are worded in another way on the oldest server.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void runningWorkIsWrittenDownAndAnsweredAndNewWorkIsRefused(boolean oldest) throws Exception {
    String policy = "maxmemory-policy noeviction";
    try (var server = oldest ? RedisServer.startOldest(policy) : RedisServer.start(policy);
        var stage = new Stage(server.url(), folder);
        var _ = stage.serveProducers("work")) {
      for (int i = 0; i < LEGACY; i++) {
        send(server, "legacy-" + i);
      }
      Stage.await("taken over", () -> !exists(server, "queue:work"));
      stage.enqueue(TASKS - LEGACY);
      work(stage);
      assertThat(begun.await(30, TimeUnit.SECONDS)).as("all slots are busy").isTrue();

      server.call("CONFIG", "SET", "maxmemory", "1");
      full.countDown();
      NewTask refused = stage.task(Stage.WORK);
      assertThatThrownBy(() -> stage.store.insert(List.of(refused), stage.now()))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
      // Longer than a lease: it is renewed, and the worker's heartbeat with it.
      Stage.let(Stage.LEASE.plusSeconds(1));
      assertThat(stage.store.counts().of(Stage.WORK, TaskStatus.PROCESSING)).isEqualTo(SLOTS);
      assertThat(stage.store.registry().workers())
          .singleElement()
          .satisfies(
              worker ->
                  assertThat(Duration.between(worker.heartbeat(), stage.now()))
                      .isLessThan(Stage.LEASE));
      goOn.countDown();
      Stage.await("all completed", () -> stage.completed() == TASKS);
      for (int i = 0; i < LEGACY; i++) {
        String id = "legacy-" + i;
        Stage.await(id + " is answered", () -> exists(server, "devskyy:results:" + id));
        assertThat(String.valueOf(server.call("GET", "devskyy:tasks:" + id)))
            .contains("\"status\":\"completed\"");
      }
      List<Task> done = StoreDriver.listAll(stage.store, TaskQuery.of(TaskStatus.COMPLETED, 100));
      assertThat(done).hasSize(TASKS).allMatch(task -> task.run() == 1);
      assertThat(runs.values()).hasSize(TASKS).allMatch(times -> times.get() == 1);
      for (Task task : done) {
        assertThat(stage.store.find(List.of(task.id())).get(task.id()).result()).contains(LARGE);
        History history = stage.store.history(task.id());
        assertThat(history.steps()).singleElement().matches(step -> step.value().isPresent());
        assertThat(history.log()).hasSize(1);
      }

      server.call("CONFIG", "SET", "maxmemory", "0");
      long healed = System.nanoTime();
      stage.store.insert(List.of(refused), stage.now());
      Stage.await("new work is done", () -> stage.completed() == TASKS + 1);
      System.out.printf(
          "maxmemory reached: new work was done %d ms after there was room%n",
          (System.nanoTime() - healed) / 1_000_000);
      Invariants.check(stage.store);
    }
  }
}
