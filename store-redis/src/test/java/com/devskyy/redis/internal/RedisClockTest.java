package com.devskyy.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisSettings;
import com.devskyy.servers.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RedisClockTest {
  private static final Duration ALWAYS = Duration.ofMillis(1);

  private static Duration apart(RedisClock clock) {
    return Duration.between(clock.instant(), Instant.now()).abs();
  }

  private static Link link(RedisServer server) {
    var settings = RedisSettings.of(RedisAddress.parse(server.url()));
    return new Link(settings, "0", new Silences(settings));
  }

  @Test
  void nobodyWaitsForTheServersTimeWhileItIsAway() throws Exception {
    try (var server = RedisServer.start();
        Link link = link(server)) {
      var clock = new RedisClock(link, ALWAYS);
      server.pause();
      long began = System.nanoTime();
      for (int i = 0; i < 200; i++) {
        LockSupport.parkNanos(ALWAYS.toNanos());
        assertThat(apart(clock)).isLessThan(Duration.ofSeconds(2));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
      server.resume();
    }
  }

  @Test
  void anAnswerThatCameLateDoesNotSetTheClockWrong() throws Exception {
    try (var server = RedisServer.start();
        Link link = link(server)) {
      var clock = new RedisClock(link, ALWAYS);
      for (int i = 0; i < 2; i++) {
        server.pause();
        // One measuring begins before the pause ends, and is answered after it.
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        clock.instant();
        LockSupport.parkNanos(Duration.ofMillis(2_500).toNanos());
        server.resume();
        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        assertThat(apart(clock)).isLessThan(Duration.ofMillis(900));
      }
    }
  }
}
