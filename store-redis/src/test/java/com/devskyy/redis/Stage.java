package com.devskyy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskHandler;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.RawCodec;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import com.devskyy.json.JsonCodec;
import com.devskyy.redis.legacy.LegacyProtocol;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Workers and a producer at work on a server to which things happen. Each has a store of its own,
/// as processes have.
final class Stage implements AutoCloseable {
  static final TypeName WORK = new TypeName("work");
  static final Duration LEASE = Duration.ofSeconds(6);
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(5);

  private final RedisSettings settings;
  private final Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final AtomicInteger workers = new AtomicInteger();
  private final Map<TaskId, AtomicInteger> runs = new ConcurrentHashMap<>();
  private final Set<TaskId> enqueued = ConcurrentHashMap.newKeySet();

  /// One for each shard.
  private final List<TaskId.Generator> ids;

  private final AtomicInteger made = new AtomicInteger();

  final TaskStore store;

  Stage(String url, Path folder) {
    this(
        RedisSettings.of(RedisAddress.parse(url))
            .withStore(lease(StoreSettings.DEFAULT))
            .withPatience(Duration.ofSeconds(3))
            .withTimeout(Duration.ofSeconds(2)),
        folder);
  }

  Stage(RedisSettings settings, Path folder) {
    this.settings = settings;
    this.folder = folder;
    store = open();
    ids =
        IntStream.range(0, settings.shards())
            .mapToObj(shard -> new TaskId.Generator(store.clock(), new SplittableRandom(3), shard))
            .toList();
  }

  static StoreSettings lease(StoreSettings of) {
    return new StoreSettings(
        LEASE, of.retention(), of.deadLetterRetention(), of.retainedBytes(), of.deadLetterBytes());
  }

  TaskStore open() {
    // Others than those of any store before: by its random numbers a store knows its own hints.
    TaskStore another = RedisStore.open(settings, new Random(opened.size() + 17));
    opened.add(another);
    return another;
  }

  /// Starts a worker that notes each run.
  Worker work(int slots, Duration each) {
    return work(
        slots,
        WORK,
        (context, input) -> {
          runs.computeIfAbsent(context.id(), _ -> new AtomicInteger()).incrementAndGet();
          LockSupport.parkNanos(each.toNanos());
          return input;
        });
  }

  Worker work(int slots, TypeName type, TaskHandler<Json, Json> handler) {
    var worker =
        worker(open(), folder, "worker-" + workers.incrementAndGet(), slots, type, handler);
    worker.start();
    opened.add(worker);
    return worker;
  }

  /// A worker that is to be started.
  static Worker worker(
      TaskStore on,
      Path folder,
      String id,
      int slots,
      TypeName type,
      TaskHandler<Json, Json> handler) {
    return new Worker(
        on,
        new RawCodec(),
        new FolderArtifactStore(folder),
        List.of(TaskType.named(type.value(), Json.class, Json.class).build().servedBy(handler)),
        new WorkerSettings(
            id, "test", slots, 1, Duration.ofSeconds(60), Duration.ofMillis(500), Tiers.DEFAULT),
        System::nanoTime,
        new Random(5));
  }

  /// Serves the existing producers beside a store of its own, as a worker's process does.
  LegacyProtocol serveProducers(String... types) {
    return serveProducers(open(), types);
  }

  static LegacyProtocol serveProducers(TaskStore on, String... types) {
    return LegacyProtocol.serve(
            on,
            new TaskId.Generator(on.clock(), new SplittableRandom(4), 0),
            new JsonCodec(),
            "completed",
            Stream.of(types)
                .<TaskType<?, ?>>map(type -> TaskType.named(type, Json.class, Json.class).build())
                .toList())
        .orElseThrow();
  }

  /// A task of the next shard in turn.
  NewTask task(TypeName type) {
    TaskId.Generator of = ids.get(made.getAndIncrement() % ids.size());
    return NewTask.of(of.next(), type, Json.of("{\"n\":1}"));
  }

  /// Enqueues, again and again with the same ids until the store has answered.
  void enqueue(int tasks) {
    for (int i = 0; i < tasks; i++) {
      NewTask task = task(WORK);
      while (!isStored(task)) {
        LockSupport.parkNanos(POLL.toNanos());
      }
      enqueued.add(task.id());
    }
  }

  private boolean isStored(NewTask task) {
    try {
      store.insert(List.of(task), store.clock().instant());
      return true;
    } catch (StoreException e) {
      assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
      assertThat(e.remedy()).isNotEmpty();
      return false;
    }
  }

  int enqueued() {
    return enqueued.size();
  }

  int started() {
    return runs.size();
  }

  /// How often each task was begun.
  List<Integer> runs() {
    return runs.values().stream().map(AtomicInteger::get).toList();
  }

  long completed() {
    try {
      return store.counts().of(WORK, TaskStatus.COMPLETED);
    } catch (StoreException e) {
      return 0;
    }
  }

  /// Waits until all that was enqueued has been completed; answers how long that took.
  Duration awaitAll() {
    long began = System.nanoTime();
    await("all completed", () -> completed() >= enqueued.size());
    assertThat(completed()).isEqualTo(enqueued.size());
    return Duration.ofNanos(System.nanoTime() - began);
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long: " + what).isLessThan(deadline);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /// For faults that last: lets time pass.
  static void let(Duration pass) {
    long end = System.nanoTime() + pass.toNanos();
    await("time", () -> System.nanoTime() >= end);
  }

  Instant now() {
    return store.clock().instant();
  }

  @Override
  public void close() {
    for (AutoCloseable each : opened.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
