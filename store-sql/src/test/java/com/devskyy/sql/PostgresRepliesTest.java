package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.Write;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.engine.testkit.TaskBuilder;
import com.devskyy.servers.FaultyProxy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The server has done what it was asked, and its reply is cut off: what was asked is asked again,
/// and changes nothing. Inserting and applying have two replies: that of the change, and that the
/// disk has it.
@Timeout(60)
class PostgresRepliesTest {
  private static final TypeName MAIL = new TypeName("mail");

  private final Namespaces namespaces = new Namespaces();
  private final TaskId.Generator ids =
      new TaskId.Generator(Instant::now, new SplittableRandom(1), 0);
  private FaultyProxy proxy;
  private PostgresSettings settings;
  private PostgresStore opened;
  private TaskStore store;

  @BeforeEach
  void open() throws IOException {
    proxy = new FaultyProxy(Postgres.server().port());
    settings = namespaces.next(StoreSettings.DEFAULT);
    opened = open(Duration.ofSeconds(5));
    store = opened.tasks();
    // So that what is asked below is the next to be answered.
    NewTask first = task();
    store.insert(List.of(first), now());
    Claimed claimed = claim(1);
    assertThat(end(claimed)).containsExactly(Write.Answer.APPLIED);
  }

  private PostgresStore open(Duration patience) {
    return PostgresStore.open(
        Postgres.settings(
                Postgres.server().jdbcUrl("postgres", proxy.port()),
                settings.store(),
                settings.namespace())
            .withConnections(1)
            .withWaiting(Duration.ofSeconds(5), patience),
        new SplittableRandom(2));
  }

  @AfterEach
  void close() throws IOException {
    assertThat(proxy.answersToSwallow()).as("answers still to be cut off").isZero();
    Invariants.check(store);
    opened.close();
    proxy.close();
    namespaces.giveBack();
  }

  private Instant now() {
    return store.clock().instant();
  }

  private NewTask task() {
    return new TaskBuilder(ids.next(), MAIL).build();
  }

  private NewTask keyed() {
    return new TaskBuilder(ids.next(), MAIL).unique(UniqueKey.untilEnd("order 1")).build();
  }

  private Claimed claim(long number) {
    return store.claim(
        new ClaimRequest("w", number, Map.of(MAIL, 5), 5, 1 << 20, true, store.clock().instant()));
  }

  private List<Write.Answer> end(Claimed claimed) {
    return store.apply(
        claimed.leases().stream()
            .map(leased -> Write.end(leased.lease(), 1, new Transition.Complete(Json.of("1"))))
            .toList(),
        now());
  }

  private static <T> T timed(String what, Supplier<T> call) {
    long cut = System.nanoTime();
    T answer = call.get();
    System.out.printf(
        "reply to %s cut off: answered after %d ms%n", what, (System.nanoTime() - cut) / 1_000_000);
    return answer;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anInsertIsKnownAgainByItsIds(int which) {
    List<NewTask> tasks = List.of(task(), task());
    proxy.swallowAnswers(which, 1);
    assertThat(timed("insert", () -> store.insert(tasks, now())))
        .extracting(InsertAnswer::kind)
        .containsOnly(InsertAnswer.Kind.REPEATED);
    assertThat(store.counts().of(MAIL, TaskStatus.QUEUED)).isEqualTo(2);
  }

  @Test
  void anInsertWhoseRepliesAreCutOffAgainAndAgainIsRepeatedAsOften() {
    List<NewTask> tasks = List.of(task(), task());
    proxy.swallowAnswers(3);
    assertThat(timed("insert, three times", () -> store.insert(tasks, now())))
        .extracting(InsertAnswer::id)
        .containsExactly(tasks.get(0).id(), tasks.get(1).id());
    assertThat(store.counts().of(MAIL, TaskStatus.QUEUED)).isEqualTo(2);
  }

  /// The store asks again by itself: the task is its own duplicate, and known by its id.
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anInsertWithAUniqueKeyIsRepeatedWithoutMeetingItself(int which) {
    NewTask task = keyed();
    proxy.swallowAnswers(which, 1);
    assertThat(timed("insert with a unique key", () -> store.insert(List.of(task), now())))
        .containsExactly(new InsertAnswer(task.id(), InsertAnswer.Kind.REPEATED));
    assertThat(store.counts().of(MAIL, TaskStatus.QUEUED)).isEqualTo(1);
  }

  /// Whoever was told that the store does not answer enqueues anew, as another task of the same
  /// key.
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aProducerWhoTriesAgainWithTheSameUniqueKeyMakesOneTask(int which) {
    try (var impatient = open(Duration.ZERO)) {
      impatient.tasks().counts();
      impatient.tasks().insert(List.of(task()), now());
      NewTask first = keyed();
      proxy.swallowAnswers(which, 1);
      assertThatThrownBy(() -> impatient.tasks().insert(List.of(first), now()))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE));
      assertThat(timed("enqueue", () -> impatient.tasks().insert(List.of(keyed()), now())))
          .containsExactly(new InsertAnswer(first.id(), InsertAnswer.Kind.DUPLICATE));
      assertThat(store.counts().of(MAIL, TaskStatus.QUEUED)).isEqualTo(2);
    }
  }

  @Test
  void aClaimGivesTheSameLeasesOnce() {
    store.insert(List.of(task(), task()), now());
    proxy.swallowAnswers(1);
    Claimed claimed = timed("claim", () -> claim(2));
    assertThat(claimed.leases()).hasSize(2).allMatch(leased -> leased.lease().run() == 1);
    assertThat(store.counts().of(MAIL, TaskStatus.PROCESSING)).isEqualTo(2);
    assertThat(end(claimed)).containsOnly(Write.Answer.APPLIED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whatWasAppliedIsSaidToBe(int which) {
    store.insert(List.of(task(), task()), now());
    Claimed claimed = claim(2);
    proxy.swallowAnswers(which, 1);
    assertThat(timed("apply", () -> end(claimed)))
        .hasSize(2)
        .containsOnly(Write.Answer.ALREADY_APPLIED);
    assertThat(store.counts().of(MAIL, TaskStatus.COMPLETED)).isEqualTo(3);
  }
}
