package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.UniqueKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Insert: what is stored, what stands already, unique keys, a full store.
abstract class InsertContract extends ContractPart {
  InsertContract(TaskStoreContract contract) {
    super(contract);
  }

  @Test
  void keepsWhatWasGiven() {
    TaskId parent = driver().id();
    NewTask given =
        driver()
            .task(IMAGE)
            .input(json("{ \"a\":1 }"))
            .priority(8)
            .user("ada", "gold", 4)
            .deadline(now().plusSeconds(90))
            .runLimit(Duration.ofMinutes(20))
            .parent(parent)
            .build();
    assertThat(store().insert(List.of(given), now()))
        .containsExactly(new InsertAnswer(given.id(), InsertAnswer.Kind.INSERTED));

    Task task = driver().read(given.id());
    assertThat(task)
        .isEqualTo(
            new Task(
                given.id(),
                IMAGE,
                TaskStatus.QUEUED,
                new Priority(8),
                Optional.of("ada"),
                Optional.of("gold"),
                Optional.of(json("{ \"a\":1 }")),
                Optional.empty(),
                Optional.empty(),
                0,
                1,
                0,
                now(),
                now(),
                Optional.of(now().plusSeconds(90)),
                Optional.of(Duration.ofMinutes(20)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.of(parent),
                task.version()));
  }

  @Test
  void answersInOrderOfTheList() {
    List<NewTask> tasks =
        IntStream.range(0, TaskStore.MAX_BATCH).mapToObj(_ -> driver().task(MAIL).build()).toList();
    List<NewTask> reversed = tasks.reversed();
    assertThat(store().insert(reversed, now()))
        .extracting(InsertAnswer::id)
        .isEqualTo(reversed.stream().map(NewTask::id).toList());
  }

  @Test
  void nothingIsNothing() {
    assertThat(store().insert(List.of(), now())).isEmpty();
  }

  @Test
  void refusesMoreThanABatch() {
    List<NewTask> tasks =
        IntStream.rangeClosed(0, TaskStore.MAX_BATCH)
            .mapToObj(_ -> driver().task(MAIL).build())
            .toList();
    assertThatThrownBy(() -> store().insert(tasks, now()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(driver().exists(tasks.getFirst().id())).isFalse();
  }

  @Test
  void dueLaterIsScheduled() {
    Instant due = now().plusMillis(1);
    TaskId id = driver().insert(driver().task(MAIL).due(due));
    assertThat(driver().status(id)).isEqualTo(TaskStatus.SCHEDULED);
    assertThat(driver().read(id).dueAt()).isEqualTo(due);
    assertThat(driver().claim("w", MAIL, 1)).isEmpty();
  }

  @Test
  void dueNowOrEarlierIsQueued() {
    TaskId atNow = driver().insert(driver().task(MAIL).due(now()));
    TaskId past = driver().insert(driver().task(MAIL).due(now().minusSeconds(3_600)));
    assertThat(driver().status(atNow)).isEqualTo(TaskStatus.QUEUED);
    assertThat(driver().status(past)).isEqualTo(TaskStatus.QUEUED);
    assertThat(driver().read(past).dueAt()).isEqualTo(now().minusSeconds(3_600));
  }

  @Test
  void timesAreCutToMilliseconds() {
    Instant fine = now().plusSeconds(5).plusNanos(7_999_999);
    Instant cut = fine.truncatedTo(ChronoUnit.MILLIS);
    NewTask given = driver().task(MAIL).due(fine).deadline(fine.plusNanos(999_999)).build();
    store().insert(List.of(given), now().plusNanos(999_999));
    Task task = driver().read(given.id());
    assertThat(task.dueAt()).isEqualTo(cut);
    assertThat(task.deadline()).contains(fine.plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS));
    assertThat(task.createdAt()).isEqualTo(now());
  }

  @Test
  void repeatedChangesNothing() {
    NewTask first = driver().task(MAIL).input(json("1")).build();
    store().insert(List.of(first), now());
    Task before = driver().read(first.id());
    clock.advance(SECOND);
    NewTask again = driver().task(IMAGE).id(first.id()).input(json("2")).build();
    assertThat(store().insert(List.of(again), now()))
        .containsExactly(new InsertAnswer(first.id(), InsertAnswer.Kind.REPEATED));
    assertThat(driver().read(first.id())).isEqualTo(before);
  }

  @Test
  void repeatedAfterItsEndChangesNothing() {
    NewTask given = driver().task(MAIL).unique(UniqueKey.untilEnd("k")).build();
    Lease lease = running(new TaskBuilder(given.id(), MAIL).unique(UniqueKey.untilEnd("k")));
    driver().complete(lease);
    assertThat(store().insert(List.of(given), now()))
        .containsExactly(new InsertAnswer(given.id(), InsertAnswer.Kind.REPEATED));
    assertThat(driver().status(given.id())).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void repeatedWithinOneCallIsStoredOnce() {
    NewTask task = driver().task(MAIL).build();
    assertThat(store().insert(List.of(task, task), now()))
        .containsExactly(
            new InsertAnswer(task.id(), InsertAnswer.Kind.INSERTED),
            new InsertAnswer(task.id(), InsertAnswer.Kind.REPEATED));
  }

  @Test
  void repeatedSpendsNoTurn() {
    NewTask task = driver().task(MAIL).user("a").build();
    store().insert(List.of(task), now());
    store().insert(List.of(task, task, task), now());
    TaskId second = driver().insert(driver().task(MAIL).user("a"));
    TaskId other = driver().insert(driver().task(MAIL).user("b"));
    TaskId otherSecond = driver().insert(driver().task(MAIL).user("b"));
    assertThat(ids(driver().claim("w", MAIL, 4)))
        .containsExactly(task.id(), other, second, otherSecond);
  }

  @Test
  void uniqueKeyOfALiveTaskMakesADuplicate() {
    TaskId holder = driver().insert(driver().task(MAIL).unique(UniqueKey.untilEnd("order-7")));
    NewTask second = driver().task(MAIL).unique(UniqueKey.untilEnd("order-7")).build();
    assertThat(store().insert(List.of(second), now()))
        .containsExactly(new InsertAnswer(holder, InsertAnswer.Kind.DUPLICATE));
    assertThat(driver().exists(second.id())).isFalse();
  }

  @Test
  void uniqueKeyCountsWithinOneCall() {
    NewTask first = driver().task(MAIL).unique(UniqueKey.untilEnd("k")).build();
    NewTask second = driver().task(MAIL).unique(UniqueKey.untilEnd("k")).build();
    assertThat(store().insert(List.of(first, second), now()))
        .containsExactly(
            new InsertAnswer(first.id(), InsertAnswer.Kind.INSERTED),
            new InsertAnswer(first.id(), InsertAnswer.Kind.DUPLICATE));
  }

  @Test
  void uniqueKeyIsComparedWithinItsTypeByteForByte() {
    driver().insert(driver().task(MAIL).unique(UniqueKey.untilEnd("caf\u00e9")));
    for (String other : List.of("CAF\u00c9", "cafe\u0301", "caf\u00e9 ", " caf\u00e9")) {
      TaskId id = driver().insert(driver().task(MAIL).unique(UniqueKey.untilEnd(other)));
      assertThat(driver().exists(id)).as(other).isTrue();
    }
    TaskId otherType =
        driver().insert(driver().task(IMAGE).unique(UniqueKey.untilEnd("caf\u00e9")));
    assertThat(driver().exists(otherType)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskStatus.class,
      names = {"COMPLETED", "FAILED", "CANCELLED", "EXPIRED"})
  void uniqueKeyUntilEndIsReleasedAtEveryEnd(TaskStatus end) {
    Lease lease = running(driver().task(MAIL).unique(UniqueKey.untilEnd("k")));
    driver().end(lease, transitionTo(end));
    assertThat(driver().status(lease.task())).isEqualTo(end);
    NewTask next = driver().task(MAIL).unique(UniqueKey.untilEnd("k")).build();
    assertThat(store().insert(List.of(next), now()))
        .containsExactly(new InsertAnswer(next.id(), InsertAnswer.Kind.INSERTED));
  }

  @Test
  void uniqueKeyUntilEndIsReleasedByOperatorDeadlineAndCrashes() {
    TaskId cancelled = driver().insert(driver().task(MAIL).unique(UniqueKey.untilEnd("a")));
    driver().change(cancelled, new Change.Cancel("no"));
    driver()
        .insert(
            driver()
                .task(MAIL)
                .unique(UniqueKey.untilEnd("b"))
                .due(now().plusSeconds(60))
                .deadline(now().plusSeconds(1)));
    driver().pass(SECOND);
    for (String key : List.of("a", "b")) {
      NewTask next = driver().task(MAIL).unique(UniqueKey.untilEnd(key)).build();
      assertThat(store().insert(List.of(next), now()).getFirst().kind())
          .as(key)
          .isEqualTo(InsertAnswer.Kind.INSERTED);
    }
  }

  @Test
  void uniqueKeyUntilEndIsHeldWhileRetryingAndRunning() {
    Lease lease = running(driver().task(MAIL).unique(UniqueKey.untilEnd("k")));
    NewTask second = driver().task(MAIL).unique(UniqueKey.untilEnd("k")).build();
    assertThat(store().insert(List.of(second), now()).getFirst().kind())
        .isEqualTo(InsertAnswer.Kind.DUPLICATE);
    driver().end(lease, new Transition.Retry(now().plusSeconds(5), error("again")));
    assertThat(store().insert(List.of(second), now()).getFirst().kind())
        .isEqualTo(InsertAnswer.Kind.DUPLICATE);
  }

  @Test
  void uniqueKeyUntilPeriodOutlivesItsTaskAndIsReleasedAfterThePeriod() {
    var key = UniqueKey.untilPeriod("k", Duration.ofMinutes(10));
    Lease lease = running(driver().task(MAIL).unique(key));
    driver().complete(lease);
    clock.advance(Duration.ofMinutes(10).minusMillis(1));
    NewTask early = driver().task(MAIL).unique(key).build();
    assertThat(store().insert(List.of(early), now()))
        .containsExactly(new InsertAnswer(lease.task(), InsertAnswer.Kind.DUPLICATE));
    driver().change(lease.task(), new Change.Purge());
    assertThat(store().insert(List.of(early), now()))
        .as("held whatever becomes of the task")
        .containsExactly(new InsertAnswer(lease.task(), InsertAnswer.Kind.DUPLICATE));
    clock.advance(Duration.ofMillis(1));
    assertThat(store().insert(List.of(early), now()))
        .containsExactly(new InsertAnswer(early.id(), InsertAnswer.Kind.INSERTED));
  }

  @Test
  void uniqueKeyUntilPeriodIsReleasedAfterThePeriodThoughItsTaskLives() {
    var key = UniqueKey.untilPeriod("k", Duration.ofSeconds(30));
    driver().insert(driver().task(MAIL).unique(key));
    clock.advance(Duration.ofSeconds(30));
    store().advance(now(), 500);
    NewTask next = driver().task(MAIL).unique(key).build();
    assertThat(store().insert(List.of(next), now()).getFirst().kind())
        .isEqualTo(InsertAnswer.Kind.INSERTED);
  }

  @Test
  void isRefusedWholeWhenDeadLettersFillTheStore() throws Exception {
    use(settings(1 << 20, 100));
    NewTask known = driver().task(MAIL).build();
    store().insert(List.of(known), now());
    TaskId first = failed(driver().task(MAIL).input(json("\"" + "x".repeat(97) + "\"")));
    NewTask fits = driver().task(MAIL).build();
    assertThat(store().insert(List.of(fits), now()).getFirst().kind())
        .as("99 of 100 bytes")
        .isEqualTo(InsertAnswer.Kind.INSERTED);
    TaskId second = failed(driver().task(MAIL).input(json("1")));

    NewTask refused = driver().task(MAIL).build();
    assertThatThrownBy(() -> store().insert(List.of(known, refused), now()))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL));
    assertThat(driver().exists(refused.id())).isFalse();
    assertThat(store().insert(List.of(known), now()).getFirst().kind())
        .as("a repeated insert has nothing to store")
        .isEqualTo(InsertAnswer.Kind.REPEATED);

    driver().change(second, new Change.Replay());
    assertThat(driver().status(first)).isEqualTo(TaskStatus.FAILED);
    assertThat(store().insert(List.of(refused), now()).getFirst().kind())
        .isEqualTo(InsertAnswer.Kind.INSERTED);
  }
}
