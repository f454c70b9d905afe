package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.engine.testkit.RawCodec;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import com.devskyy.servers.FaultyProxy;
import com.devskyy.servers.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server that is stopped, killed or paused in the middle of work, and a network that fails. What
/// was promised is kept, nothing is lost, nothing ends twice, and everybody goes on by himself.
@Timeout(180)
class PostgresFaultsTest {
  private static final TaskType<Json, Json> MAIL =
      TaskType.named("mail", Json.class, Json.class).build();
  private static final StoreSettings SETTINGS =
      new StoreSettings(
          Duration.ofSeconds(6), Duration.ofDays(3), Duration.ofDays(7), 1 << 30, 1 << 30);

  private static PostgresServer server;
  private static int namespaces;

  @TempDir Path folder;
  private String namespace = "";
  private TaskId.Generator ids;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void closeServer() {
    server.close();
  }

  @BeforeEach
  void nextNamespace() {
    namespace = "faults_" + ++namespaces;
    ids = new TaskId.Generator(Instant::now, new SplittableRandom(namespaces), 0);
  }

  @AfterEach
  void serverRuns() {
    if (!server.isRunning()) {
      server.startAgain();
    }
  }

  private PostgresStore open(int port) {
    return PostgresStore.open(
        Postgres.settings(server.jdbcUrl("postgres", port), SETTINGS, namespace)
            .withWaiting(Duration.ofSeconds(2), Duration.ofSeconds(2)),
        new SplittableRandom(port));
  }

  private PostgresStore open() {
    return open(server.port());
  }

  private NewTask task() {
    return NewTask.of(ids.next(), MAIL.name(), Json.of("{}"));
  }

  /// What handlers did: starts of each task.
  private final ConcurrentHashMap<TaskId, AtomicInteger> starts = new ConcurrentHashMap<>();

  private Worker worker(TaskStore store, String name) {
    return new Worker(
        store,
        new RawCodec(),
        new FolderArtifactStore(folder.resolve(name)),
        List.of(
            MAIL.servedBy(
                (context, _) -> {
                  starts.computeIfAbsent(context.id(), _ -> new AtomicInteger()).incrementAndGet();
                  LockSupport.parkNanos(20_000_000);
                  return Json.of("1");
                })),
        new WorkerSettings(
            name,
            "host",
            20,
            1,
            WorkerSettings.DEFAULT_RUN_LIMIT,
            Duration.ofSeconds(5),
            Tiers.DEFAULT),
        System::nanoTime,
        new SplittableRandom(3));
  }

  /// Enqueues all the time; remembers what it was promised.
  private final class Producer {
    final List<TaskId> promised = new ArrayList<>();
    private final TaskStore store;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread thread = Thread.ofPlatform().start(this::produce);

    Producer(TaskStore store) {
      this.store = store;
    }

    private void produce() {
      while (!over.get()) {
        List<NewTask> tasks = List.of(task(), task(), task());
        boolean stored = false;
        while (!stored) {
          try {
            store.insert(tasks, store.clock().instant());
            stored = true;
          } catch (StoreException e) {
            // The same ids once more.
            assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
          }
        }
        tasks.forEach(task -> promised.add(task.id()));
        LockSupport.parkNanos(5_000_000);
      }
    }

    void end() throws InterruptedException {
      over.set(true);
      thread.join();
    }
  }

  /// The trouble that two workers and a producer live through.
  private interface Trouble {
    void come() throws InterruptedException;
  }

  private void survives(String what, Trouble trouble) throws Exception {
    try (var one = open();
        var two = open();
        Worker first = worker(one.tasks(), "first");
        Worker second = worker(two.tasks(), "second")) {
      first.start();
      second.start();
      var producer = new Producer(one.tasks());
      long over;
      try {
        awaitStarts(100);
        trouble.come();
        over = System.nanoTime();
        int before = starts.size();
        awaitStarts(before + 1);
        System.out.printf("%s: work goes on after %d ms%n", what, since(over));
        awaitStarts(before + 100);
      } finally {
        producer.end();
      }
      List<TaskId> promised = producer.promised;
      awaitCompleted(one.tasks(), promised);
      System.out.printf("%s: all %d tasks done after %d ms%n", what, promised.size(), since(over));
      assertThat(one.tasks().counts().of(MAIL.name(), TaskStatus.COMPLETED))
          .isEqualTo(promised.size());
    }
    try (var store = open()) {
      Invariants.check(store.tasks());
    }
  }

  private void awaitStarts(int count) {
    await(() -> starts.size() >= count, "%d tasks started, were %d", count);
  }

  private void awaitCompleted(TaskStore store, List<TaskId> tasks) {
    await(
        () -> {
          try {
            return store.counts().of(MAIL.name(), TaskStatus.COMPLETED) >= tasks.size();
          } catch (StoreException _) {
            return false;
          }
        },
        "%d tasks completed, %d had started",
        tasks.size());
  }

