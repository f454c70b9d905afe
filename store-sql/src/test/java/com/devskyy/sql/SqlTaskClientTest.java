package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.Position;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.Write;
import com.devskyy.engine.testkit.FakeClock;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.engine.testkit.RawCodec;
import com.devskyy.engine.testkit.StoreDriver;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Enqueueing in a transaction of the caller's own.
@Timeout(120)
class SqlTaskClientTest {
  private static final TaskType<Json, Json> MAIL =
      TaskType.named("mail", Json.class, Json.class).build();
  private static final Json INPUT = Json.of("{}");

  private final FakeClock clock = new FakeClock();
  private final Namespaces namespaces = new Namespaces();
  private PostgresSettings settings;
  private PostgresStore opened;
  private TaskStore store;
  private StoreDriver driver;
  private SqlTaskClient client;

  @BeforeEach
  void open() {
    settings = namespaces.next(StoreSettings.DEFAULT);
    opened = PostgresStore.open(settings, clock, new SplittableRandom(1));
    store = opened.tasks();
    driver = new StoreDriver(store, clock);
    client = client(opened, 2);
  }

  @AfterEach
  void close() {
    Invariants.check(store);
    opened.close();
    namespaces.giveBack();
  }

  private SqlTaskClient client(PostgresStore of, int seed) {
    var ids = new TaskId.Generator(clock, new SplittableRandom(seed), seed);
    return new SqlTaskClient(of, new RawCodec(), ids, Tiers.DEFAULT);
  }

