package com.devskyy.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.servers.FaultyProxy;
import com.devskyy.servers.RedisServer;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server that is away: who waits how long, who is told what, how often it is asked.
@Timeout(180)
class RedisOutagesTest {
  @TempDir Path folder;

  private static RedisSettings settings(int port) {
    return RedisSettings.of(RedisAddress.parse("redis://127.0.0.1:" + port))
        .withPatience(Duration.ofSeconds(2))
        .withTimeout(Duration.ofSeconds(1));
  }

  @Test
  void manyCallersWaitTogetherAndNoneLongerThanOnesPatience() throws Exception {
    try (var server = RedisServer.start();
        TaskStore store = RedisStore.open(settings(server.port()), new Random(1));
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      server.pause();
      long began = System.nanoTime();
      List<Callable<Duration>> calls = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        calls.add(
            () -> {
              assertThatThrownBy(store::counts)
                  .isInstanceOfSatisfying(
                      StoreException.class,
                      e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE));
              return Duration.ofNanos(System.nanoTime() - began);
            });
      }
      for (var waited : callers.invokeAll(calls)) {
        // Patience, one more try that had begun, and a machine that is busy with other things.
        assertThat(waited.get()).isLessThan(Duration.ofMillis(4_500));
      }
      server.resume();
      assertThat(store.counts().queues()).isEmpty();
    }
  }

  @Test
  void aServerThatIsAwayIsAskedLessAndLessOften() throws Exception {
    try (var server = RedisServer.start();
        var proxy = new FaultyProxy(server.port());
        TaskStore store = RedisStore.open(settings(proxy.port()), new Random(1))) {
      proxy.refuse(true);
      assertThatThrownBy(store::counts).isInstanceOf(StoreException.class);
      // At once, then after 10, 20, 40 … ms: eight pauses last for two seconds.
      assertThat(proxy.refused()).isBetween(4, 11);
      proxy.refuse(false);
      assertThat(store.counts().queues()).isEmpty();
    }
  }

  @Test
  void aServerWithoutAFreeConnectionIsWaitedFor() throws Exception {
    var taken = new ArrayList<Socket>();
    try (var server = RedisServer.start("maxclients 20", "requirepass s3cret")) {
      while (taken.size() < 20) {
        taken.add(new Socket("127.0.0.1", server.port()));
      }
      for (String login : List.of("", ":s3cret@")) {
        var settings =
            RedisSettings.of(
                    RedisAddress.parse("redis://%s127.0.0.1:%d".formatted(login, server.port())))
                .withPatience(Duration.ofMillis(300));
        assertThatThrownBy(() -> RedisStore.open(settings, new Random(1)))
            .isInstanceOfSatisfying(
                StoreException.class,
                e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE));
      }
      assertThatThrownBy(
              () ->
                  RedisStore.open(
                      RedisSettings.of(
                              RedisAddress.parse("redis://:s3cret@127.0.0.1:" + server.port()))
                          .withPatience(Duration.ofMillis(300)),
                      new Random(1)))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.remedy()).contains("maxclients"));
      var patient =
          RedisSettings.of(RedisAddress.parse("redis://:s3cret@127.0.0.1:" + server.port()));
      var opening =
          Executors.newSingleThreadExecutor().submit(() -> RedisStore.open(patient, new Random(1)));
      for (Socket each : taken) {
        each.close();
      }
      opening.get().close();
    }
  }
}
