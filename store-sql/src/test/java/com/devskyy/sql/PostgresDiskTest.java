package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.engine.testkit.RawCodec;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import com.devskyy.servers.PostgresServer;
import com.devskyy.servers.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server whose disk is full, for real.
@Timeout(180)
final class PostgresDiskTest {
  private static final TaskType<Json, Json> MAIL =
      TaskType.named("mail", Json.class, Json.class).build();

  /// Does not compress: each takes room at once.
  private static final int INPUT = 100_000;

  private static final int RUNNING = 20;

  @TempDir Path folder;
  private final TaskId.Generator ids =
      new TaskId.Generator(Instant::now, new SplittableRandom(8), 0);
  private final CountDownLatch go = new CountDownLatch(1);

  private NewTask task(String input) {
    return NewTask.of(ids.next(), MAIL.name(), Json.of("\"" + input + "\""));
  }

  @Test
  void newWorkIsRefusedAndRunningWorkIsDoneOnceThereIsRoomAgain() throws Exception {
    Optional<SmallDisk> mounted = SmallDisk.mount(256);
    assumeTrue(mounted.isPresent(), "a full disk takes Linux and root");
    try (SmallDisk disk = mounted.get();
        var server =
            PostgresServer.start(
                Files.createDirectory(disk.folder().resolve("postgres")),
                Map.of("min_wal_size", "32MB", "max_wal_size", "64MB"));
        var opened = PostgresStore.open(settings(server), new SplittableRandom(1));
        Worker worker = worker(opened.tasks())) {
      TaskStore store = opened.tasks();
      List<TaskId> running = insert(store);
      worker.start();
      await(
          "all run",
          () -> store.counts().of(MAIL.name(), TaskStatus.PROCESSING) == RUNNING,
          server);

      disk.fill();
      NewTask refused = fillTheDatabase(store);
      go.countDown();
      // Whether these ends find room is not known; nothing may be lost either way.
      assertThat(store.find(running)).hasSize(RUNNING);

      disk.makeRoom();
      long freed = System.nanoTime();
      await(
          "all done",
          () -> store.counts().of(MAIL.name(), TaskStatus.COMPLETED) >= RUNNING,
          server);
      System.out.printf(
          "disk full: running work done %d ms after there was room%n",
          (System.nanoTime() - freed) / 1_000_000);
      assertThat(store.insert(List.of(refused), store.clock().instant()).getFirst().kind())
          .isEqualTo(InsertAnswer.Kind.INSERTED);
      await("nothing is left", () -> open(store.counts()) == 0, server);
      assertThat(store.find(running).values())
          .hasSize(RUNNING)
          .allMatch(task -> task.status() == TaskStatus.COMPLETED && task.attempt() == 1);
      Invariants.check(store);
    }
  }

  private static long open(Counts counts) {
    return counts.of(MAIL.name(), TaskStatus.QUEUED)
        + counts.of(MAIL.name(), TaskStatus.PROCESSING);
  }

  private PostgresSettings settings(PostgresServer server) {
    StoreSettings usual = StoreSettings.DEFAULT;
    return PostgresSettings.ofUrl(server.url())
        .withStore(
            new StoreSettings(
                Duration.ofSeconds(6),
                usual.retention(),
                usual.deadLetterRetention(),
                usual.retainedBytes(),
                usual.deadLetterBytes()));
  }

  private Worker worker(TaskStore store) {
    return new Worker(
        store,
        new RawCodec(),
        new FolderArtifactStore(folder),
        List.of(
            MAIL.servedBy(
                (_, _) -> {
                  go.await();
                  return Json.of("1");
                })),
        new WorkerSettings(
            "worker",
            "host",
            RUNNING,
            1,
            WorkerSettings.DEFAULT_RUN_LIMIT,
            Duration.ofSeconds(5),
            Tiers.DEFAULT),
        System::nanoTime,
        new SplittableRandom(3));
  }

  private List<TaskId> insert(TaskStore store) {
    var tasks = new ArrayList<NewTask>();
    for (int i = 0; i < RUNNING; i++) {
      tasks.add(task("run"));
    }
    store.insert(tasks, store.clock().instant());
    return tasks.stream().map(NewTask::id).toList();
  }

  /// Until what the server has reserved is used up as well.
  ///
  /// @return what was refused
  private NewTask fillTheDatabase(TaskStore store) {
    for (int i = 0; i < 1_000; i++) {
      NewTask large = task("x".repeat(INPUT));
      try {
        store.insert(List.of(large), store.clock().instant());
      } catch (StoreException e) {
        assertThatThrownBy(() -> store.insert(List.of(large), store.clock().instant()))
            .isInstanceOfSatisfying(
                StoreException.class,
                again -> {
                  assertThat(again.kind()).isEqualTo(StoreException.Kind.FULL);
                  assertThat(again).hasMessageContaining("No space left on device");
                  assertThat(again.remedy()).contains("room", "disk");
                });
        assertThat(store.find(List.of(large.id()))).isEmpty();
        return large;
      }
    }
    throw new AssertionError("the disk is not full");
  }

  private static void await(String what, BooleanSupplier wish, PostgresServer server) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!holds(wish)) {
      if (System.nanoTime() > until) {
        throw new AssertionError("waited too long: " + what + "\n" + server.log());
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static boolean holds(BooleanSupplier wish) {
    try {
      return wish.getAsBoolean();
    } catch (StoreException _) {
      return false;
    }
  }
}
