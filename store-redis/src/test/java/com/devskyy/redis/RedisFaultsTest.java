package com.devskyy.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.Write;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.engine.testkit.TaskBuilder;
import com.devskyy.servers.FaultyProxy;
import com.devskyy.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens to servers and networks, and that work goes on. Each test prints how long that
/// took.
@Timeout(180)
class RedisFaultsTest {
  private static final int TASKS = 3_000;

  @TempDir Path folder;

  private interface Fault {
    void happen(RedisServer server) throws Exception;
  }

  /// Two workers and a producer at work while it happens; afterwards everything is done once.
  private void survives(String what, RedisServer server, Fault fault) throws Exception {
    try (var stage = new Stage(server.url(), folder);
        var producer = Executors.newSingleThreadExecutor()) {
      stage.work(20, Duration.ofMillis(2));
      stage.work(20, Duration.ofMillis(2));
      var enqueuing = producer.submit(() -> stage.enqueue(TASKS));
      Stage.await("a third enqueued", () -> stage.enqueued() > TASKS / 3 && stage.started() > 99);
      fault.happen(server);
      long healed = System.nanoTime();
      long before = stage.completed();
      Stage.await("work goes on", () -> stage.completed() > before);
      say(what + ": work went on", healed);
      enqueuing.get();
      stage.awaitAll();
      Invariants.check(stage.store);
    }
  }

