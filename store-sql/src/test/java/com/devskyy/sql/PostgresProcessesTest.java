package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.FakeClock;
import com.devskyy.engine.testkit.MemoryTaskStore;
import com.devskyy.engine.testkit.RawCodec;
import com.devskyy.engine.testkit.TaskBuilder;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several processes on one namespace: two stores in one process know no more of each other than
/// two processes do.
@Timeout(120)
class PostgresProcessesTest {
  private static final TypeName MAIL = new TypeName("mail");
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path folder;
  private final Namespaces namespaces = new Namespaces();
  private final PostgresSettings settings = namespaces.next(StoreSettings.DEFAULT);

  @AfterEach
  void giveBack() {
    namespaces.giveBack();
  }

  private PostgresStore open(int seed) {
    return PostgresStore.open(settings, new SplittableRandom(seed));
  }

  @Test
  void noTaskIsGivenTwiceAndNoneIsLost() throws Exception {
    try (var one = open(1);
        var two = open(2)) {
      new Crowd(MAIL).doesEachTaskOnce(List.of(one.tasks(), two.tasks()), 250);
    }
  }

  /// Each inserts and claims as if alone, and yet users take turns as in the reference.
  @Test
  void everyUserGetsHisTurnsWhicheverProcessEnqueues() throws Exception {
    var clock = new FakeClock();
    var random = new SplittableRandom(7);
    var ids = new TaskId.Generator(clock, new SplittableRandom(8), 0);
    try (var reference =
            new MemoryTaskStore(clock, StoreSettings.DEFAULT, new SplittableRandom(1));
        var first = PostgresStore.open(settings, clock, new SplittableRandom(2));
        var second = PostgresStore.open(settings, clock, new SplittableRandom(3))) {
      for (int round = 1; round <= 40; round++) {
        TaskStore one = random.nextBoolean() ? first.tasks() : second.tasks();
        int users = random.nextInt(3) == 0 ? 5 : 3_000;
        var batch = new ArrayList<NewTask>();
        for (int i = random.nextInt(1, TaskStore.MAX_BATCH); i > 0; i--) {
          String user = "\"zoë\\\n" + random.nextInt(users);
          batch.add(
              new TaskBuilder(ids.next(), MAIL).user(user, "tier", 1 + random.nextInt(3)).build());
        }
        assertThat(one.insert(batch, clock.instant()))
            .isEqualTo(reference.insert(batch, clock.instant()));
        if (random.nextInt(10) == 0) {
          var all =
              new Selection.Matching(
                  TaskStatus.QUEUED,
                  Optional.of(MAIL),
                  batch.getFirst().userId(),
                  Optional.empty());
          var cancel = new Change.Cancel("not wanted any more");
          one.change(all, cancel, clock.instant());
          reference.change(all, cancel, clock.instant());
        }
        int most = 1 + random.nextInt(TaskStore.MAX_BATCH);
        var request =
            new ClaimRequest(
                "worker", round, Map.of(MAIL, most), most, 1L << 30, false, clock.instant());
        assertThat(started(first.tasks(), request)).isEqualTo(started(reference, request));
      }
    }
  }

  private static List<TaskId> started(TaskStore store, ClaimRequest request) {
    return store.claim(request).leases().stream().map(leased -> leased.task().id()).toList();
  }

  @Test
  void whatAnotherProcessDoesIsHintedWithItsIds() throws Exception {
    try (var store = open(1);
        var other = open(2)) {
      var hints = new LinkedBlockingQueue<Hint>();
      try (var _ = store.tasks().subscribe(hints::add)) {
        assertThat(hints.poll(20, TimeUnit.SECONDS)).as("it listens").isEqualTo(Hint.EVERYTHING);
        var ids = new TaskId.Generator(CLOCK, new SplittableRandom(1), 0);
        var tasks = new ArrayList<NewTask>();
        var expected = new HashSet<TaskId>();
        for (int i = 0; i < TaskStore.MAX_BATCH; i++) {
          tasks.add(NewTask.of(ids.next(), MAIL, Json.of("1")));
          expected.add(tasks.getLast().id());
        }
        other.tasks().insert(tasks, other.tasks().clock().instant());
        var heard = new HashSet<TaskId>();
        var queues = new HashSet<TypeName>();
        while (heard.size() < expected.size()) {
          Hint hint = hints.poll(20, TimeUnit.SECONDS);
          assertThat(hint).isNotNull();
          assertThat(hint.everything()).isFalse();
          heard.addAll(hint.tasks());
          queues.addAll(hint.queues());
        }
        assertThat(heard).isEqualTo(expected);
        assertThat(queues).containsExactly(MAIL);
      }
    }
  }

  @Test
  void anIdleWorkerAsksFewerThanTenTimesASecond() throws Exception {
    var type = TaskType.named("mail", Json.class, Json.class).build();
    // A database of its own: the server counts by database, and tidies up what other tests left.
    ask("DROP DATABASE IF EXISTS idle");
    ask("CREATE DATABASE idle");
    var alone =
        Postgres.settings(
            Postgres.server().jdbcUrl("idle"), settings.store(), settings.namespace());
    try (var store = PostgresStore.open(alone, new SplittableRandom(1));
        var worker =
            new Worker(
                store.tasks(),
                new RawCodec(),
                new FolderArtifactStore(folder),
                List.of(type.servedBy((_, input) -> input)),
                new WorkerSettings(
                    "idle",
                    "host",
                    20,
                    1,
                    WorkerSettings.DEFAULT_RUN_LIMIT,
                    Duration.ofSeconds(5),
                    Tiers.DEFAULT),
                System::nanoTime,
                new SplittableRandom(1))) {
      worker.start();
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
      long before = transactions();
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
      assertThat(transactions() - before).as("transactions in 5 s").isLessThan(50);
    }
  }

  private static void ask(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                Postgres.server().jdbcUrl("postgres"), Postgres.server().user(), "");
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static long transactions() throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                Postgres.server().jdbcUrl("postgres"), Postgres.server().user(), "");
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'idle'")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