  private void await(java.util.function.BooleanSupplier condition, String what, int count) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError(what.formatted(count, starts.size()) + "\n" + server.log());
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void aServerStoppedInTheMiddleOfWorkAndStartedAgain() throws Exception {
    survives(
        "stopped for 3 s",
        () -> {
          server.stop();
          LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
          server.startAgain();
        });
  }

  @Test
  void aServerKilledInTheMiddleOfWorkKeepsWhatItPromised() throws Exception {
    survives(
        "killed",
        () -> {
          server.kill();
          server.startAgain();
        });
  }

  @Test
  void aServerPausedForLongerThanALease() throws Exception {
    survives(
        "paused for 8 s",
        () -> {
          server.pauseAll();
          LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(8));
          server.resumeAll();
        });
  }

  @Test
  void connectionsThatAreCutAreMadeAgain() throws Exception {
    try (var proxy = new FaultyProxy(server.port());
        var opened = open(proxy.port());
        Worker worker = worker(opened.tasks(), "worker")) {
      worker.start();
      for (int i = 1; i <= 5; i++) {
        for (int k = 0; k < 20; k++) {
          opened.tasks().insert(List.of(task()), opened.tasks().clock().instant());
        }
        proxy.cut();
        long cut = System.nanoTime();
        opened.tasks().counts();
        System.out.printf("connections cut: an answer after %d ms%n", since(cut));
        awaitStarts(20 * i);
      }
      await(
          () -> opened.tasks().counts().of(MAIL.name(), TaskStatus.COMPLETED) == 100,
          "%d tasks completed, %d had started",
          100);
      assertThat(starts.values()).as("none ran twice").allMatch(n -> n.get() == 1);
      Invariants.check(opened.tasks());
    }
  }

  @Test
  void aSlowServerIsJustSlow() throws Exception {
    try (var proxy = new FaultyProxy(server.port());
        var opened = open(proxy.port());
        Worker worker = worker(opened.tasks(), "worker")) {
      proxy.delay(Duration.ofMillis(100));
      worker.start();
      opened
          .tasks()
          .insert(
              java.util.stream.Stream.generate(this::task).limit(60).toList(),
              opened.tasks().clock().instant());
      await(
          () -> opened.tasks().counts().of(MAIL.name(), TaskStatus.COMPLETED) == 60,
          "%d tasks completed, %d had started",
          60);
      assertThat(starts.values()).as("none ran twice").allMatch(n -> n.get() == 1);
      proxy.delay(Duration.ZERO);
      long over = System.nanoTime();
      opened.tasks().insert(List.of(task()), opened.tasks().clock().instant());
      awaitStarts(61);
      System.out.printf("slow by 100 ms: at full speed again after %d ms%n", since(over));
      await(
          () -> opened.tasks().counts().of(MAIL.name(), TaskStatus.COMPLETED) == 61,
          "%d tasks completed, %d had started",
          61);
      Invariants.check(opened.tasks());
    }
  }

  private static long since(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  @Test
  void theClockIsTheServersWhateverOursSays() throws Exception {
    try (var opened = open();
        var connection =
            java.sql.DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "");
        var statement = connection.createStatement()) {
      long furthest = 0;
      for (int i = 0; i < 20; i++) {
        Instant before = opened.tasks().clock().instant();
        try (var rows = statement.executeQuery("SELECT clock_timestamp()")) {
          rows.next();
          Instant servers = rows.getObject(1, java.time.OffsetDateTime.class).toInstant();
          Instant after = opened.tasks().clock().instant();
          furthest =
              Math.max(
                  furthest,
                  Math.max(
                      Duration.between(servers, before).toMillis(),
                      Duration.between(after, servers).toMillis()));
        }
      }
      assertThat(furthest).as("ms that it is off").isLessThan(50);
    }
  }

  @Test
  void aServerThatIsAwayIsSaidSoAfterOurPatience() {
    try (var store = open()) {
      server.stop();
      long began = System.nanoTime();
      assertThatThrownBy(() -> store.tasks().counts())
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
                assertThat(e).hasMessageContaining("does not answer");
                assertThat(e.remedy()).isNotEmpty();
              });
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
      server.startAgain();
      assertThat(store.tasks().counts().queues()).isEmpty();
    }
  }

  @Test
  void aServerThatIsAwayIsAskedLessAndLessOften() throws Exception {
    try (var proxy = new FaultyProxy(server.port());
        var store = open(proxy.port())) {
      proxy.refuse(true);
      assertThatThrownBy(() -> store.tasks().counts()).isInstanceOf(StoreException.class);
      // After up to 20, 40, 80 … 1,000 ms: seven pauses of full length last for two seconds.
      assertThat(proxy.refused()).isBetween(6, 20);
      proxy.refuse(false);
      assertThat(store.tasks().counts().queues()).isEmpty();
    }
  }
}