  @Test
  void stoppedAndStartedAgain() throws Exception {
    try (var server = RedisServer.start("appendonly yes", "appendfsync always")) {
      survives(
          "Redis stopped for 2 s",
          server,
          it -> {
            it.stop();
            Stage.let(Duration.ofSeconds(2));
            it.startAgain();
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"always", "everysec"})
  void killedWhileItWrites(String fsync) throws Exception {
    try (var server = RedisServer.start("appendonly yes", "appendfsync " + fsync)) {
      survives(
          "Redis killed, appendfsync " + fsync,
          server,
          it -> {
            it.kill();
            it.startAgain();
          });
    }
  }

  @Test
  void pausedForLongerThanALease() throws Exception {
    try (var server = RedisServer.start()) {
      survives(
          "Redis paused for 8 s, a lease is 6 s",
          server,
          it -> {
            it.pause();
            Stage.let(Duration.ofSeconds(8));
            it.resume();
          });
    }
  }

  @Test
  void connectionsCutAgainAndAgain() throws Exception {
    try (var server = RedisServer.start();
        var proxy = new FaultyProxy(server.port());
        var stage = new Stage("redis://127.0.0.1:" + proxy.port(), folder)) {
      stage.work(20, Duration.ofMillis(2));
      stage.enqueue(500);
      long longest = 0;
      for (int i = 0; i < 20; i++) {
        long before = stage.completed();
        long cut = System.nanoTime();
        proxy.cut();
        stage.enqueue(20);
        Stage.await("work goes on", () -> stage.completed() > before);
        longest = Math.max(longest, System.nanoTime() - cut);
      }
      System.out.printf(
          "connections cut 20 times: work went on %d ms later at most%n", longest / 1_000_000);
      stage.awaitAll();
      Invariants.check(stage.store);
    }
  }

  @Test
  void anAnswerThatIsLostMakesNoSecondTaskLeaseOrEnd() throws Exception {
    try (var server = RedisServer.start();
        var proxy = new FaultyProxy(server.port());
        var stage = new Stage("redis://127.0.0.1:" + proxy.port(), folder)) {
      TaskStore store = stage.store;
      // So that the server knows the scripts, and what is asked below is the next to be answered.
      store.insert(List.of(stage.task(Stage.WORK)), stage.now());
      end(store, store.claim(request("warm", stage.now())).leases().getFirst().lease(), stage);

      NewTask task = stage.task(Stage.WORK);
      long lost = System.nanoTime();
      proxy.swallowAnswers(1);
      assertThat(store.insert(List.of(task), stage.now()))
          .containsExactly(new InsertAnswer(task.id(), InsertAnswer.Kind.REPEATED));
      assertThat(proxy.answersToSwallow()).isZero();
      say("an answer to an insert lost: the call had another", lost);

      long claim = System.nanoTime();
      proxy.swallowAnswers(1);
      Claimed claimed = store.claim(request("w", stage.now()));
      say("an answer to a claim lost: the leases were there", claim);
      assertThat(claimed.leases()).extracting(it -> it.task().id()).containsExactly(task.id());
      assertThat(claimed.leases().getFirst().lease().run()).isEqualTo(1);

      long apply = System.nanoTime();
      proxy.swallowAnswers(1);
      assertThat(end(store, claimed.leases().getFirst().lease(), stage))
          .containsExactly(Write.Answer.ALREADY_APPLIED);
      say("an answer to an apply lost: the call had another", apply);
      assertThat(store.counts().of(Stage.WORK, TaskStatus.COMPLETED)).isEqualTo(2);
      Invariants.check(store);
    }
  }

  private static List<Write.Answer> end(TaskStore store, Lease lease, Stage stage) {
    return store.apply(
        List.of(Write.end(lease, 1, new Transition.Complete(Json.of("1")))), stage.now());
  }

  private static void say(String what, long since) {
    System.out.printf("%s %d ms later%n", what, (System.nanoTime() - since) / 1_000_000);
  }

  private static long healed(FaultyProxy proxy) {
    proxy.delay(Duration.ZERO);
    return System.nanoTime();
  }

  private static ClaimRequest request(String worker, Instant now) {
    return new ClaimRequest(worker, 1, Map.of(Stage.WORK, 5), 5, Long.MAX_VALUE, true, now);
  }

  /// Who has patience no longer asks again himself, with a new id and the same key.
  @Test
  void anEnqueueThatIsRepeatedWithItsUniqueKeyMakesOneTask() throws Exception {
    try (var server = RedisServer.start();
        var proxy = new FaultyProxy(server.port());
        var stage =
            new Stage(
                RedisSettings.of(RedisAddress.parse("redis://127.0.0.1:" + proxy.port()))
                    .withPatience(Duration.ZERO),
                folder)) {
      TaskStore store = stage.store;
      store.insert(List.of(stage.task(Stage.WORK)), stage.now());
      NewTask first = keyed(stage);
      proxy.swallowAnswers(1);
      assertThatThrownBy(() -> store.insert(List.of(first), stage.now()))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE));
      assertThat(proxy.answersToSwallow()).isZero();
      long lost = System.nanoTime();
      NewTask again = keyed(stage);
      assertThat(again.id()).isNotEqualTo(first.id());
      assertThat(store.insert(List.of(again), stage.now()))
          .containsExactly(new InsertAnswer(first.id(), InsertAnswer.Kind.DUPLICATE));
      say("an answer lost: the caller knew what had become of his task", lost);
      assertThat(store.counts().of(Stage.WORK, TaskStatus.QUEUED)).isEqualTo(2);
      stage.work(4, Duration.ZERO);
      Stage.await("done", () -> store.counts().of(Stage.WORK, TaskStatus.COMPLETED) == 2);
      assertThat(stage.runs()).hasSize(2).containsOnly(1);
      Invariants.check(store);
    }
  }

  private static NewTask keyed(Stage stage) {
    NewTask plain = stage.task(Stage.WORK);
    return new TaskBuilder(plain.id(), plain.type()).unique(UniqueKey.untilEnd("order 7")).build();
  }

  @Test
  void aSlowNetworkMakesWorkSlowAndNothingElse() throws Exception {
    try (var server = RedisServer.start();
        var proxy = new FaultyProxy(server.port());
        var stage = new Stage("redis://127.0.0.1:" + proxy.port(), folder)) {
      stage.work(20, Duration.ofMillis(1));
      stage.work(20, Duration.ofMillis(1));
      proxy.delay(Duration.ofMillis(150));
      stage.enqueue(20);
      // While it is slow still.
      stage.awaitAll();
      long healed = healed(proxy);
      stage.enqueue(20);
      stage.awaitAll();
      say("a network slower by 300 ms, work was done", healed);
      assertThat(stage.runs()).hasSize(40).containsOnly(1);
      Invariants.check(stage.store);
    }
  }

