package com.devskyy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.servers.RedisServer;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// What a task may cost the server.
class RedisCostsTest {
  private static final int TASKS = 20_000;

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
      double bytes = new RedisCosts(server, store).bytesPerWaitingTask(TASKS, user);
      System.out.printf("%.0f bytes of Redis for a waiting task of 200 bytes%n", bytes);
      return bytes;
    }
  }
}
