package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.Json;
import com.devskyy.engine.RetryPolicy;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskHandler;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskClient;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the groups of [WorkerContract] share: a store and a client for each test, and workers that
/// are stopped after it. Then [Invariants] are checked.
@Timeout(60)
abstract class WorkerContractPart {
  static final Duration SOON = Duration.ofSeconds(20);
  static final RetryPolicy AT_ONCE = new RetryPolicy(3, Duration.ZERO, Duration.ZERO);
  static final Json INPUT = Json.of("{\"n\":1}");
  static final Json DONE = Json.of("\"done\"");

  private final WorkerContract contract;
  private final List<AutoCloseable> opened = new ArrayList<>();
  final InstantSource clock = InstantSource.system();
  private final AtomicInteger workers = new AtomicInteger();

  TaskStore store;
  TaskClient client;

  @TempDir Path folder;

  WorkerContractPart(WorkerContract contract) {
    this.contract = contract;
    // NullAway cannot see that JUnit calls the set-up first.
    this.store = new MemoryTaskStore(clock, StoreSettings.DEFAULT, new Random(0));
    this.client = client(store);
    this.folder = Path.of("");
  }

  @BeforeEach
  final void openStore() throws Exception {
    store = contract.open(clock, StoreSettings.DEFAULT);
    client = client(store);
  }

  @AfterEach
  final void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    client.close();
    Invariants.check(store);
    store.close();
  }

  static TaskType.Builder<Json, Json> type(String name) {
    return TaskType.named(name, Json.class, Json.class);
  }

  Worker start(TaskType<Json, Json> type, TaskHandler<Json, Json> handler) {
    return start(8, type, handler);
  }

  Worker start(int slots, TaskType<Json, Json> type, TaskHandler<Json, Json> handler) {
    return start(List.of(type.servedBy(handler)), slots);
  }

  Worker start(List<ServedType<?, ?>> served, int slots) {
    return start(store, served, slots);
  }

  Worker start(TaskStore store, List<ServedType<?, ?>> served, int slots) {
    return start(store, served, slots, Duration.ofMillis(300));
  }

  /// @param grace of running tasks once it is stopped
  Worker start(TaskStore store, List<ServedType<?, ?>> served, int slots, Duration grace) {
    var worker =
        new Worker(
            store,
            new RawCodec(),
            new FolderArtifactStore(folder),
            served,
            new WorkerSettings(
                "worker-" + workers.incrementAndGet(),
                "test",
                slots,
                2,
                Duration.ofSeconds(50),
                grace,
                Tiers.DEFAULT),
            System::nanoTime,
            new Random(5));
    worker.start();
    opened.add(worker);
    return worker;
  }

  TaskId enqueue(String type, Json input) {
    return client.enqueue(type, input, EnqueueOptions.DEFAULT).id();
  }

  /// A client that knows no type itself: what it may enqueue, workers have registered.
  TaskClient client(TaskStore store) {
    return new TaskClient(
        store,
        new RawCodec(),
        new TaskId.Generator(clock, new Random(11), 0),
        Tiers.DEFAULT,
        List.of());
  }

  TaskClient knowing(TaskType<Json, Json> type) {
    var knowing =
        new TaskClient(
            store,
            new RawCodec(),
            new TaskId.Generator(clock, new Random(type.name().hashCode()), 0),
            Tiers.DEFAULT,
            List.of(type));
    opened.add(knowing);
    return knowing;
  }

  Task awaitStatus(TaskId id, TaskStatus status) throws InterruptedException {
    var seen = new CountDownLatch(1);
    try (var _ =
        client.watch(
            id,
            task -> {
              if (task.status() == status) {
                seen.countDown();
              }
            })) {
      assertThat(seen.await(SOON.toSeconds(), TimeUnit.SECONDS)).as("became " + status).isTrue();
    }
    return client.find(id).orElseThrow();
  }
}
