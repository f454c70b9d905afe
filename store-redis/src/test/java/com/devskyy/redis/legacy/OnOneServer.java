package com.devskyy.redis.legacy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.Json;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskHandler;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.FakeClock;
import com.devskyy.engine.testkit.StoreDriver;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import com.devskyy.json.JsonCodec;
import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisSettings;
import com.devskyy.redis.internal.Shards;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One server for all tests of a class, empty before each, and what serves producers on it.
@Timeout(60)
abstract class OnOneServer {
  /// What the prototype's producers send.
  record Wish(String prompt, Optional<String> userId) {}

  static final TaskType<Wish, String> MODEL =
      TaskType.named("generate_3d", Wish.class, String.class).echo("prompt").build();

  static final JsonCodec CODEC = new JsonCodec();
  private static @Nullable RedisServer server;

  @TempDir Path folder;
  final LinkedBlockingQueue<String> ran = new LinkedBlockingQueue<>();
  final List<AutoCloseable> opened = new ArrayList<>();
  final FakeClock stopped = new FakeClock();

  @BeforeAll
  static void startServer() throws IOException {
    server = RedisServer.start();
  }

  @AfterAll
  static void stopServer() {
    server().close();
  }

  static RedisServer server() {
    return requireNonNull(server);
  }

  @BeforeEach
  void empty() throws IOException {
    server().call("FLUSHALL");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  TaskStore open(Optional<InstantSource> clock) {
    var settings =
        RedisSettings.of(RedisAddress.parse(server().url())).withStore(StoreSettings.DEFAULT);
    // Others than those of any store before: by its random numbers a store knows its own hints.
    TaskStore store = Shards.open(settings, clock, new SplittableRandom(opened.size() + 7));
    opened.add(store);
    return store;
  }

  TaskStore serve(String completed, Optional<InstantSource> clock) {
    TaskStore store = open(clock);
    opened.add(
        LegacyProtocol.serve(
                store,
                new TaskId.Generator(store.clock(), new SplittableRandom(opened.size() + 3), 0),
                CODEC,
                completed,
                List.of(MODEL))
            .orElseThrow());
    return store;
  }

  /// Serves the producers, and runs what they send.
  TaskStore work(String completed) {
    return work(
        completed,
        (_, wish) -> {
          ran.add(wish.prompt());
          if (wish.prompt().equals("break")) {
            throw new PermanentFailure("no such garment");
          }
          return "model of " + wish.prompt();
        });
  }

  TaskStore work(String completed, TaskHandler<Wish, String> handler) {
    TaskStore store = serve(completed, Optional.empty());
    var worker =
        new Worker(
            store,
            CODEC,
            new FolderArtifactStore(folder.resolve("artifacts")),
            List.of(MODEL.servedBy(handler)),
            new WorkerSettings(
                "host-1-" + opened.size(),
                "host",
                4,
                2,
                Duration.ofSeconds(50),
                Duration.ofMillis(300),
                Tiers.DEFAULT),
            System::nanoTime,
            new Random(5));
    worker.start();
    opened.add(worker);
    return store;
  }

  static String value(String id, String prompt, String createdAt) {
    return value(id, prompt, createdAt, 7);
  }

  static String value(String id, String prompt, String createdAt, int priority) {
    return """
    {"task_id": "%s", "task_type": "generate_3d", "data": {"prompt": "%s", "user_id": "u-1", \
    "more": [1, 2.50]}, "status": "queued", "created_at": "%s", "priority": %d, "timeout": 300}"""
        .formatted(id, prompt, createdAt, priority);
  }

  static void enqueue(String id, String prompt) throws IOException {
    String value = value(id, prompt, "2026-11-24T10:00:00.123456+00:00");
    server().call("SETEX", "devskyy:tasks:" + id, "300", value);
    server().call("ZADD", "queue:generate_3d", "7", id);
  }

  static <T> T await(Callable<Optional<T>> wanted) throws Exception {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      Optional<T> found = wanted.call();
      if (found.isPresent()) {
        return found.get();
      }
      assertThat(System.nanoTime()).as("waited too long").isLessThan(until);
      Thread.onSpinWait();
    }
  }

  static Map<String, Object> awaitJson(String key) throws Exception {
    return read(await(() -> Optional.ofNullable((String) server().call("GET", key))));
  }

  @SuppressWarnings("unchecked") // the name of a member is a text
  static Map<String, Object> read(String json) {
    Object value =
        CODEC.decode(Json.of(json), Object.class, JsonCodec.UnknownFields.IGNORE).value();
    return (Map<String, Object>) value;
  }

  static void awaitEmptyQueue() throws Exception {
    await(
        () ->
            Long.valueOf(0).equals(server().call("EXISTS", "queue:generate_3d"))
                ? Optional.of(true)
                : Optional.empty());
  }

  /// The prompts of what is queued, the next first.
  static List<String> queued(TaskStore store) {
    var prompts = new ArrayList<String>();
    for (Task task : StoreDriver.listAll(store, TaskQuery.of(TaskStatus.QUEUED, 500))) {
      Json input = store.find(List.of(task.id())).get(task.id()).input().orElseThrow();
      String text = CODEC.member(input, "prompt").orElseThrow().text();
      prompts.add(text.substring(1, text.length() - 1));
    }
    return prompts;
  }

  static List<Task> tasks(TaskStore store) {
    return store.list(TaskQuery.newest(500)).tasks();
  }
}
