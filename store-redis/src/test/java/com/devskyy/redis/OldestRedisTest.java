package com.devskyy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.TaskStatus;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Redis 6.2, the oldest one that is served, keeps the contract too; whichever one the other tests
/// run on.
class OldestRedisTest extends RedisTaskStoreTest {
  private static RedisServer oldest;

  @BeforeAll
  static void start() throws IOException {
    oldest = RedisServer.startOldest();
    assertThat(oldest.version()).startsWith("Redis 6.2.");
  }

  @AfterAll
  static void stop() {
    oldest.close();
  }

  @Override
  RedisSettings servers() {
    return RedisSettings.of(RedisAddress.parse(oldest.url()));
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
