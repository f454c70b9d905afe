package com.devskyy.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.servers.FaultyProxy;
import com.devskyy.servers.RedisServer;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
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
    try (var heard = new Heard("com.devskyy");
        var server = RedisServer.start();
        // Who waits for a connection runs out of patience before those who have one notice.
        TaskStore store =
            RedisStore.open(
                settings(server.port()).withTimeout(Duration.ofSeconds(3)), new Random(1));
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
                      e -> {
                        assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
                        assertThat(e.isLogged()).as("logged: %s", e.getMessage()).isTrue();
                      });
              return Duration.ofNanos(System.nanoTime() - began);
            });
      }
      for (var waited : callers.invokeAll(calls)) {
        // A try that began within patience, and a machine that is busy with other things.
        assertThat(waited.get()).isLessThan(Duration.ofMillis(4_500));
      }
      assertThat(heard.lines(Level.WARN)).hasSize(1);
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

  private static List<String> answersAgain(Heard heard) {
    return heard.lines(Level.INFO).stream().filter(line -> line.contains("again")).toList();
  }

  @Test
  void anOutageOfAStoreInShardsIsOneLineAndOneMoreWhenItIsOver() throws Exception {
    try (var server = RedisServer.start("appendonly yes");
        TaskStore store =
            RedisStore.open(
                settings(server.port()).withShards(4).withPatience(Duration.ofMillis(300)),
                new Random(1));
        var heard = new Heard("com.devskyy")) {
      List<TaskId> ofEachShard =
          IntStream.range(0, 4)
              .mapToObj(
                  shard ->
                      new TaskId.Generator(store.clock(), new SplittableRandom(2), shard).next())
              .toList();
      for (int outage = 1; outage <= 2; outage++) {
        server.stop();
        for (TaskId id : ofEachShard) {
          assertThatThrownBy(() -> store.history(id))
              .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isLogged()).isTrue());
        }
        assertThat(heard.lines(Level.WARN)).as("outage %d", outage).hasSize(outage);
        assertThat(answersAgain(heard)).hasSize(outage - 1);
        server.startAgain();
        ofEachShard.forEach(store::history);
        assertThat(answersAgain(heard)).hasSize(outage);
      }
      assertThat(heard.lines(Level.WARN))
          .allMatch(line -> line.startsWith("Redis does not answer"));
    }
  }

  /// As a worker's process is: one store, a worker on it, the producers served beside.
  @Test
  void anOutageLongerThanPatienceIsOneLineWhenItBeginsAndOneWhenItIsOver() throws Exception {
    try (var server = RedisServer.start("appendonly yes");
        TaskStore store = RedisStore.open(settings(server.port()), new Random(1));
        var _ = Stage.serveProducers(store, "work");
        var worker = Stage.worker(store, folder, "worker", 4, Stage.WORK, (_, input) -> input)) {
      worker.start();
      var ids = new TaskId.Generator(store.clock(), new SplittableRandom(2), 0);
      try (var heard = new Heard("com.devskyy")) {
        for (int outage = 1; outage <= 2; outage++) {
          server.stop();
          Stage.await("a line", () -> !heard.lines(Level.WARN).isEmpty());
          // Long enough for each duty to run out of patience more than once.
          Stage.let(Duration.ofSeconds(9));
          assertThat(heard.lines(Level.WARN)).as("outage %d", outage).hasSize(outage);
          assertThat(answersAgain(heard)).hasSize(outage - 1);
          server.startAgain();
          long healed = System.nanoTime();
          TaskId id = ids.next();
          store.insert(List.of(NewTask.of(id, Stage.WORK, Json.of("1"))), store.clock().instant());
          Stage.await(
              "work is done",
              () -> store.find(List.of(id)).get(id).status() == TaskStatus.COMPLETED);
          System.out.printf(
              "an outage longer than patience: work was done %d ms after the server was back%n",
              (System.nanoTime() - healed) / 1_000_000);
          assertThat(answersAgain(heard)).hasSize(outage);
        }
        // Until the slowest of them has had its answer.
        Stage.let(Duration.ofSeconds(6));
        assertThat(heard.lines(Level.WARN))
            .hasSize(2)
            .allMatch(line -> line.startsWith("Redis does not answer"));
        assertThat(answersAgain(heard))
            .hasSize(2)
            .allMatch(line -> line.startsWith("Redis answers again"));
        assertThat(heard.lines(Level.ERROR)).isEmpty();
      }
      Invariants.check(store);
    }
  }
}
