package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.testkit.FakeClock;
import com.devskyy.engine.testkit.Fault;
import com.devskyy.engine.testkit.FaultyTaskStore;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.engine.testkit.MemoryTaskStore;
import com.devskyy.engine.testkit.RawCodec;
import com.devskyy.engine.testkit.SimulatedCrash;
import com.devskyy.engine.testkit.StoreDriver;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From a transaction in PostgreSQL to another store.
@Timeout(120)
class OutboxTest {
  private static final TaskType<Json, Json> MAIL =
      TaskType.named("mail", Json.class, Json.class).build();

  @TempDir Path folder;
  private final FakeClock clock = new FakeClock();
  private final Namespaces namespaces = new Namespaces();
  private final TaskStore target =
      new MemoryTaskStore(clock, StoreSettings.DEFAULT, new SplittableRandom(1));
  private PostgresSettings settings;
  private PostgresStore store;
  private Outbox outbox;

  @BeforeEach
  void open() {
    settings = namespaces.next(StoreSettings.DEFAULT);
    store = PostgresStore.open(settings, clock, new SplittableRandom(1));
    var ids = new TaskId.Generator(clock, new SplittableRandom(2), 2);
    outbox = new Outbox(store, new RawCodec(), ids, Tiers.DEFAULT);
  }

  @AfterEach
  void close() {
    Invariants.check(target);
    store.close();
    namespaces.giveBack();
  }

