package com.devskyy.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.engine.testkit.TaskStoreContract;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Redis 6.2, the oldest one that is served, keeps the contract too; whichever one the other tests
/// run on.
class OldestRedisTest extends TaskStoreContract {
  private static List<RedisServer> servers = List.of();
  private String namespace = "";

  @BeforeAll
  static void start() throws IOException {
    servers = List.of(RedisServer.startOldest());
    assertThat(servers.getFirst().version()).startsWith("Redis 6.2.");
  }

  @AfterAll
  static void stop() {
    servers.forEach(RedisServer::close);
  }

  private static TaskStore open(String namespace, InstantSource clock, StoreSettings settings) {
    return RedisStore.open(
        RedisSettings.of(RedisAddress.parse(servers.getFirst().url()))
            .withStore(settings)
            .withNamespace(namespace),
        clock,
        new SplittableRandom(7));
  }

  @Override
  protected TaskStore open(InstantSource clock, StoreSettings settings) {
    namespace = TestRedis.newNamespace();
    return open(namespace, clock, settings);
  }

  @Override
  protected TaskStore reopen(TaskStore store) {
    store.close();
    return open(namespace, store.clock(), store.settings());
  }

  /// Errors within scripts are worded in another way there.
  @Test
  void atMaxmemoryNewWorkIsRefusedAndRunningWorkFinishes(@TempDir Path folder) throws Exception {
    try (var server = RedisServer.startOldest("maxmemory-policy noeviction");
        var stage = new Stage(server.url(), folder)) {
      stage.work(4, Duration.ofMillis(20));
      stage.enqueue(40);
      server.call("CONFIG", "SET", "maxmemory", "1");
      assertThatThrownBy(() -> stage.store.insert(List.of(stage.task(Stage.WORK)), stage.now()))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
      stage.awaitAll();
      server.call("CONFIG", "SET", "maxmemory", "0");
      Invariants.check(stage.store);
    }
  }

  @Test
  void theProducersAreServedAtOnce(@TempDir Path folder) throws Exception {
    try (var server = RedisServer.startOldest();
        var stage = new Stage(server.url(), folder);
        var _ = stage.serveProducers("work")) {
      stage.work(4, Duration.ZERO);
      for (int i = 1; i <= 10; i++) {
        Stage.let(Duration.ofMillis(50));
        long began = System.nanoTime();
        server.call(
            "SETEX", "devskyy:tasks:t" + i, "300", "{\"task_type\": \"work\", \"data\": {}}");
        server.call("ZADD", "queue:work", "5", "t" + i);
        int done = i;
        Stage.await(
            "done", () -> stage.store.counts().of(Stage.WORK, TaskStatus.COMPLETED) == done);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
      }
    }
  }
}
