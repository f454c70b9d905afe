package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a task's life costs, in pages that the server looks at: it must not depend on what is there
/// already. Nothing is vacuumed behind the tests' back.
@Timeout(180)
class PostgresCostsTest {
  private static final TypeName MAIL = new TypeName("mail");
  private static final int BATCH = 50;
  private static final int MANY = 20_000;

  /// Trees have become a level deeper, and dead versions of the same rows are met, no more. Whoever
  /// went through all that is dead would look at three times as many, and at more and more.
  private static final double NO_DEARER = 1.3;

  private final TaskId.Generator ids =
      new TaskId.Generator(Instant::now, new SplittableRandom(1), 0);
  private PostgresServer server;
  private Connection admin;
  private long claims;

  @BeforeEach
  void start() throws SQLException {
    server =
        PostgresServer.start(
            Map.of("fsync", "off", "full_page_writes", "off", "autovacuum", "off"));
    admin = connect();
  }

  @AfterEach
  void close() throws SQLException {
    try (var store = open()) {
      Invariants.check(store.tasks());
    }
    admin.close();
    server.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "");
  }

  private PostgresStore open() {
    return PostgresStore.open(
        PostgresSettings.ofUrl(server.url()).withConnections(1), new SplittableRandom(2));
  }

  private List<NewTask> tasks(int number) {
    return Stream.generate(() -> NewTask.of(ids.next(), MAIL, Json.of("{\"order\":12345678}")))
        .limit(number)
        .toList();
  }

  /// Tasks live from their enqueueing to their end, some at a time; each is renewed and looked at
  /// once.
  private void live(TaskStore store, int tasks, int atATime) {
    for (int done = 0; done < tasks; done += atATime) {
      List<NewTask> batch = tasks(atATime);
      store.insert(batch, store.clock().instant());
      Claimed claimed =
          store.claim(
              new ClaimRequest(
                  "w",
                  ++claims,
                  Map.of(MAIL, atATime),
                  atATime,
                  1 << 24,
                  true,
                  store.clock().instant()));
      assertThat(claimed.leases()).hasSize(atATime);
      store.extend(
          claimed.leases().stream().map(Claimed.Leased::lease).toList(), store.clock().instant());
      store.find(batch.stream().map(NewTask::id).toList());
      store.apply(
          claimed.leases().stream()
              .map(leased -> Write.end(leased.lease(), 1, new Transition.Complete(Json.of("1"))))
              .toList(),
          store.clock().instant());
      store.advance(store.clock().instant(), TaskStore.MAX_BATCH);
    }
  }

  private void live(int tasks, int atATime) {
    try (var store = open()) {
      live(store.tasks(), tasks, atATime);
    }
  }

  /// Pages per life, without those that a process looks at when it begins.
  private double pagesPerLife() throws SQLException {
    long zero = pages();
    live(4 * BATCH, BATCH);
    long few = pages();
    live(24 * BATCH, BATCH);
    long many = pages();
    return ((many - few) - (few - zero)) / (20.0 * BATCH);
  }

  /// All that were looked at so far. What a connection did is counted once it has ended, and told
  /// a moment later.
  private long pages() throws SQLException {
    await("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'devskyy'", 0);
    long ended = ask("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint");
    await(
        "SELECT (extract(epoch FROM coalesce(pg_stat_get_snapshot_timestamp(), 'infinity'))"
            + " > %d / 1000000.0)::int FROM pg_stat_database LIMIT 1".formatted(ended),
        1);
    return ask(
        "SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = current_database()");
  }

  private void await(String query, long answer) throws SQLException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (ask(query) != answer) {
      assertThat(System.nanoTime()).as("waiting for %d from %s", answer, query).isLessThan(until);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private long ask(String query) throws SQLException {
    try (var statement = admin.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void vacuum() throws SQLException {
    try (var statement = admin.createStatement()) {
      statement.execute("VACUUM ANALYZE");
    }
  }

  private static void assertNoDearer(String what, double before, double after) {
    System.out.printf("%s: %.1f pages a life, before %.1f%n", what, after, before);
    assertThat(after).as("pages a life, before " + before).isBetween(1.0, NO_DEARER * before);
  }

  @Test
  void finishedTasksMakeNoLifeDearer() throws Exception {
    live(1_000, TaskStore.MAX_BATCH);
    vacuum();
    double few = pagesPerLife();
    live(MANY, TaskStore.MAX_BATCH);
    vacuum();
    assertNoDearer("20,000 finished tasks", few, pagesPerLife());
    try (var store = open()) {
      assertThat(store.tasks().counts().of(MAIL, TaskStatus.COMPLETED)).isGreaterThan(MANY);
    }
  }

  @Test
  void norDoTasksThatWait() throws Exception {
    live(1_000, TaskStore.MAX_BATCH);
    vacuum();
    double few = pagesPerLife();
    try (var store = open()) {
      for (int waiting = 0; waiting < MANY; waiting += TaskStore.MAX_BATCH) {
        store.tasks().insert(tasks(TaskStore.MAX_BATCH), store.tasks().clock().instant());
      }
    }
    vacuum();
    assertNoDearer("20,000 waiting tasks", few, pagesPerLife());
    try (var store = open()) {
      assertThat(store.tasks().counts().of(MAIL, TaskStatus.QUEUED)).isEqualTo(MANY);
    }
  }

  /// Whatever ends or moves stays where it was, dead, as the server must keep it for the snapshot.
  @Test
  void norDoesAnOldSnapshotThatIsHeldOpen() throws Exception {
    live(1_000, TaskStore.MAX_BATCH);
    vacuum();
    double before = pagesPerLife();
    try (Connection holder = connect();
        var statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      holder.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("SELECT count(*) FROM dsw.task");
      live(MANY, TaskStore.MAX_BATCH);
      vacuum();
      assertThat(
              ask(
                  "SELECT n_dead_tup FROM pg_stat_user_tables"
                      + " WHERE schemaname = 'dsw' AND relname = 'ready'"))
          .as("dead rows that are kept")
          .isGreaterThan(MANY / 2);
      assertNoDearer("a snapshot held over 20,000 lives", before, pagesPerLife());
      holder.rollback();
    }
  }
}