  private static Connection begin() throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            Postgres.server().jdbcUrl("postgres"), Postgres.server().user(), "");
    connection.setAutoCommit(false);
    return connection;
  }

  private TaskId write(Connection transaction, int number) throws SQLException {
    return outbox.enqueue(transaction, MAIL, Json.of("" + number), EnqueueOptions.DEFAULT);
  }

  private List<TaskId> writeSome(int count) throws SQLException {
    var ids = new ArrayList<TaskId>();
    try (Connection transaction = begin()) {
      for (int i = 0; i < count; i++) {
        ids.add(write(transaction, i));
      }
      transaction.commit();
    }
    return ids;
  }

  private static List<TaskId> arrived(TaskStore at) {
    return StoreDriver.listAll(at, TaskQuery.of(TaskStatus.QUEUED, TaskStore.MAX_BATCH)).stream()
        .map(Task::id)
        .toList();
  }

  private OptionalInt relay(TaskStore to) {
    return OutboxRelay.relay(store.inner().outbox(), to);
  }

  @Test
  void aTaskGetsThereExactlyWhenTheTransactionCommits() throws Exception {
    try (Connection transaction = begin()) {
      write(transaction, 1);
      assertThat(relay(target)).hasValue(0);
      transaction.rollback();
      assertThat(relay(target)).hasValue(0);
      TaskId kept = write(transaction, 2);
      transaction.commit();
      assertThat(relay(target)).hasValue(1);
      assertThat(arrived(target)).containsExactly(kept);
      assertThat(relay(target)).hasValue(0);
    }
  }

  @Test
  void itArrivesAsItWasWritten() throws Exception {
    EnqueueOptions options =
        EnqueueOptions.DEFAULT
            .withPriority(8)
            .withUser("ada")
            .withDelay(Duration.ofSeconds(30))
            .withDeadline(clock.instant().plusSeconds(90))
            .withUniqueKey(UniqueKey.untilPeriod("k", Duration.ofMinutes(5)));
    TaskId id;
    try (Connection transaction = begin()) {
      id = outbox.enqueue(transaction, MAIL, Json.of("{ \"a\" : 1 }"), options);
      transaction.commit();
    }
    relay(target);
    Task task = target.find(List.of(id)).get(id);
    assertThat(task.status()).isEqualTo(TaskStatus.SCHEDULED);
    assertThat(task.priority().value()).isEqualTo(8);
    assertThat(task.userId()).contains("ada");
    assertThat(task.dueAt()).isEqualTo(clock.instant().plusSeconds(30));
    assertThat(task.deadline()).contains(clock.instant().plusSeconds(90));
    assertThat(task.input()).contains(Json.of("{ \"a\" : 1 }"));
  }

  @Test
  void theOrderOfWritingIsKept() throws Exception {
    List<TaskId> written = writeSome(1_200);
    while (relay(target).orElseThrow() > 0) {
      // Batch by batch.
    }
    assertThat(arrived(target)).isEqualTo(written);
  }

  @Test
  void whoeverIsKilledAtAnyPointLosesAndDoublesNothing() throws Exception {
    List<TaskId> written = writeSome(700);
    try (TaskStore sqlite =
        SqliteStore.open(
                folder.resolve("target.db"), SqliteSettings.DEFAULT, clock, new SplittableRandom(4))
            .tasks()) {
      var faults = new ArrayList<Fault>();
      faults.add(new Fault.CrashBefore());
      faults.add(new Fault.CrashAfter());
      faults.add(new Fault.FailAfter());
      for (Fault fault : faults) {
        var dies = new FaultyTaskStore(sqlite, (_, _) -> fault);
        try {
          relay(dies);
        } catch (SimulatedCrash | StoreException _) {
          // Another goes on.
        }
      }
      while (relay(sqlite).orElseThrow() > 0) {
        // Batch by batch.
      }
      assertThat(arrived(sqlite)).isEqualTo(written);
      Invariants.check(sqlite);
    }
  }

  @Test
  void aRelayHandsOverByItselfSoonAfterTheCommit() throws Exception {
    var news = new LinkedBlockingQueue<String>();
    var down = new AtomicBoolean(true);
    var shaky =
        new FaultyTaskStore(
            target, (_, _) -> down.get() ? new Fault.FailBefore() : new Fault.None());
    try (var _ = new OutboxRelay(store, shaky, telling(news));
        var _ = new OutboxRelay(store, shaky, telling(new LinkedBlockingQueue<>()))) {
      List<TaskId> written = new ArrayList<>(writeSome(600));
      assertThat(news.poll(20, TimeUnit.SECONDS)).startsWith("stopped: a planned fault");
      down.set(false);
      awaitArrival(written.size());
      assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo("goes on");
      written.addAll(writeSome(10));
      awaitArrival(written.size());
      assertThat(arrived(target)).isEqualTo(written);
      assertThat(news).isEmpty();
    }
  }

  @Test
  void aRelayOutlivesWhatItCannotReadAndSaysSo() throws Exception {
    var news = new LinkedBlockingQueue<String>();
    List<TaskId> written = writeSome(2);
    setType("No Name");
    try (var _ = new OutboxRelay(store, target, telling(news))) {
      assertThat(news.poll(20, TimeUnit.SECONDS)).startsWith("stopped: ").contains("No Name");
      setType(MAIL.name().value());
      awaitArrival(written.size());
      assertThat(news.poll(20, TimeUnit.SECONDS)).isEqualTo("goes on");
      written.addAll(writeSome(1));
      awaitArrival(written.size());
      assertThat(arrived(target)).isEqualTo(written);
      assertThat(news).isEmpty();
    }
  }

  private void setType(String name) throws SQLException {
    try (Connection transaction = begin();
        var statement = transaction.createStatement()) {
      statement.execute("UPDATE %s.outbox SET type = '%s'".formatted(settings.namespace(), name));
      transaction.commit();
    }
  }

  private void awaitArrival(int count) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (target.counts().of(MAIL.name(), TaskStatus.QUEUED) < count) {
      assertThat(System.nanoTime()).as("arrival of %d tasks", count).isLessThan(until);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static OutboxRelay.News telling(LinkedBlockingQueue<String> news) {
    return new OutboxRelay.News() {
      @Override
      public void stopped(RuntimeException why) {
        news.add("stopped: " + why.getMessage());
      }

      @Override
      public void goesOn() {
        news.add("goes on");
      }
    };
  }
}
