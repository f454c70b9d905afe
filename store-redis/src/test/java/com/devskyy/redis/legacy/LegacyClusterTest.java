package com.devskyy.redis.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.devskyy.engine.Codec;
import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import com.devskyy.json.JsonCodec;
import com.devskyy.redis.Heard;
import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisSettings;
import com.devskyy.redis.internal.Aliases;
import com.devskyy.redis.internal.Shards;
import com.devskyy.servers.RedisCluster;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The producers' protocol where their keys and the tasks lie on three servers.
@Timeout(120)
final class LegacyClusterTest {
  record Wish(String prompt) {}

  private static final TaskType<Wish, String> MODEL =
      TaskType.named("generate_3d", Wish.class, String.class).build();

  private static final JsonCodec CODEC = new JsonCodec();
  private static RedisCluster cluster;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    cluster = RedisCluster.start(3);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static TaskStore open(String namespace) {
    return Shards.open(
        RedisSettings.of(RedisAddress.parse(cluster.url())).withNamespace(namespace),
        Optional.empty(),
        new SplittableRandom(7));
  }

  /// As a producer's client does, which finds the node that has the key.
  private static @Nullable Object call(String... command) throws IOException {
    IOException last = new IOException("no node");
    for (RedisServer node : cluster.nodes()) {
      try {
        return node.call(command);
      } catch (IOException e) {
        last = e;
        if (!String.valueOf(e.getMessage()).startsWith("MOVED")) {
          throw e;
        }
      }
    }
    throw last;
  }

  private static void send(String id, String prompt) throws IOException {
    String value =
        "{\"task_id\": \"%s\", \"task_type\": \"generate_3d\", \"data\": {\"prompt\": \"%s\"}, \"priority\": 5}"
            .formatted(id, prompt);
    call("SETEX", "devskyy:tasks:" + id, "300", value);
    call("ZADD", "queue:generate_3d", "5", id);
  }