  @Test
  void aServerThatStaysAwayIsReportedWithAWayOut() throws Exception {
    try (var server = RedisServer.start()) {
      var settings =
          RedisSettings.of(RedisAddress.parse(server.url())).withPatience(Duration.ofMillis(500));
      try (TaskStore store = RedisStore.open(settings, new Random(1))) {
        server.stop();
        assertThatThrownBy(store::counts)
            .isInstanceOfSatisfying(
                StoreException.class,
                e -> {
                  assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
                  assertThat(e).hasMessageContaining("127.0.0.1:" + server.port());
                  assertThat(e.remedy()).contains("server runs");
                });
      }
    }
  }

  @Test
  void atMaxmemoryRunningWorkFinishesAndNewWorkIsRefused() throws Exception {
    try (var server = RedisServer.start("maxmemory-policy noeviction");
        var stage = new Stage(server.url(), folder)) {
      TaskStore store = stage.store;
      for (int i = 0; i < 50; i++) {
        store.insert(List.of(stage.task(Stage.WORK)), stage.now());
      }
      List<Claimed.Leased> running =
          store
              .claim(new ClaimRequest("w", 1, Map.of(Stage.WORK, 20), 20, 9_999, true, stage.now()))
              .leases();
      server.call("CONFIG", "SET", "maxmemory", "1");
      NewTask refused = stage.task(Stage.WORK);
      assertThatThrownBy(() -> store.insert(List.of(refused), stage.now()))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL);
                assertThat(e.remedy()).contains("maxmemory");
              });
      var leases = running.stream().map(Claimed.Leased::lease).toList();
      assertThat(store.extend(leases, stage.now())).allMatch(it -> it.held());
      List<Write> ends = new ArrayList<>();
      leases.forEach(it -> ends.add(Write.end(it, 1, new Transition.Complete(Json.of("1")))));
      assertThat(store.apply(ends, stage.now())).containsOnly(Write.Answer.APPLIED);
      assertThat(
              store
                  .claim(
                      new ClaimRequest(
                          "w", 2, Map.of(Stage.WORK, 99), 99, 9_999, true, stage.now()))
                  .leases())
          .hasSize(30);
      store.advance(stage.now(), 100);
      assertThat(store.find(List.of(refused.id()))).isEmpty();
      server.call("CONFIG", "SET", "maxmemory", "0");
      long healed = System.nanoTime();
      assertThat(store.insert(List.of(refused), stage.now()).getFirst().kind())
          .isEqualTo(InsertAnswer.Kind.INSERTED);
      say("maxmemory reached: new work was taken", healed);
      Invariants.check(store);
    }
  }

  @Test
  void oneLineIsLoggedWhenTheServerFallsSilentAndOneWhenItAnswers() throws Exception {
    try (var heard = new Heard("com.devskyy");
        var server = RedisServer.start();
        var stage = new Stage(server.url(), folder)) {
      stage.enqueue(1);
      server.stop();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(stage.store::counts).isInstanceOf(StoreException.class);
      }
      assertThat(heard.lines(Level.WARN)).hasSize(1);
      assertThat(heard.lines(Level.INFO)).isEmpty();
      server.startAgain();
      stage.store.counts();
      assertThat(heard.lines(Level.WARN)).hasSize(1);
      assertThat(heard.lines(Level.INFO))
          .singleElement()
          .asString()
          .startsWith("Redis answers again");
    }
  }

  @Test
  void afterFlushallWorkersRegisterAgainAndNewTasksRun() throws Exception {
    try (var heard = new Heard("com.devskyy.redis");
        var server = RedisServer.start();
        var stage = new Stage(server.url(), folder)) {
      var release = new CountDownLatch(1);
      TypeName held = new TypeName("held");
      stage.work(
          4,
          held,
          (_, input) -> {
            release.await(30, TimeUnit.SECONDS);
            return input;
          });
      stage.work(4, Duration.ofMillis(1));
      NewTask lost = stage.task(held);
      stage.store.insert(List.of(lost), stage.now());
      Stage.await("runs", () -> stage.store.counts().of(held, TaskStatus.PROCESSING) == 1);
      server.call("FLUSHALL");
      long flushed = System.nanoTime();
      release.countDown();
      stage.enqueue(50);
      stage.awaitAll();
      say("FLUSHALL: 50 new tasks were done", flushed);
      Stage.await("registered again", () -> stage.store.registry().workers().size() == 2);
      assertThat(stage.store.registry().types()).hasSize(2);
      assertThat(stage.store.find(List.of(lost.id()))).isEmpty();
      TaskId next = stage.task(held).id();
      stage.store.insert(List.of(NewTask.of(next, held, Json.of("1"))), stage.now());
      Stage.await("runs", () -> stage.store.counts().of(held, TaskStatus.COMPLETED) == 1);
      // Each of the three stores stands for a process here, and says it once.
      assertThat(heard.lines(Level.ERROR)).hasSize(3);
      Invariants.check(stage.store);
    }
  }

  @Test
  void aStoreOfSeveralShardsSaysOnceThatItWasEmptied() throws Exception {
    try (var heard = new Heard("com.devskyy.redis");
        var server = RedisServer.start();
        var stage =
            new Stage(RedisSettings.of(RedisAddress.parse(server.url())).withShards(3), folder)) {
      stage.enqueue(20);
      for (int i = 1; i <= 2; i++) {
        server.call("FLUSHALL");
        assertThat(stage.store.counts().of(Stage.WORK, TaskStatus.QUEUED)).isZero();
        stage.store.registry();
        stage.store.advance(stage.now(), 100);
        assertThat(heard.lines(Level.ERROR)).hasSize(i);
      }
    }
  }

  @Test
  void scriptsThatTheServerForgotAreSentAgain() throws Exception {
    try (var server = RedisServer.start();
        var stage = new Stage(server.url(), folder)) {
      stage.enqueue(1);
      server.call("SCRIPT", "FLUSH");
      stage.enqueue(1);
      assertThat(stage.store.counts().of(Stage.WORK, TaskStatus.QUEUED)).isEqualTo(2);
    }
  }

  @Test
  void aNewerFormatIsRefused() throws Exception {
    try (var server = RedisServer.start()) {
      var settings = RedisSettings.of(RedisAddress.parse(server.url()));
      RedisStore.open(settings, new Random(1)).close();
      server.call("HSET", "dsw:{0}:m", "format", "2");
      assertThatThrownBy(() -> RedisStore.open(settings, new Random(1)))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(StoreException.Kind.NEWER_FORMAT);
                assertThat(e).hasMessageContaining("format 2");
              });
    }
  }

  @Test
  void workersThatKnowDifferentTypesEachDoTheirOwn() throws Exception {
    try (var server = RedisServer.start();
        var stage = new Stage(server.url(), folder)) {
      TypeName other = new TypeName("other");
      stage.work(4, Duration.ofMillis(1));
      stage.work(4, other, (_, input) -> input);
      for (int i = 0; i < 100; i++) {
        stage.store.insert(List.of(stage.task(other)), stage.now());
      }
      long began = System.nanoTime();
      stage.enqueue(100);
      stage.awaitAll();
      Stage.await("others done", () -> stage.store.counts().of(other, TaskStatus.COMPLETED) == 100);
      say("two workers of different types: 100 tasks of each were done", began);
      assertThat(stage.runs()).hasSize(100).containsOnly(1);
      Invariants.check(stage.store);
    }
  }

  @Test
  void theClockIsTheServers() throws Exception {
    try (var server = RedisServer.start();
        var stage = new Stage(server.url(), folder)) {
      Instant here = stage.now();
      if (server.call("TIME") instanceof List<?> time) {
        Instant there =
            Instant.ofEpochSecond(
                Long.parseLong(String.valueOf(time.get(0))),
                Long.parseLong(String.valueOf(time.get(1))) * 1_000);
        assertThat(Duration.between(here, there))
            .isBetween(Duration.ofMillis(-20), Duration.ofSeconds(2));
      }
    }
  }
}