  /// A connection that knows nothing of the store's schema and waits for nobody.
  private static Connection begin() throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            Postgres.server().jdbcUrl("postgres"), Postgres.server().user(), "");
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = '100ms'");
    }
    return connection;
  }

  private TaskId enqueue(Connection transaction, EnqueueOptions options) throws SQLException {
    return client.enqueue(transaction, MAIL, INPUT, options).id();
  }

  @Test
  void aTaskIsThereExactlyWhenTheTransactionCommits() throws Exception {
    try (Connection transaction = begin()) {
      TaskId kept = enqueue(transaction, EnqueueOptions.DEFAULT);
      assertThat(driver.exists(kept)).isFalse();
      assertThat(driver.claim("w", MAIL.name(), 1)).isEmpty();
      transaction.commit();
      assertThat(driver.status(kept)).isEqualTo(TaskStatus.QUEUED);
      TaskId undone = enqueue(transaction, EnqueueOptions.DEFAULT);
      transaction.rollback();
      assertThat(driver.exists(undone)).isFalse();
      assertThat(driver.claim("w", MAIL.name(), 5))
          .extracting(leased -> leased.task().id())
          .containsExactly(kept);
    }
  }

  @Test
  void callersDoNotWaitForEachOtherNorForWorkers() throws Exception {
    TaskId before = driver.insert(driver.task(MAIL.name()).user("ada"));
    EnqueueOptions ada = EnqueueOptions.DEFAULT.withUser("ada");
    try (Connection first = begin();
        Connection second = begin()) {
      TaskId one = enqueue(first, ada);
      TaskId two = enqueue(second, ada);
      // Nor do others wait for them.
      assertThat(driver.claimOne("w", MAIL.name()).task().id()).isEqualTo(before);
      TaskId three = driver.insert(driver.task(MAIL.name()).user("ada"));
      store.advance(driver.now(), 100);
      second.commit();
      first.commit();
      assertThat(driver.claim("w", MAIL.name(), 5))
          .extracting(leased -> leased.task().id())
          .containsExactlyInAnyOrder(one, two, three);
    }
  }

  @Test
  void aTypeThatIsNewMakesNobodyWait() throws Exception {
    try (Connection first = begin();
        Connection second = begin()) {
      enqueue(first, EnqueueOptions.DEFAULT);
      TaskId two = enqueue(second, EnqueueOptions.DEFAULT);
      second.commit();
      first.rollback();
      assertThat(driver.claimOne("w", MAIL.name()).task().id()).isEqualTo(two);
    }
  }

  @Test
  void tasksTakeTheirUsersTurnsInOrderOfArrival() throws Exception {
    EnqueueOptions ada = EnqueueOptions.DEFAULT.withUser("ada");
    var adas = new ArrayList<TaskId>();
    try (Connection transaction = begin()) {
      for (int i = 0; i < 3; i++) {
        adas.add(enqueue(transaction, ada));
      }
      transaction.commit();
      adas.add(enqueue(transaction, ada));
      transaction.commit();
    }
    TaskId bob = driver.insert(driver.task(MAIL.name()).user("bob"));
    assertThat(driver.claim("w", MAIL.name(), 9))
        .extracting(leased -> leased.task().id())
        .containsExactly(
            Collections.min(List.of(adas.get(0), bob)),
            Collections.max(List.of(adas.get(0), bob)),
            adas.get(1),
            adas.get(2),
            adas.get(3));
  }

  @Test
  void whatHasJustArrivedIsListedCountedAndCanBeCancelled() throws Exception {
    TaskId first;
    TaskId second;
    try (Connection transaction = begin()) {
      first = enqueue(transaction, EnqueueOptions.DEFAULT);
      second = enqueue(transaction, EnqueueOptions.DEFAULT);
      transaction.commit();
    }
    assertThat(driver.change(first, new Change.Cancel("not needed")).changed())
        .containsExactly(first);
    try (Connection transaction = begin()) {
      TaskId third = enqueue(transaction, EnqueueOptions.DEFAULT);
      transaction.commit();
      assertThat(store.position(third)).contains(new Position(1, true));
    }
    try (Connection transaction = begin()) {
      TaskId high = enqueue(transaction, EnqueueOptions.DEFAULT.withPriority(9));
      transaction.commit();
      assertThat(store.list(TaskQuery.of(TaskStatus.QUEUED, 9)).tasks())
          .extracting(task -> task.id())
          .startsWith(high, second)
          .hasSize(3);
    }
    assertThat(store.counts().of(MAIL.name(), TaskStatus.QUEUED)).isEqualTo(3);
  }

  @Test
  void aUniqueKeyCountsAndARolledBackOneIsFree() throws Exception {
    EnqueueOptions once = EnqueueOptions.DEFAULT.withUniqueKey(UniqueKey.untilEnd("order-7"));
    try (Connection transaction = begin()) {
      enqueue(transaction, once);
      transaction.rollback();
      TaskId holder = enqueue(transaction, once);
      assertThat(client.enqueue(transaction, MAIL, INPUT, once))
          .isEqualTo(new InsertAnswer(holder, InsertAnswer.Kind.DUPLICATE));
      transaction.commit();
      assertThat(client.enqueue(transaction, MAIL, INPUT, once))
          .isEqualTo(new InsertAnswer(holder, InsertAnswer.Kind.DUPLICATE));
      transaction.commit();
    }
  }

  @Test
  void whoIsToldOfAHolderAndGoesOnHoldsUpNobody() throws Exception {
    EnqueueOptions once = EnqueueOptions.DEFAULT.withUniqueKey(UniqueKey.untilEnd("order-7"));
    try (Connection transaction = begin();
        Connection longOne = begin()) {
      enqueue(transaction, once);
      transaction.commit();
      Lease lease = driver.claimOne("w", MAIL.name()).lease();
      assertThat(client.enqueue(longOne, MAIL, INPUT, once).kind())
          .isEqualTo(InsertAnswer.Kind.DUPLICATE);
      assertThat(driver.complete(lease)).isEqualTo(Write.Answer.APPLIED);
      longOne.rollback();
    }
  }

  @Test
  void aStoreFromADumpGoesOnInAServerThatCountsFromTheBeginning() throws Exception {
    try (Connection transaction = begin()) {
      enqueue(transaction, EnqueueOptions.DEFAULT);
      transaction.commit();
      assertThat(store.counts().of(MAIL.name(), TaskStatus.QUEUED)).isEqualTo(1);
      try (var statement = transaction.createStatement()) {
        statement.execute(
            "UPDATE %s.queue_state SET settled = '999999999999'".formatted(settings.namespace()));
      }
      enqueue(transaction, EnqueueOptions.DEFAULT);
      transaction.commit();
    }
    assertThat(store.counts().of(MAIL.name(), TaskStatus.QUEUED)).isEqualTo(2);
    driver.claimOne("w", MAIL.name());
    driver.claimOne("w", MAIL.name());
  }

  @Test
  void aRefusedInputLeavesTheTransactionAsItWas() throws Exception {
    try (Connection transaction = begin()) {
      TaskId kept = enqueue(transaction, EnqueueOptions.DEFAULT);
      assertThatThrownBy(
              () -> client.enqueue(transaction, MAIL, RawCodec.INVALID, EnqueueOptions.DEFAULT))
          .isInstanceOf(InvalidInputException.class);
      transaction.commit();
      assertThat(driver.exists(kept)).isTrue();
    }
  }

  @Test
  void aCommitIsHeardByOtherProcesses() throws Exception {
    var hints = new LinkedBlockingQueue<Hint>();
    try (var other = PostgresStore.open(settings, clock, new SplittableRandom(3));
        AutoCloseable _ = store.subscribe(hints::add);
        Connection transaction = begin()) {
      assertThat(hints.poll(20, TimeUnit.SECONDS)).as("it listens").isEqualTo(Hint.EVERYTHING);
      client(other, 4).enqueue(transaction, MAIL, INPUT, EnqueueOptions.DEFAULT);
      transaction.commit();
      Hint heard = hints.poll(20, TimeUnit.SECONDS);
      assertThat(heard.queues()).containsExactly(MAIL.name());
    }
  }

  @Test
  void moreThanOneCallCanPutInLineComeAllAndOnce() throws Exception {
    int tasks = 10_500;
    var ids = new HashSet<TaskId>();
    try (Connection transaction = begin()) {
      var inputs = Collections.nCopies(TaskStore.MAX_BATCH, INPUT);
      for (int i = 0; i < tasks; i += TaskStore.MAX_BATCH) {
        client
            .enqueueAll(transaction, MAIL, inputs, EnqueueOptions.DEFAULT)
            .forEach(answer -> ids.add(answer.id()));
      }
      transaction.commit();
    }
    assertThat(store.counts().of(MAIL.name(), TaskStatus.QUEUED)).isEqualTo(tasks);
    TaskId last = driver.insert(driver.task(MAIL.name()).user("bob"));
    var claimed = new HashSet<TaskId>();
    for (int i = 0; i <= tasks / TaskStore.MAX_BATCH; i++) {
      driver
          .claim("w", MAIL.name(), TaskStore.MAX_BATCH)
          .forEach(leased -> assertThat(claimed.add(leased.task().id())).isTrue());
    }
    ids.add(last);
    assertThat(claimed).isEqualTo(ids);
  }
}