  private static <T> T await(Callable<Optional<T>> wanted) throws Exception {
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      Optional<T> found = wanted.call();
      if (found.isPresent()) {
        return found.get();
      }
      assertThat(System.nanoTime()).as("waited too long").isLessThan(until);
      Thread.onSpinWait();
    }
  }

  private static Map<?, ?> awaitJson(String key) throws Exception {
    String json = await(() -> Optional.ofNullable((String) call("GET", key)));
    return (Map<?, ?>)
        CODEC.decode(Json.of(json), Object.class, Codec.UnknownFields.IGNORE).value();
  }

  /// A worker that serves the producers, and what it ran.
  private final class Shop implements AutoCloseable {
    final Map<String, AtomicInteger> ran = new ConcurrentHashMap<>();
    final TaskStore store;
    private final LegacyProtocol protocol;
    private final Worker worker;

    Shop(String namespace) {
      store = open(namespace);
      protocol =
          LegacyProtocol.serve(
                  store,
                  new TaskId.Generator(store.clock(), new SplittableRandom(3), 0),
                  CODEC,
                  "completed",
                  List.of(MODEL))
              .orElseThrow();
      worker =
          new Worker(
              store,
              CODEC,
              new FolderArtifactStore(folder),
              List.of(MODEL.servedBy((_, wish) -> run(wish))),
              new WorkerSettings(
                  "host-1-ab",
                  "host",
                  8,
                  2,
                  Duration.ofSeconds(50),
                  Duration.ofMillis(300),
                  Tiers.DEFAULT),
              System::nanoTime,
              new Random(5));
      worker.start();
    }

    private String run(Wish wish) {
      ran.computeIfAbsent(wish.prompt(), _ -> new AtomicInteger()).incrementAndGet();
      return "model of " + wish.prompt();
    }

    void awaitEmptyQueue() throws Exception {
      await(() -> Optional.of(true).filter(_ -> isGone("queue:generate_3d")));
    }

    @Override
    public void close() {
      worker.close();
      protocol.close();
      store.close();
    }
  }

  @Test
  void eachTaskRunsOnceAndItsResultIsWhereItsReaderLooks() throws Exception {
    try (var shop = new Shop("served")) {
      for (int i = 0; i < 200; i++) {
        send("generate_3d:" + i, "tee " + i);
      }
      call("SET", "devskyy:tasks:broken", "no JSON");
      call("ZADD", "queue:generate_3d", "5", "broken");
      for (int i = 0; i < 200; i++) {
        assertThat(awaitJson("devskyy:results:generate_3d:" + i).get("result"))
            .isEqualTo("model of tee " + i);
        assertThat(awaitJson("devskyy:tasks:generate_3d:" + i).get("status"))
            .isEqualTo("completed");
      }
      assertThat(awaitJson("devskyy:dlq:broken").get("error_type")).isEqualTo("InvalidInput");
      shop.awaitEmptyQueue();
      assertThat(shop.ran).hasSize(200);
      assertThat(shop.ran.values()).allMatch(times -> times.get() == 1);
      assertThat(shop.store.counts().of(MODEL.name(), TaskStatus.COMPLETED)).isEqualTo(200);
      Invariants.check(shop.store);
    }
  }

  @Test
  void whatIsWrittenUnderAnIdWhileItsMemberIsTakenOutRunsToo() throws Exception {
    try (var shop = new Shop("rewritten")) {
      // Each value but the last may be gone before anybody has read it.
      for (int i = 0; i < 600; i++) {
        send("same:" + i % 3, "tee " + i);
      }
      for (int i = 597; i < 600; i++) {
        String last = "tee " + i;
        await(() -> Optional.ofNullable(shop.ran.get(last)));
      }
      shop.awaitEmptyQueue();
      assertThat(shop.ran.values()).allMatch(times -> times.get() == 1);
      Invariants.check(shop.store);
    }
  }

  private static boolean isGone(String key) {
    try {
      return Long.valueOf(0).equals(call("EXISTS", key));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aValueIsReplacedWholeWhileItsSlotMovesAndFoundWhereItIsThen() throws Exception {
    try (TaskStore store = open("moves");
        Aliases redis = Shards.aliases(store).orElseThrow()) {
      String key = "devskyy:tasks:moving";
      call("SET", key, "sent");
      RedisServer from = cluster.ownerOf(key);
      RedisServer to =
          cluster.nodes().stream().filter(node -> !node.equals(from)).findFirst().orElseThrow();
      RedisCluster.Move move = cluster.beginMove(key, to);
      assertThat(replaced(redis, key, "sent", "1")).isTrue();
      assertThat(call("GET", key)).isEqualTo("1");
      move.end();
      long began = System.nanoTime();
      assertThat(replaced(redis, key, "1", "2")).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      assertThat(to.call("GET", key)).isEqualTo("2");
    }
  }

  /// The store's own node answers all the while, and every round asks anew who has which slots.
  @Test
  void aProducersNodeThatIsAwayIsOneLineUntilItAnswersAgain() throws Exception {
    var settings =
        RedisSettings.of(RedisAddress.parse(cluster.url()))
            .withNamespace("away")
            .withPatience(Duration.ofMillis(600))
            .withTimeout(Duration.ofMillis(300));
    try (TaskStore store = Shards.open(settings, Optional.empty(), new SplittableRandom(7));
        Aliases redis = Shards.aliases(store).orElseThrow();
        var heard = new Heard("com.devskyy")) {
      RedisServer own = ownerOf("{0}");
      // By the first node the others are found.
      String asked =
          Stream.iterate(0, i -> i + 1)
              .map("queue:away-%d"::formatted)
              .filter(queue -> !List.of(own, cluster.nodes().getFirst()).contains(ownerOf(queue)))
              .findFirst()
              .orElseThrow();
      RedisServer node = ownerOf(asked);
      for (RedisServer each : cluster.nodes()) {
        // The others keep on serving what they have.
        each.call("CONFIG", "SET", "cluster-require-full-coverage", "no");
      }
      for (int outage = 1; outage <= 2; outage++) {
        node.pause();
        try {
          for (int round = 0; round < 3; round++) {
            assertThatThrownBy(() -> redis.lowest(asked, 5))
                .isInstanceOfSatisfying(
                    StoreException.class, e -> assertThat(e.isLogged()).isTrue());
            assertThat(store.counts().queues()).isEmpty();
          }
          assertThat(heard.lines(Level.WARN)).as("outage %d", outage).hasSize(outage);
          assertThat(answersAgain(heard)).hasSize(outage - 1);
        } finally {
          node.resume();
        }
        await(() -> Optional.of(true).filter(_ -> isAnswered(redis, asked)));
        assertThat(answersAgain(heard)).hasSize(outage);
        assertThat(heard.lines(Level.WARN)).hasSize(outage);
      }
    }
  }

  private static RedisServer ownerOf(String key) {
    try {
      return cluster.ownerOf(key);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean isAnswered(Aliases redis, String queue) {
    try {
      return redis.lowest(queue, 5).isEmpty();
    } catch (StoreException e) {
      assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
      return false;
    }
  }

  private static List<String> answersAgain(Heard heard) {
    return heard.lines(Level.INFO).stream().filter(line -> line.contains("again")).toList();
  }

  private static boolean replaced(Aliases redis, String key, String before, String after) {
    return redis.replace(entry(key, after), Optional.of(before.getBytes(UTF_8)));
  }

  private static Aliases.Entry entry(String key, String value) {
    return new Aliases.Entry(key, Json.of(value), Duration.ofHours(1));
  }

  @Test
  void aMemberWhoseValueHasChangedStaysInItsQueue() throws Exception {
    try (TaskStore store = open("stays");
        Aliases redis = Shards.aliases(store).orElseThrow()) {
      call("ZADD", "queue:other", "5", "twice");
      call("SET", "devskyy:tasks:twice", "second");
      var asRead =
          new Aliases.Member(
              "queue:other",
              Aliases.Name.of("twice"),
              5,
              "devskyy:tasks:twice",
              Optional.of("first".getBytes(UTF_8)));
      assertThat(redis.leave(List.of(asRead))).isZero();
      assertThat(redis.lowest("queue:other", 5))
          .containsExactly(new Aliases.Scored(Aliases.Name.of("twice"), 5));
      call("SET", "devskyy:tasks:twice", "first");
      assertThat(redis.leave(List.of(asRead))).isEqualTo(1);
      assertThat(redis.lowest("queue:other", 5)).isEmpty();
    }
  }
}
