package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.store.Write;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The part of [TaskStoreContract] about what becomes of a task: insert, apply, extend, advance,
/// change.
abstract class LifecycleContract extends ContractSetup {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final TaskId CHILD = new TaskId("01JZZZZZZZ00ZZZZZZZZZZZZZZ");

  private Instant now() {
    return clock.instant();
  }

  @Nested
  class Insert {
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
          IntStream.range(0, TaskStore.MAX_BATCH)
              .mapToObj(_ -> driver().task(MAIL).build())
              .toList();
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
      assertThat(driver().claim("w", MAIL, 4))
          .extracting(leased -> leased.task().id())
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

  private static Transition transitionTo(TaskStatus end) {
    return switch (end) {
      case COMPLETED -> new Transition.Complete(json("1"));
      case FAILED -> new Transition.Bury(error("broken"));
      case CANCELLED -> new Transition.Cancel("asked");
      case EXPIRED -> new Transition.Expire(new TaskError(ErrorType.EXPIRED, "too late"));
      case WAITING, SCHEDULED, QUEUED, PROCESSING, RETRYING ->
          throw new IllegalArgumentException(end + " is no end");
    };
  }

  /// One of each kind of write.
  static Stream<Write.What> everyWrite() {
    Instant later = FakeClock.START.plus(Duration.ofHours(1));
    return Stream.of(
        new Write.End(new Transition.Complete(json("1"))),
        new Write.End(new Transition.Retry(later, error("late"))),
        new Write.End(new Transition.Reschedule(later)),
        new Write.End(new Transition.Bury(error("late"))),
        new Write.End(new Transition.Cancel("late")),
        new Write.End(new Transition.HandBack()),
        new Write.End(new Transition.Expire(new TaskError(ErrorType.EXPIRED, "late"))),
        new Write.Said(new Note.Progress(new Task.Progress(0.5, "late"))),
        new Write.Said(new Note.Log(later, "info", "late")),
        new Write.Said(new Note.StepIntent("late")),
        new Write.Said(new Note.StepDone("late", json("2"))),
        new Write.Said(new Note.StepDone("open", json("3"))),
        new Write.Said(new Note.StepUndone("open")),
        new Write.Said(new Note.Cost("tripo", new BigDecimal("1.50"), "USD")),
        new Write.Said(new Note.Child(NewTask.of(CHILD, IMAGE, json("4")))));
  }

  @Nested
  class Apply {
    @Test
    void completeStoresTheResult() {
      Lease lease = running(MAIL);
      clock.advance(SECOND);
      driver().say(lease, new Note.Progress(new Task.Progress(0.5, "half")));
      assertThat(driver().end(lease, new Transition.Complete(json(" [ 1 ] "))))
          .isEqualTo(Write.Answer.APPLIED);
      Task task = driver().read(lease.task());
      assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
      assertThat(task.result()).contains(json(" [ 1 ] "));
      assertThat(task.endedAt()).contains(now());
      assertThat(task.startedAt()).contains(FakeClock.START);
      assertThat(task.worker()).contains("w");
      assertThat(task.progress()).isEmpty();
      assertThat(task.attempt()).isEqualTo(1);
      assertThat(store().history(task.id()).runs()).isEmpty();
    }

    @Test
    void completeForgetsTheErrorOfEarlierAttempts() {
      TaskId id = retrying();
      assertThat(driver().read(id).error()).contains(error("again"));
      driver().pass(Duration.ofSeconds(60));
      Lease lease = driver().claimOne("w", MAIL).lease();
      assertThat(driver().read(id).error()).as("while running again").contains(error("again"));
      driver().complete(lease);
      assertThat(driver().read(id).error()).isEmpty();
    }

    @Test
    void retrySpendsOneAttemptAndWaits() {
      Lease lease = running(MAIL);
      clock.advance(SECOND);
      Instant due = now().plusSeconds(30);
      driver().end(lease, new Transition.Retry(due.plusNanos(999), error("flaky")));
      Task task = driver().read(lease.task());
      assertThat(task.status()).isEqualTo(TaskStatus.RETRYING);
      assertThat(task.attempt()).isEqualTo(2);
      assertThat(task.dueAt()).isEqualTo(due);
      assertThat(task.error()).contains(error("flaky"));
      assertThat(task.endedAt()).isEmpty();
      assertThat(store().history(task.id()).runs())
          .containsExactly(
              new History.Run(
                  1, 1, "w", FakeClock.START, now(), "retrying", Optional.of(error("flaky"))));
      assertThat(driver().claim("w", MAIL, 1)).isEmpty();
    }

    @Test
    void rescheduleSpendsNoAttempt() {
      Lease lease = running(MAIL);
      Instant due = now().plusSeconds(30);
      driver().end(lease, new Transition.Reschedule(due));
      Task task = driver().read(lease.task());
      assertThat(task.status()).isEqualTo(TaskStatus.SCHEDULED);
      assertThat(task.attempt()).isEqualTo(1);
      assertThat(task.dueAt()).isEqualTo(due);
      assertThat(store().history(task.id()).runs())
          .containsExactly(new History.Run(1, 1, "w", now(), now(), "scheduled", Optional.empty()));
    }

    @Test
    void buryKeepsADeadLetter() {
      Lease lease = running(MAIL);
      clock.advance(SECOND);
      driver().end(lease, new Transition.Bury(error("broken")));
      Task task = driver().read(lease.task());
      assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
      assertThat(task.error()).contains(error("broken"));
      assertThat(task.endedAt()).contains(now());
      assertThat(task.attempt()).isEqualTo(1);
      assertThat(store().history(task.id()).runs())
          .containsExactly(
              new History.Run(
                  1, 1, "w", FakeClock.START, now(), "failed", Optional.of(error("broken"))));
    }

    @Test
    void cancelEndsWithTheReason() {
      Lease lease = running(MAIL);
      driver().end(lease, new Transition.Cancel("not wanted any more"));
      Task task = driver().read(lease.task());
      var error = new TaskError(ErrorType.CANCELLED, "not wanted any more");
      assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(task.error()).contains(error);
      assertThat(task.endedAt()).contains(now());
      assertThat(store().history(task.id()).runs())
          .containsExactly(
              new History.Run(1, 1, "w", now(), now(), "cancelled", Optional.of(error)));
    }

    @Test
    void expireEndsWithTheError() {
      Lease lease = running(MAIL);
      var error = new TaskError(ErrorType.EXPIRED, "no time to run again");
      driver().end(lease, new Transition.Expire(error));
      Task task = driver().read(lease.task());
      assertThat(task.status()).isEqualTo(TaskStatus.EXPIRED);
      assertThat(task.error()).contains(error);
      assertThat(task.endedAt()).contains(now());
      assertThat(store().history(task.id()).runs())
          .containsExactly(new History.Run(1, 1, "w", now(), now(), "expired", Optional.of(error)));
    }

    @Test
    void handBackIsClaimableAtOnceUnspentAndAtTheHead() {
      Lease lease = running(driver().task(MAIL).user("a"));
      TaskId second = driver().insert(driver().task(MAIL).user("a").priority(1_000));
      driver().end(lease, new Transition.HandBack());
      Task task = driver().read(lease.task());
      assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
      assertThat(task.attempt()).isEqualTo(1);
      assertThat(task.run()).isEqualTo(1);
      assertThat(store().history(task.id()).runs())
          .containsExactly(
              new History.Run(1, 1, "w", now(), now(), "handed_back", Optional.empty()));
      assertThat(driver().claim("w", MAIL, 2))
          .extracting(leased -> leased.task().id())
          .containsExactly(lease.task(), second);
    }

    @Test
    void handBackChargesNoTurn() {
      Lease lease = running(driver().task(MAIL).user("a").priority(5));
      for (int i = 0; i < 3; i++) {
        driver().end(lease, new Transition.HandBack());
        lease = driver().claimOne("w", MAIL).lease();
      }
      driver().complete(lease);
      // The user's clock stands at one turn, not at four.
      TaskId b1 = driver().insert(driver().task(MAIL).user("b").priority(1_000));
      TaskId a = driver().insert(driver().task(MAIL).user("a").priority(1_000));
      TaskId b2 = driver().insert(driver().task(MAIL).user("b").priority(1_000));
      TaskId b3 = driver().insert(driver().task(MAIL).user("b").priority(1_000));
      assertThat(driver().claim("w", MAIL, 4))
          .extracting(leased -> leased.task().id())
          .containsExactly(b1, a, b2, b3);
    }

    @ParameterizedTest
    @EnumSource(RunsAgain.class)
    void aTaskAskedToCancelDoesNotRunAgain(RunsAgain how) {
      Lease lease = running(MAIL);
      driver().change(lease.task(), new Change.Cancel("stop it"));
      assertThat(driver().end(lease, how.transition(now()))).isEqualTo(Write.Answer.APPLIED);
      Task task = driver().read(lease.task());
      var error = new TaskError(ErrorType.CANCELLED, "stop it");
      assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(task.error()).contains(error);
      assertThat(task.attempt()).isEqualTo(1);
      assertThat(store().history(task.id()).runs())
          .extracting(History.Run::end)
          .containsExactly("cancelled");
    }

    @Test
    void aTaskAskedToCancelMayStillCompleteOrFail() {
      Lease completes = running(MAIL);
      Lease fails = running(MAIL);
      driver().change(completes.task(), new Change.Cancel("stop it"));
      driver().change(fails.task(), new Change.Cancel("stop it"));
      driver().complete(completes);
      driver().end(fails, new Transition.Bury(error("broken")));
      assertThat(driver().status(completes.task())).isEqualTo(TaskStatus.COMPLETED);
      assertThat(driver().status(fails.task())).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void progressReplacesTheLast() {
      Lease lease = running(MAIL);
      driver().say(lease, new Note.Progress(new Task.Progress(0.1, "one")));
      driver().say(lease, new Note.Progress(new Task.Progress(0.75, "two")));
      assertThat(driver().read(lease.task()).progress()).contains(new Task.Progress(0.75, "two"));
    }

    @Test
    void progressIsForgottenWhenTheAttemptEnds() {
      Lease lease = running(MAIL);
      driver().say(lease, new Note.Progress(new Task.Progress(0.1, "one")));
      driver().end(lease, new Transition.HandBack());
      assertThat(driver().read(lease.task()).progress()).isEmpty();
    }

    @Test
    void logIsKeptInOrderOverAllRuns() {
      Lease first = running(MAIL);
      driver().say(first, new Note.Log(now().plusNanos(1_999_999), "info", "one"));
      driver().say(first, new Note.Log(now(), "warn", "two"));
      driver().end(first, new Transition.HandBack());
      Lease second = driver().claimOne("w", MAIL).lease();
      driver().say(second, new Note.Log(now().minusSeconds(9), "error", "three\nlines"));
      assertThat(store().history(first.task()).log())
          .containsExactly(
              new History.LogLine(now().plusMillis(1), 1, "info", "one"),
              new History.LogLine(now(), 1, "warn", "two"),
              new History.LogLine(now().minusSeconds(9), 2, "error", "three\nlines"));
    }

    @Test
    void logKeepsTheNewest10000Lines() {
      Lease lease = running(MAIL);
      int lines = TaskStore.MAX_LOG_LINES + 50;
      for (int from = 0; from < lines; from += 402) {
        List<Write> writes =
            IntStream.range(from, Math.min(lines, from + 402))
                .mapToObj(
                    i ->
                        Write.said(
                            lease,
                            driver().nextWrite(lease),
                            new Note.Log(now(), "info", "line " + i)))
                .toList();
        assertThat(store().apply(writes, now())).containsOnly(Write.Answer.APPLIED);
      }
      assertThat(store().history(lease.task()).log())
          .extracting(History.LogLine::message)
          .isEqualTo(IntStream.range(50, lines).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void stepKeepsItsFirstValue() {
      Lease lease = running(MAIL);
      driver().say(lease, new Note.StepIntent("pay"));
      assertThat(steps(lease)).containsExactly(new History.Step("pay", Optional.empty()));
      driver().say(lease, new Note.StepDone("pay", json("{\"id\": 1}")));
      driver().say(lease, new Note.StepDone("pay", json("{\"id\": 2}")));
      driver().say(lease, new Note.StepIntent("pay"));
      driver().say(lease, new Note.StepUndone("pay"));
      assertThat(steps(lease))
          .containsExactly(new History.Step("pay", Optional.of(json("{\"id\": 1}"))));
    }

    @Test
    void stepWithoutIntentIsKeptToo() {
      Lease lease = running(MAIL);
      driver().say(lease, new Note.StepDone("upload", json("null")));
      assertThat(steps(lease))
          .containsExactly(new History.Step("upload", Optional.of(json("null"))));
    }

    @Test
    void withdrawnIntentIsGone() {
      Lease lease = running(MAIL);
      driver().say(lease, new Note.StepIntent("a"));
      driver().say(lease, new Note.StepIntent("b"));
      driver().say(lease, new Note.StepUndone("a"));
      driver().say(lease, new Note.StepUndone("never meant"));
      assertThat(steps(lease)).containsExactly(new History.Step("b", Optional.empty()));
    }

    @Test
    void stepsAndIntentsOutliveTheAttempt() {
      Lease lease = running(MAIL);
      driver().say(lease, new Note.StepDone("a", json("1")));
      driver().say(lease, new Note.StepIntent("b"));
      driver().end(lease, new Transition.Retry(now(), error("again")));
      driver().pass(SECOND);
      driver().claimOne("w", MAIL);
      assertThat(steps(lease))
          .containsExactly(
              new History.Step("a", Optional.of(json("1"))),
              new History.Step("b", Optional.empty()));
    }

    private List<History.Step> steps(Lease lease) {
      return store().history(lease.task()).steps();
    }

    @Test
    void costsAreKeptExactly() {
      Lease lease = running(MAIL);
      store()
          .apply(
              List.of(
                  Write.said(lease, 3, new Note.Cost("tripo", new BigDecimal("0.10"), "USD")),
                  Write.said(
                      lease,
                      4,
                      new Note.Cost("tripo", new BigDecimal("123456789.123456789"), "credits"))),
              now());
      List<History.Cost> costs = store().history(lease.task()).costs();
      assertThat(costs)
          .extracting(History.Cost::run, History.Cost::n)
          .containsExactly(tuple(1, 3), tuple(1, 4));
      assertThat(costs.get(0).amount()).isEqualByComparingTo("0.10");
      assertThat(costs.get(1).amount()).isEqualByComparingTo("123456789.123456789");
      assertThat(costs.get(1).provider()).isEqualTo("tripo");
      assertThat(costs.get(1).unit()).isEqualTo("credits");
    }

    @Test
    void childIsEnqueuedOnce() {
      Lease first = running(MAIL);
      NewTask child = driver().task(IMAGE).user("u").parent(first.task()).build();
      driver().say(first, new Note.Child(child));
      Task stored = driver().read(child.id());
      assertThat(stored.status()).isEqualTo(TaskStatus.QUEUED);
      assertThat(stored.parent()).contains(first.task());
      Lease childLease = driver().claimOne("w", IMAGE).lease();
      driver().complete(childLease);
      driver().end(first, new Transition.HandBack());
      Lease second = driver().claimOne("w", MAIL).lease();
      assertThat(driver().say(second, new Note.Child(child))).isEqualTo(Write.Answer.APPLIED);
      assertThat(driver().status(child.id())).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void childWhoseUniqueKeyIsHeldIsNotStored() {
      driver().insert(driver().task(IMAGE).unique(UniqueKey.untilEnd("k")));
      Lease lease = running(MAIL);
      NewTask child = driver().task(IMAGE).unique(UniqueKey.untilEnd("k")).build();
      assertThat(driver().say(lease, new Note.Child(child))).isEqualTo(Write.Answer.APPLIED);
      assertThat(driver().exists(child.id())).isFalse();
    }

    @Test
    void childDueLaterIsScheduled() {
      Lease lease = running(MAIL);
      NewTask child = driver().task(IMAGE).due(now().plusSeconds(5)).build();
      driver().say(lease, new Note.Child(child));
      assertThat(driver().status(child.id())).isEqualTo(TaskStatus.SCHEDULED);
    }

    @Test
    void childIsStoredThoughDeadLettersFillTheStore() throws Exception {
      use(settings(1 << 20, 1));
      Lease lease = running(MAIL);
      Lease dead = running(MAIL);
      driver().end(dead, new Transition.Bury(error("broken")));
      NewTask child = driver().task(IMAGE).build();
      assertThat(driver().say(lease, new Note.Child(child))).isEqualTo(Write.Answer.APPLIED);
      assertThat(driver().exists(child.id())).isTrue();
    }

    @Test
    void writesOfOneBatchAreJudgedOneAfterAnother() {
      Lease lease = running(MAIL);
      Lease other = running(MAIL);
      var lost = new Lease(driver().id(), 1, 7, now());
      assertThat(
              store()
                  .apply(
                      List.of(
                          Write.said(lease, 1, new Note.Log(now(), "info", "one")),
                          Write.said(lost, 1, new Note.Log(now(), "info", "nowhere")),
                          Write.said(lease, 1, new Note.Log(now(), "info", "one again")),
                          Write.end(lease, 2, new Transition.Complete(json("2"))),
                          Write.said(lease, 3, new Note.Log(now(), "info", "after the end")),
                          Write.end(lease, 2, new Transition.Complete(json("3"))),
                          Write.end(other, 1, new Transition.HandBack())),
                      now()))
          .containsExactly(
              Write.Answer.APPLIED,
              Write.Answer.LOST,
              Write.Answer.ALREADY_APPLIED,
              Write.Answer.APPLIED,
              Write.Answer.LOST,
              Write.Answer.ALREADY_APPLIED,
              Write.Answer.APPLIED);
      assertThat(store().history(lease.task()).log())
          .extracting(History.LogLine::message)
          .containsExactly("one");
      assertThat(driver().read(lease.task()).result()).contains(json("2"));
      assertThat(driver().status(other.task())).isEqualTo(TaskStatus.QUEUED);
    }

    @Test
    void refusesMoreThanABatch() {
      Lease lease = running(MAIL);
      List<Write> writes =
          IntStream.rangeClosed(1, TaskStore.MAX_BATCH + 1)
              .mapToObj(n -> Write.said(lease, n, new Note.StepIntent("s" + n)))
              .toList();
      assertThatThrownBy(() -> store().apply(writes, now()))
          .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("com.devskyy.engine.testkit.LifecycleContract#everyWrite")
    void repeatedWriteIsAlreadyApplied(Write.What what) {
      Lease lease = running(MAIL);
      var write = new Write(lease, 1, what);
      assertThat(store().apply(List.of(write), now())).containsExactly(Write.Answer.APPLIED);
      Seen before = see(lease.task());
      clock.advance(SECOND);
      assertThat(store().apply(List.of(write, write), now()))
          .containsExactly(Write.Answer.ALREADY_APPLIED, Write.Answer.ALREADY_APPLIED);
      assertThat(see(lease.task())).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("com.devskyy.engine.testkit.LifecycleContract#everyWrite")
    void writeOfAnotherTaskRunOrTokenIsLost(Write.What what) {
      Lease lease = running(MAIL);
      Lease other = running(MAIL);
      driver().say(lease, new Note.StepIntent("open"));
      driver().say(other, new Note.StepIntent("open"));
      Seen before = see(lease.task());
      Seen otherBefore = see(other.task());
      for (Lease wrong :
          List.of(
              new Lease(other.task(), lease.run(), lease.token(), lease.until()),
              new Lease(lease.task(), lease.run(), other.token(), lease.until()),
              new Lease(lease.task(), lease.run() + 1, lease.token(), lease.until()),
              new Lease(lease.task(), lease.run() - 1, lease.token(), lease.until()),
              new Lease(lease.task(), lease.run(), lease.token() + 1, lease.until()),
              new Lease(lease.task(), lease.run(), 0, lease.until()),
              new Lease(driver().id(), lease.run(), lease.token(), lease.until()))) {
        assertThat(store().apply(List.of(new Write(wrong, 2, what)), now()))
            .as("%s", wrong)
            .containsExactly(Write.Answer.LOST);
      }
      assertThat(see(lease.task())).isEqualTo(before);
      assertThat(see(other.task())).isEqualTo(otherBefore);
      assertThat(driver().exists(CHILD)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("com.devskyy.engine.testkit.LifecycleContract#everyWrite")
    void lateOwnerChangesNothingWhileAnotherRunsIt(Write.What what) {
      Lease late = running(MAIL);
      driver().say(late, new Note.StepIntent("open"));
      driver().pass(LEASE);
      Lease current = driver().claimOne("other", MAIL).lease();
      assertThat(current.task()).isEqualTo(late.task());
      changesNothing(late, what);
      assertThat(driver().complete(current)).isEqualTo(Write.Answer.APPLIED);
    }

    @ParameterizedTest
    @MethodSource("com.devskyy.engine.testkit.LifecycleContract#everyWrite")
    void lateOwnerChangesNothingBeforeAnotherRunsIt(Write.What what) {
      Lease late = running(MAIL);
      driver().say(late, new Note.StepIntent("open"));
      driver().pass(LEASE);
      assertThat(driver().status(late.task())).isEqualTo(TaskStatus.QUEUED);
      changesNothing(late, what);
    }

    @ParameterizedTest
    @MethodSource("com.devskyy.engine.testkit.LifecycleContract#everyWrite")
    void lateOwnerChangesNothingAfterTheEnd(Write.What what) {
      Lease late = running(MAIL);
      driver().say(late, new Note.StepIntent("open"));
      driver().end(late, new Transition.Bury(error("broken")));
      changesNothing(late, what);
      driver().change(late.task(), new Change.Replay());
      changesNothing(late, what);
    }

    private void changesNothing(Lease late, Write.What what) {
      Seen before = see(late.task());
      assertThat(store().apply(List.of(new Write(late, 100, what)), now()))
          .containsExactly(Write.Answer.LOST);
      assertThat(see(late.task())).isEqualTo(before);
      assertThat(driver().exists(CHILD)).isFalse();
    }

    @Test
    void writeNumbersCountAnewForEachLease() {
      Lease first = running(MAIL);
      store().apply(List.of(Write.end(first, 9, new Transition.HandBack())), now());
      Lease second = driver().claimOne("w", MAIL).lease();
      assertThat(store().apply(List.of(Write.end(second, 1, new Transition.HandBack())), now()))
          .containsExactly(Write.Answer.APPLIED);
    }

    @Test
    void lastWriteIsComparableUntilTheTaskIsClaimedAgain() {
      Lease first = running(MAIL);
      Write last = Write.end(first, 1, new Transition.HandBack());
      store().apply(List.of(last), now());
      assertThat(store().apply(List.of(last), now())).containsExactly(Write.Answer.ALREADY_APPLIED);
      Lease second = driver().claimOne("w", MAIL).lease();
      assertThat(store().apply(List.of(last), now())).containsExactly(Write.Answer.LOST);
      assertThat(driver().complete(second)).isEqualTo(Write.Answer.APPLIED);
    }

    @Test
    void afterARescueEvenWhatWasAppliedIsLost() {
      Lease late = running(MAIL);
      Write intent = Write.said(late, 1, new Note.StepIntent("pay"));
      store().apply(List.of(intent), now());
      driver().pass(LEASE);
      assertThat(store().apply(List.of(intent), now())).containsExactly(Write.Answer.LOST);
    }

    @Test
    void leasePastItsEndThatNobodyRescuedIsStillGood() {
      Lease lease = running(MAIL);
      clock.advance(LEASE.multipliedBy(100));
      assertThat(driver().complete(lease)).isEqualTo(Write.Answer.APPLIED);
    }

    @Test
    void purgedTaskIsLost() {
      Lease lease = running(MAIL);
      Write last = Write.end(lease, 1, new Transition.Complete(json("1")));
      store().apply(List.of(last), now());
      driver().change(lease.task(), new Change.Purge());
      assertThat(store().apply(List.of(last), now())).containsExactly(Write.Answer.LOST);
    }

    @Test
    void versionGrowsWithEveryVisibleChange() {
      TaskId id = driver().insert(driver().task(MAIL));
      var versions = new ArrayList<Long>();
      versions.add(driver().read(id).version());
      Lease lease = driver().claimOne("w", MAIL).lease();
      versions.add(driver().read(id).version());
      driver().say(lease, new Note.Progress(new Task.Progress(0.5, "")));
      versions.add(driver().read(id).version());
      driver().change(id, new Change.Cancel("stop"));
      versions.add(driver().read(id).version());
      driver().end(lease, new Transition.Bury(error("broken")));
      versions.add(driver().read(id).version());
      driver().change(id, new Change.Replay());
      versions.add(driver().read(id).version());
      driver().change(id, new Change.Reprioritise(new Priority(9)));
      versions.add(driver().read(id).version());
      driver().change(id, new Change.Cancel("stop"));
      versions.add(driver().read(id).version());
      assertThat(versions).isSorted().doesNotHaveDuplicates();
    }
  }

  /// All that shows of a task.
  private record Seen(Task task, History history) {}

  private Seen see(TaskId id) {
    return new Seen(driver().read(id), store().history(id));
  }

  /// Transitions after which a task would run again.
  enum RunsAgain {
    RETRY,
    RESCHEDULE,
    HAND_BACK;

    Transition transition(Instant now) {
      return switch (this) {
        case RETRY -> new Transition.Retry(now, error("again"));
        case RESCHEDULE -> new Transition.Reschedule(now);
        case HAND_BACK -> new Transition.HandBack();
      };
    }
  }

  @Nested
  class Extend {
    @Test
    void renewsFromNow() {
      Lease lease = running(MAIL);
      clock.advance(Duration.ofSeconds(4));
      assertThat(store().extend(List.of(lease), now()))
          .containsExactly(new Extended(true, false, now().plus(LEASE)));
      driver().pass(Duration.ofSeconds(11));
      assertThat(driver().status(lease.task())).isEqualTo(TaskStatus.PROCESSING);
      driver().pass(SECOND);
      assertThat(driver().status(lease.task())).isEqualTo(TaskStatus.QUEUED);
    }

    @Test
    void answersInOrderAndOneLostLeaseDoesNotHurtTheOthers() {
      Lease first = running(MAIL);
      Lease second = running(MAIL);
      Lease ended = running(MAIL);
      driver().complete(ended);
      driver().change(second.task(), new Change.Cancel("stop"));
      clock.advance(SECOND);
      assertThat(store().extend(List.of(ended, second, first), now()))
          .containsExactly(
              new Extended(false, false, ended.until()),
              new Extended(true, true, now().plus(LEASE)),
              new Extended(true, false, now().plus(LEASE)));
    }

    @Test
    void comparesTaskRunAndToken() {
      Lease lease = running(MAIL);
      Lease other = running(MAIL);
      clock.advance(SECOND);
      for (Lease wrong :
          List.of(
              new Lease(other.task(), lease.run(), lease.token(), lease.until()),
              new Lease(lease.task(), lease.run() + 1, lease.token(), lease.until()),
              new Lease(lease.task(), lease.run(), lease.token() ^ 1, lease.until()),
              new Lease(driver().id(), lease.run(), lease.token(), lease.until()))) {
        assertThat(store().extend(List.of(wrong), now()))
            .containsExactly(new Extended(false, false, lease.until()));
      }
    }

    @Test
    void lostStaysLost() {
      Lease late = running(MAIL);
      driver().pass(LEASE);
      assertThat(store().extend(List.of(late), now()).getFirst().held()).isFalse();
      Lease current = driver().claimOne("other", MAIL).lease();
      assertThat(store().extend(List.of(late), now()).getFirst().held()).isFalse();
      assertThat(store().extend(List.of(current), now()).getFirst().held()).isTrue();
    }

    @Test
    void pastItsEndButNotRescuedIsRenewed() {
      Lease lease = running(MAIL);
      clock.advance(LEASE.multipliedBy(3));
      assertThat(store().extend(List.of(lease), now()))
          .containsExactly(new Extended(true, false, now().plus(LEASE)));
    }

    @Test
    void isNotVisibleInTheTask() {
      Lease lease = running(MAIL);
      Task before = driver().read(lease.task());
      clock.advance(SECOND);
      store().extend(List.of(lease), now());
      assertThat(driver().read(lease.task())).isEqualTo(before);
    }

    @Test
    void refusesMoreThanABatch() {
      Lease lease = running(MAIL);
      List<Lease> leases =
          IntStream.rangeClosed(0, TaskStore.MAX_BATCH).mapToObj(_ -> lease).toList();
      assertThatThrownBy(() -> store().extend(leases, now()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class Advance {
    @Test
    void withNothingToDoDoesNothing() {
      assertThat(store().advance(now(), 500))
          .isEqualTo(new Advanced(0, List.of(), 0, 0, Optional.empty(), false));
    }

    @Test
    void queuesWhatIsDue() {
      TaskId scheduled = scheduled();
      TaskId retrying = retrying();
      TaskId later = driver().insert(driver().task(MAIL).due(now().plusSeconds(61)));
      clock.advance(Duration.ofSeconds(60).minusMillis(1));
      assertThat(store().advance(now(), 500).due()).isZero();
      clock.advance(Duration.ofMillis(1));
      Advanced advanced = store().advance(now(), 500);
      assertThat(advanced.due()).isEqualTo(2);
      assertThat(advanced.nextDue()).contains(now().plusSeconds(1));
      assertThat(driver().status(scheduled)).isEqualTo(TaskStatus.QUEUED);
      assertThat(driver().status(retrying)).isEqualTo(TaskStatus.QUEUED);
      assertThat(driver().status(later)).isEqualTo(TaskStatus.SCHEDULED);
      assertThat(driver().read(scheduled).dueAt()).isEqualTo(now());
    }

    @Test
    void tagsInOrderOfDueTimeThenId() {
      TaskId a = driver().id();
      TaskId b = driver().id();
      TaskId c = driver().id();
      TaskId d = driver().id();
      driver().insert(new TaskBuilder(d, MAIL).due(now().plusSeconds(1)));
      driver().insert(new TaskBuilder(c, MAIL).due(now().plusSeconds(2)));
      driver().insert(new TaskBuilder(a, MAIL).due(now().plusSeconds(3)));
      driver().insert(new TaskBuilder(b, MAIL).due(now().plusSeconds(2)));
      clock.advance(Duration.ofSeconds(10));
      store().advance(now(), 500);
      assertThat(driver().claim("w", MAIL, 4))
          .extracting(leased -> leased.task().id())
          .containsExactly(d, b, c, a);
    }

    @Test
    void doesAtMostSoManyOfEachKindTheEarliestFirst() {
      for (int i = 5; i > 0; i--) {
        driver().insert(driver().task(MAIL).due(now().plusSeconds(i)));
      }
      for (int i = 3; i > 0; i--) {
        driver()
            .insert(driver().task(IMAGE).due(now().plusSeconds(90)).deadline(now().plusSeconds(i)));
      }
      clock.advance(Duration.ofSeconds(60));
      Advanced first = store().advance(now(), 2);
      assertThat(first.due()).isEqualTo(2);
      assertThat(first.expired()).isEqualTo(2);
      assertThat(first.more()).isTrue();
      assertThat(first.nextDue()).contains(FakeClock.START.plusSeconds(3));
      Advanced second = store().advance(now(), 2);
      assertThat(second.due()).isEqualTo(2);
      assertThat(second.expired()).isEqualTo(1);
      assertThat(second.more()).isTrue();
      Advanced third = store().advance(now(), 2);
      assertThat(third.due()).isEqualTo(1);
      assertThat(third.more()).isFalse();
      assertThat(third.nextDue()).isEmpty();
      assertThat(driver().claim("w", MAIL, 9))
          .extracting(leased -> leased.task().dueAt())
          .isSorted();
    }

    @Test
    void dueAgainIsANewTurn() {
      Lease lease = running(driver().task(MAIL).user("a"));
      TaskId b1 = driver().insert(driver().task(MAIL).user("b").priority(1_000));
      TaskId b2 = driver().insert(driver().task(MAIL).user("b").priority(1_000));
      driver().end(lease, new Transition.Retry(now(), error("again")));
      driver().pass(SECOND);
      assertThat(driver().claim("w", MAIL, 3))
          .extracting(leased -> leased.task().id())
          .containsExactly(b1, lease.task(), b2);
    }

    @Test
    void expiresEverythingThatDoesNotRun() {
      Instant deadline = now().plusSeconds(30);
      TaskId queued = driver().insert(driver().task(MAIL).deadline(deadline));
      TaskId scheduled =
          driver().insert(driver().task(MAIL).due(now().plusSeconds(90)).deadline(deadline));
      Lease retried = running(driver().task(MAIL).deadline(deadline));
      driver().end(retried, new Transition.Retry(now().plusSeconds(90), error("again")));
      Lease running = running(driver().task(MAIL).deadline(deadline));
      TaskId other = driver().insert(driver().task(MAIL).deadline(deadline.plusMillis(1)));
      clock.set(deadline.minusMillis(1));
      assertThat(store().advance(now(), 500).expired()).isZero();
      clock.set(deadline);
      assertThat(store().advance(now(), 500).expired()).isEqualTo(3);
      for (TaskId id : List.of(queued, scheduled, retried.task())) {
        Task task = driver().read(id);
        assertThat(task.status()).isEqualTo(TaskStatus.EXPIRED);
        assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.EXPIRED);
        assertThat(task.endedAt()).contains(now());
      }
      assertThat(driver().status(running.task())).isEqualTo(TaskStatus.PROCESSING);
      assertThat(driver().status(other)).isEqualTo(TaskStatus.QUEUED);
    }

    @Test
    void expiresBeforeItQueues() {
      TaskId id =
          driver()
              .insert(driver().task(MAIL).due(now().plusSeconds(1)).deadline(now().plusSeconds(1)));
      clock.advance(SECOND);
      Advanced advanced = store().advance(now(), 500);
      assertThat(advanced.due()).isZero();
      assertThat(advanced.expired()).isEqualTo(1);
      assertThat(driver().status(id)).isEqualTo(TaskStatus.EXPIRED);
    }

    @Test
    void takesBackWhatADeadWorkerRanAndCountsACrash() {
      driver().heartbeat("w");
      Lease lease = running(MAIL);
      List<Advanced> steps = driver().pass(LEASE.minusSeconds(1));
      assertThat(StoreDriver.rescued(steps)).isEmpty();
      clock.advance(SECOND);
      assertThat(store().advance(now(), 500).rescued())
          .containsExactly(new Advanced.Rescued(lease.task(), "w", true, false));
      Task task = driver().read(lease.task());
      assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
      assertThat(task.crashes()).isEqualTo(1);
      assertThat(task.attempt()).isEqualTo(1);
      assertThat(task.run()).isEqualTo(1);
      assertThat(store().history(task.id()).runs())
          .containsExactly(
              new History.Run(1, 1, "w", FakeClock.START, now(), "crashed", Optional.empty()));
    }

    @Test
    void takesBackWhatALivingWorkerLetGoAndCountsNoCrash() {
      Lease lease = running(MAIL);
      List<Advanced> steps = driver().pass(LEASE, "w");
      assertThat(StoreDriver.rescued(steps))
          .containsExactly(new Advanced.Rescued(lease.task(), "w", false, false));
      Task task = driver().read(lease.task());
      assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
      assertThat(task.crashes()).isZero();
      assertThat(store().history(task.id()).runs())
          .extracting(History.Run::end)
          .containsExactly("returned");
    }

    @Test
    void waitsUntilItIsKnownWhetherTheWorkerLives() {
      Lease lease = running(MAIL);
      driver().pass(Duration.ofSeconds(10), "w");
      // The worker was heard at 10 s; its lease ends at 12 s; at 22 s it has died.
      driver().pass(Duration.ofSeconds(11));
      assertThat(driver().status(lease.task())).isEqualTo(TaskStatus.PROCESSING);
      List<Advanced> steps = driver().pass(SECOND);
      assertThat(StoreDriver.rescued(steps))
          .containsExactly(new Advanced.Rescued(lease.task(), "w", true, false));
    }

    @Test
    void aWorkerHeardAgainInTimeHasNotCrashed() {
      Lease lease = running(MAIL);
      driver().pass(Duration.ofSeconds(10), "w");
      driver().pass(Duration.ofSeconds(10));
      List<Advanced> steps = driver().pass(SECOND, "w");
      assertThat(StoreDriver.rescued(steps))
          .containsExactly(new Advanced.Rescued(lease.task(), "w", false, false));
    }

    @Test
    void leasesOfAWorkerThatSaidGoneAreThoseOfADeadOne() {
      Lease lease = running(MAIL);
      driver().pass(Duration.ofSeconds(11), "w");
      store().register(driver().worker("w", WorkerRecord.State.GONE), now());
      assertThat(StoreDriver.rescued(driver().pass(SECOND)))
          .containsExactly(new Advanced.Rescued(lease.task(), "w", true, false));
    }

    @Test
    void rescuedStandsAtTheHeadAndIsChargedNoTurn() {
      Lease lease = running(driver().task(MAIL).user("a"));
      TaskId a2 = driver().insert(driver().task(MAIL).user("a").priority(1_000));
      TaskId b1 = driver().insert(driver().task(MAIL).user("b").priority(1_000));
      driver().pass(LEASE);
      TaskId a3 = driver().insert(driver().task(MAIL).user("a").priority(1_000));
      TaskId b2 = driver().insert(driver().task(MAIL).user("b").priority(1_000));
      assertThat(driver().claim("w2", MAIL, 5))
          .extracting(leased -> leased.task().id())
          .containsExactly(lease.task(), a2, b1, a3, b2);
    }

    @Test
    void rescuesAtMostSoManyInOrderOfTheLeasesEnds() {
      Lease second = running(MAIL);
      Lease third = running(MAIL);
      Lease first = running(MAIL);
      driver().pass(SECOND);
      store().extend(List.of(third), now());
      driver().pass(LEASE.minusSeconds(2));
      clock.advance(Duration.ofSeconds(2));
      Advanced advanced = store().advance(now(), 2);
      assertThat(advanced.rescued())
          .extracting(Advanced.Rescued::task)
          .containsExactly(second.task(), first.task());
      assertThat(advanced.more()).isTrue();
      assertThat(store().advance(now(), 2).rescued())
          .extracting(Advanced.Rescued::task)
          .containsExactly(third.task());
    }

    @Test
    void secondCrashMakesASuspectAndThreeMoreAloneEndIt() {
      TaskId id = driver().suspect(MAIL);
      assertThat(driver().read(id).crashes()).isEqualTo(2);
      assertThat(driver().status(id)).isEqualTo(TaskStatus.QUEUED);
      for (int crash = 3; crash <= 5; crash++) {
        var leased = driver().claimOne("victim-" + crash, MAIL);
        assertThat(leased.alone()).isTrue();
        driver().heartbeat("victim-" + crash);
        List<Advanced.Rescued> rescued = StoreDriver.rescued(driver().pass(LEASE));
        assertThat(rescued)
            .containsExactly(new Advanced.Rescued(id, "victim-" + crash, true, crash == 5));
      }
      Task task = driver().read(id);
      assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
      assertThat(task.crashes()).isEqualTo(5);
      assertThat(task.attempt()).isEqualTo(1);
      assertThat(task.endedAt()).contains(now());
      TaskError error = task.error().orElseThrow();
      assertThat(error.type()).isEqualTo(ErrorType.WORKER_CRASH);
      assertThat(error.message() + error.detail())
          .contains("victim-5")
          .contains("host-of-victim-5")
          .contains(task.startedAt().orElseThrow().toString());
      assertThat(store().history(id).runs())
          .extracting(History.Run::end)
          .containsExactly("crashed", "crashed", "crashed", "crashed", "crashed");
    }

    @Test
    void aLivingWorkersLostLeaseNeverMakesASuspect() {
      TaskId id = driver().insert(driver().task(MAIL));
      for (int i = 0; i < 8; i++) {
        assertThat(driver().claimOne("w", MAIL).alone()).isFalse();
        driver().pass(LEASE, "w");
      }
      Task task = driver().read(id);
      assertThat(task.crashes()).isZero();
      assertThat(task.run()).isEqualTo(8);
      assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
    }

    @Test
    void rescuedTaskAskedToCancelIsCancelled() {
      Lease crashed = running(MAIL);
      driver().change(crashed.task(), new Change.Cancel("not needed"));
      driver().pass(LEASE);
      Task task = driver().read(crashed.task());
      assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(task.error()).contains(new TaskError(ErrorType.CANCELLED, "not needed"));
      assertThat(task.cancelRequested()).isFalse();
    }

    @Test
    void aSuspectAskedToCancelIsCancelledEvenAtItsLastCrash() {
      TaskId id = driver().suspect(MAIL);
      for (int crash = 3; crash <= 5; crash++) {
        driver().claimOne("victim", MAIL);
        if (crash == 5) {
          driver().change(id, new Change.Cancel("enough"));
        }
        driver().pass(LEASE);
      }
      assertThat(driver().status(id)).isEqualTo(TaskStatus.CANCELLED);
    }

    @Test
    void theFirstAdvanceRescuesNothing() {
      Lease lease = running(MAIL);
      clock.advance(LEASE.multipliedBy(9));
      assertThat(store().advance(now(), 500).rescued()).isEmpty();
      assertThat(StoreDriver.rescued(driver().pass(Duration.ofSeconds(5))))
          .extracting(Advanced.Rescued::task)
          .containsExactly(lease.task());
    }

    @Test
    void aJumpForwardRescuesNobodyWhoRenewsWithinTheGrace() {
      driver().pass(Duration.ofSeconds(8), "w");
      Lease living = running(MAIL);
      TaskId dead = driver().insert(driver().task(MAIL));
      driver().claimOne("dead", MAIL);
      driver().pass(Duration.ofSeconds(2), "w", "dead");
      clock.advance(Duration.ofMinutes(10));
      assertThat(store().advance(now(), 500).rescued()).isEmpty();
      driver().heartbeat("w");
      assertThat(store().extend(List.of(living), now()).getFirst().held()).isTrue();
      List<Advanced> steps = driver().pass(Duration.ofSeconds(5), "w");
      assertThat(StoreDriver.rescued(steps))
          .containsExactly(new Advanced.Rescued(dead, "dead", true, false));
      assertThat(driver().status(living.task())).isEqualTo(TaskStatus.PROCESSING);
    }

    @Test
    void aJumpBackDoesNotLeaveDeadLeasesForLong() {
      driver().pass(Duration.ofSeconds(8), "w");
      Lease dead = running(MAIL);
      driver().pass(SECOND, "w");
      clock.advance(Duration.ofHours(-1));
      assertThat(store().advance(now(), 500).rescued()).isEmpty();
      assertThat(store().registry().workers())
          .extracting(WorkerRecord::heartbeat)
          .containsExactly(now());
      List<Advanced> steps = driver().pass(LEASE);
      assertThat(StoreDriver.rescued(steps))
          .containsExactly(new Advanced.Rescued(dead.task(), "w", true, false));
    }

    @Test
    void aJumpBackTakesNoLeaseFromTheLiving() {
      driver().pass(Duration.ofSeconds(8), "w");
      Lease lease = running(MAIL);
      clock.advance(Duration.ofMinutes(-10));
      for (int i = 0; i < 10; i++) {
        assertThat(StoreDriver.rescued(driver().pass(Duration.ofSeconds(4), "w"))).isEmpty();
        assertThat(store().extend(List.of(lease), now()))
            .containsExactly(new Extended(true, false, now().plus(LEASE)));
      }
    }

    @Test
    void aSlowCallerRescuesToo() {
      Lease lease = running(MAIL);
      var rescued = new ArrayList<TaskId>();
      for (int i = 0; i < 4; i++) {
        clock.advance(Duration.ofSeconds(10));
        store().advance(now(), 500).rescued().forEach(it -> rescued.add(it.task()));
      }
      assertThat(rescued).containsExactly(lease.task());
    }

    @Test
    void endedTasksAreTrimmedByAge() {
      TaskId completed = completed();
      TaskId cancelled = cancelled();
      TaskId expired = expired();
      TaskId failed = failed();
      TaskId queued = driver().insert(driver().task(MAIL));
      clock.advance(Duration.ofDays(3).minusMillis(1));
      assertThat(store().advance(now(), 500).trimmed()).isZero();
      clock.advance(Duration.ofMillis(1));
      assertThat(store().advance(now(), 500).trimmed()).isEqualTo(3);
      assertThat(store().find(List.of(completed, cancelled, expired, failed, queued)))
          .containsOnlyKeys(failed, queued);
      assertThat(store().history(expired)).isEqualTo(History.NONE);
    }

    @Test
    void deadLettersKeepTheirSevenDays() {
      TaskId failed = failed();
      clock.advance(Duration.ofDays(7).minusMillis(1));
      store().advance(now(), 500);
      assertThat(driver().exists(failed)).isTrue();
      clock.advance(Duration.ofMillis(1));
      assertThat(store().advance(now(), 500).trimmed()).isEqualTo(1);
      assertThat(driver().exists(failed)).isFalse();
    }

    @Test
    void aTypesRetentionGoesBeforeTheStores() {
      var hour =
          new TypeRegistration(MAIL, "", json("{}"), json("{}"), 3, SECOND, Duration.ofHours(1));
      store().register(driver().worker("w", WorkerRecord.State.ACTIVE, hour), now());
      TaskId mail = completed();
      TaskId deadMail = failed();
      Lease lease = running(IMAGE);
      driver().complete(lease);
      clock.advance(Duration.ofHours(1));
      assertThat(store().advance(now(), 500).trimmed()).isEqualTo(1);
      assertThat(store().find(List.of(mail, deadMail, lease.task())))
          .containsOnlyKeys(deadMail, lease.task());
    }

    @Test
    void endedTasksAreTrimmedByBytesTheEarliestFirst() throws Exception {
      use(settings(100, 1 << 20));
      var ended = new ArrayList<TaskId>();
      for (int i = 0; i < 3; i++) {
        Lease lease =
            running(driver().task(i == 1 ? IMAGE : MAIL).input(json("\"" + "x".repeat(28) + "\"")));
        driver().end(lease, new Transition.Complete(json("\"" + "y".repeat(18) + "\"")));
        ended.add(lease.task());
        clock.advance(SECOND);
      }
      TaskId failed = failed(driver().task(MAIL).input(json("\"" + "x".repeat(500) + "\"")));
      assertThat(store().advance(now(), 500).trimmed()).isEqualTo(1);
      assertThat(driver().exists(ended.get(0))).isFalse();
      assertThat(driver().exists(ended.get(1))).as("100 of 100 bytes").isTrue();
      assertThat(driver().exists(ended.get(2))).isTrue();
      assertThat(driver().exists(failed)).isTrue();
    }

    @Test
    void trimsAtMostSoMany() {
      for (int i = 0; i < 5; i++) {
        completed();
      }
      clock.advance(Duration.ofDays(4));
      assertThat(store().advance(now(), 3).more()).isTrue();
      assertThat(store().advance(now(), 3).trimmed()).isEqualTo(2);
    }

    @Test
    void aTrimmedTaskMayBeInsertedAnew() {
      TaskId id = completed();
      clock.advance(Duration.ofDays(4));
      store().advance(now(), 500);
      assertThat(
              store().insert(List.of(new TaskBuilder(id, MAIL).build()), now()).getFirst().kind())
          .isEqualTo(InsertAnswer.Kind.INSERTED);
      assertThat(driver().read(id).run()).isZero();
    }

    @Test
    void passedClocksAreDroppedWithoutATrace() {
      for (int i = 0; i < 3; i++) {
        driver().insert(driver().task(MAIL).user("a"));
      }
      driver().claim("w", MAIL, 3);
      store().advance(now(), 500);
      // V stands at two turns, the clock of `a` at three: it must not be dropped.
      TaskId a = driver().id();
      TaskId b = driver().insert(driver().task(MAIL).user("b"));
      driver().insert(new TaskBuilder(a, MAIL).user("a"));
      assertThat(driver().claim("w", MAIL, 2))
          .extracting(leased -> leased.task().id())
          .containsExactly(b, a);
    }

    @Test
    void workersUnheardForADayAreForgotten() {
      driver().heartbeat("w");
      clock.advance(Duration.ofDays(1));
      store().advance(now(), 500);
      assertThat(store().registry().workers()).hasSize(1);
      clock.advance(Duration.ofMillis(1));
      store().advance(now(), 500);
      assertThat(store().registry().workers()).isEmpty();
    }
  }

  @Nested
  class ByOperator {
    @ParameterizedTest
    @EnumSource(
        value = TaskStatus.class,
        names = {"SCHEDULED", "QUEUED", "RETRYING"})
    void cancelEndsWaitingTasksAtOnce(TaskStatus status) {
      TaskId id = taskIn(status);
      clock.advance(SECOND);
      assertThat(driver().change(id, new Change.Cancel("not needed")))
          .isEqualTo(new Changed(List.of(id), List.of(), false));
      Task task = driver().read(id);
      assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(task.error()).contains(new TaskError(ErrorType.CANCELLED, "not needed"));
      assertThat(task.endedAt()).contains(now());
      clock.advance(Duration.ofMinutes(10));
      store().advance(now(), 500);
      assertThat(driver().claim("w", MAIL, 1)).isEmpty();
    }

    @Test
    void cancelAsksRunningTasksToStop() {
      Lease lease = running(MAIL);
      assertThat(driver().change(lease.task(), new Change.Cancel("not needed")).changed())
          .containsExactly(lease.task());
      Task task = driver().read(lease.task());
      assertThat(task.status()).isEqualTo(TaskStatus.PROCESSING);
      assertThat(task.cancelRequested()).isTrue();
      assertThat(driver().change(lease.task(), new Change.Cancel("again")).changed())
          .containsExactly(lease.task());
      assertThat(driver().end(lease, new Transition.Cancel("stopped")))
          .isEqualTo(Write.Answer.APPLIED);
      assertThat(driver().read(lease.task()).cancelRequested()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
        value = TaskStatus.class,
        names = {"COMPLETED", "FAILED", "CANCELLED", "EXPIRED"})
    void cancelSkipsWhatHasEnded(TaskStatus end) {
      isSkipped(taskIn(end), new Change.Cancel("not needed"));
    }

    @ParameterizedTest
    @EnumSource(
        value = TaskStatus.class,
        names = {"FAILED", "CANCELLED", "EXPIRED"})
    void replayRunsAgain(TaskStatus end) {
      TaskId id = taskIn(end);
      clock.advance(SECOND);
      Task before = driver().read(id);
      assertThat(driver().change(id, new Change.Replay()))
          .isEqualTo(new Changed(List.of(id), List.of(), false));
      Task task = driver().read(id);
      assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
      assertThat(task.attempt()).isEqualTo(1);
      assertThat(task.run()).isEqualTo(before.run());
      assertThat(task.error()).isEmpty();
      assertThat(task.endedAt()).isEmpty();
      assertThat(task.firstStartedAt()).isEmpty();
      assertThat(task.dueAt()).isEqualTo(now());
      assertThat(task.createdAt()).isEqualTo(before.createdAt());
      var leased = driver().claimOne("w", MAIL);
      assertThat(leased.task().id()).isEqualTo(id);
      assertThat(leased.task().run()).isEqualTo(before.run() + 1);
      assertThat(leased.task().firstStartedAt()).contains(now());
    }

    @Test
    void replayForgetsAttemptsAndCrashes() {
      TaskId id = driver().suspect(MAIL);
      Lease lease = driver().claimOne("w", MAIL).lease();
      driver().end(lease, new Transition.Retry(now(), error("again")));
      driver().pass(SECOND);
      lease = driver().claimOne("w", MAIL).lease();
      driver().end(lease, new Transition.Bury(error("broken")));
      assertThat(driver().read(id).attempt()).isEqualTo(2);
      driver().change(id, new Change.Replay());
      Task task = driver().read(id);
      assertThat(task.crashes()).isZero();
      assertThat(task.attempt()).isEqualTo(1);
      assertThat(driver().claimOne("w", MAIL).alone()).isFalse();
    }

    @Test
    void replayKeepsFinishedStepsAndRemovesOpenIntents() {
      Lease lease = running(MAIL);
      driver().say(lease, new Note.StepIntent("open"));
      driver().say(lease, new Note.StepDone("done", json("1")));
      driver().say(lease, new Note.Log(now(), "info", "line"));
      driver().end(lease, new Transition.Bury(error("broken")));
      driver().change(lease.task(), new Change.Replay());
      History history = store().history(lease.task());
      assertThat(history.steps()).containsExactly(new History.Step("done", Optional.of(json("1"))));
      assertThat(history.log()).hasSize(1);
      assertThat(history.runs()).hasSize(1);
    }

    @Test
    void replayDropsADeadlineThatHasPassedAndKeepsOneThatHasNot() {
      TaskId passed = failed(driver().task(MAIL).deadline(now().plusSeconds(10)));
      TaskId ahead = failed(driver().task(MAIL).deadline(now().plusSeconds(10).plusMillis(1)));
      clock.advance(Duration.ofSeconds(10));
      driver().change(passed, new Change.Replay());
      driver().change(ahead, new Change.Replay());
      assertThat(driver().read(passed).deadline()).isEmpty();
      assertThat(driver().read(ahead).deadline()).contains(now().plusMillis(1));
    }

    @Test
    void replayTakesANewTurn() {
      TaskId failed = failed(driver().task(MAIL).user("a"));
      TaskId b1 = driver().insert(driver().task(MAIL).user("b").priority(1_000));
      TaskId b2 = driver().insert(driver().task(MAIL).user("b").priority(1_000));
      driver().change(failed, new Change.Replay());
      assertThat(driver().claim("w", MAIL, 3))
          .extracting(leased -> leased.task().id())
          .containsExactly(b1, failed, b2);
    }

    @Test
    void replayIsRefusedWhileAnotherHoldsItsUniqueKey() {
      TaskId failed = failed(driver().task(MAIL).unique(UniqueKey.untilEnd("order-7")));
      TaskId holder = driver().insert(driver().task(MAIL).unique(UniqueKey.untilEnd("order-7")));
      Changed changed = driver().change(failed, new Change.Replay());
      assertThat(changed.changed()).isEmpty();
      assertThat(changed.skipped()).hasSize(1);
      assertThat(changed.skipped().getFirst().reason()).contains("order-7", holder.value());
      assertThat(driver().status(failed)).isEqualTo(TaskStatus.FAILED);
      driver().change(holder, new Change.Cancel("no"));
      assertThat(driver().change(failed, new Change.Replay()).changed()).containsExactly(failed);
      NewTask third = driver().task(MAIL).unique(UniqueKey.untilEnd("order-7")).build();
      assertThat(store().insert(List.of(third), now()))
          .as("the replayed task holds its key again")
          .containsExactly(new InsertAnswer(failed, InsertAnswer.Kind.DUPLICATE));
    }

    @ParameterizedTest
    @EnumSource(
        value = TaskStatus.class,
        names = {"SCHEDULED", "QUEUED", "PROCESSING", "RETRYING", "COMPLETED"})
    void replaySkipsTheLivingAndTheCompleted(TaskStatus status) {
      isSkipped(taskIn(status), new Change.Replay());
    }

    @ParameterizedTest
    @EnumSource(
        value = TaskStatus.class,
        names = {"SCHEDULED", "QUEUED", "RETRYING"})
    void reprioritiseMovesWaitingTasks(TaskStatus status) {
      TaskId id = taskIn(status);
      assertThat(driver().change(id, new Change.Reprioritise(new Priority(77))).changed())
          .containsExactly(id);
      Task task = driver().read(id);
      assertThat(task.priority()).isEqualTo(new Priority(77));
      assertThat(task.status()).isEqualTo(status);
      TaskId critical = driver().insert(driver().task(MAIL).priority(10).user("other"));
      clock.advance(Duration.ofMinutes(2));
      store().advance(now(), 500);
      assertThat(driver().claim("w", MAIL, 2))
          .extracting(leased -> leased.task().id())
          .containsExactlyInAnyOrder(id, critical);
    }

    @Test
    void reprioritiseToAnotherLevelTakesANewTurnThere() {
      TaskId a1 = driver().insert(driver().task(MAIL).user("a").priority(10));
      TaskId a2 = driver().insert(driver().task(MAIL).user("a").priority(1));
      TaskId b1 = driver().insert(driver().task(MAIL).user("b").priority(10));
      driver().change(a2, new Change.Reprioritise(new Priority(10)));
      TaskId b2 = driver().insert(driver().task(MAIL).user("b").priority(10));
      assertThat(driver().claim("w", MAIL, 4))
          .extracting(leased -> leased.task().id())
          .containsExactly(a1, b1, a2, b2);
    }

    @Test
    void reprioritiseWithinALevelKeepsTheTurn() {
      TaskId first = driver().insert(driver().task(MAIL).priority(4));
      TaskId second = driver().insert(driver().task(MAIL).priority(4));
      driver().change(second, new Change.Reprioritise(new Priority(6)));
      driver().change(first, new Change.Reprioritise(new Priority(5)));
      assertThat(driver().claim("w", MAIL, 2))
          .extracting(leased -> leased.task().id())
          .containsExactly(first, second);
    }

    @ParameterizedTest
    @EnumSource(
        value = TaskStatus.class,
        names = {"PROCESSING", "COMPLETED", "FAILED", "CANCELLED", "EXPIRED"})
    void reprioritiseSkipsTheRunningAndTheEnded(TaskStatus status) {
      isSkipped(taskIn(status), new Change.Reprioritise(new Priority(9)));
    }

    @ParameterizedTest
    @EnumSource(
        value = TaskStatus.class,
        names = {"COMPLETED", "FAILED", "CANCELLED", "EXPIRED"})
    void purgeRemovesEndedTasksWithAllThatBelongsToThem(TaskStatus end) {
      Lease lease = running(MAIL);
      driver().say(lease, new Note.StepDone("s", json("1")));
      driver().say(lease, new Note.Log(now(), "info", "line"));
      driver().say(lease, new Note.Cost("p", BigDecimal.ONE, "USD"));
      driver().end(lease, transitionTo(end));
      assertThat(driver().change(lease.task(), new Change.Purge()).changed())
          .containsExactly(lease.task());
      assertThat(driver().exists(lease.task())).isFalse();
      assertThat(store().history(lease.task())).isEqualTo(History.NONE);
      driver().insert(new TaskBuilder(lease.task(), MAIL));
      assertThat(store().history(lease.task())).isEqualTo(History.NONE);
    }

    @ParameterizedTest
    @EnumSource(
        value = TaskStatus.class,
        names = {"SCHEDULED", "QUEUED", "PROCESSING", "RETRYING"})
    void purgeSkipsTheLiving(TaskStatus status) {
      isSkipped(taskIn(status), new Change.Purge());
    }

    private void isSkipped(TaskId id, Change change) {
      Seen before = see(id);
      assertThat(driver().change(id, change))
          .isEqualTo(
              new Changed(
                  List.of(),
                  List.of(new Changed.Skipped(id, "is " + before.task().status().wire())),
                  false));
      assertThat(see(id)).isEqualTo(before);
    }

    private TaskId taskIn(TaskStatus status) {
      return switch (status) {
        case SCHEDULED -> scheduled();
        case QUEUED -> driver().insert(driver().task(MAIL));
        case PROCESSING -> running(MAIL).task();
        case RETRYING -> retrying();
        case COMPLETED -> completed();
        case FAILED -> failed();
        case CANCELLED -> cancelled();
        case EXPIRED -> expired();
        case WAITING -> throw new IllegalArgumentException("nothing waits yet");
      };
    }

    @Test
    void anUnknownTaskIsSkipped() {
      TaskId unknown = driver().id();
      TaskId known = driver().insert(driver().task(MAIL));
      assertThat(
              store()
                  .change(
                      new Selection.Ids(List.of(unknown, known)), new Change.Cancel("no"), now()))
          .isEqualTo(
              new Changed(
                  List.of(known), List.of(new Changed.Skipped(unknown, "no such task")), false));
    }

    @Test
    void pauseStopsClaimsAndKeepsTasksQueued() {
      TaskId id = driver().insert(driver().task(MAIL));
      TaskId other = driver().insert(driver().task(IMAGE));
      pause(MAIL);
      assertThat(
              store()
                  .claim(driver().request("w", StoreDriver.slots(MAIL, 5, IMAGE, 5), 10))
                  .leases())
          .extracting(leased -> leased.task().id())
          .containsExactly(other);
      assertThat(driver().status(id)).isEqualTo(TaskStatus.QUEUED);
      assertThat(store().counts().queues().get(MAIL)).extracting(q -> q.paused()).isEqualTo(true);
      resume(MAIL);
      assertThat(driver().claimOne("w", MAIL).task().id()).isEqualTo(id);
      assertThat(store().counts().queues().get(MAIL)).extracting(q -> q.paused()).isEqualTo(false);
    }

    @Test
    void aQueueWithoutTasksCanBePaused() {
      assertThat(store().change(new Selection.Queue(MAIL), new Change.Pause(), now()))
          .isEqualTo(new Changed(List.of(), List.of(), false));
      assertThat(store().counts().queues().get(MAIL)).extracting(q -> q.paused()).isEqualTo(true);
      driver().insert(driver().task(MAIL));
      assertThat(driver().claim("w", MAIL, 1)).isEmpty();
    }

    @Test
    void whatDoesNotFitIsRefused() {
      Selection queue = new Selection.Queue(MAIL);
      Selection ids = new Selection.Ids(List.of(driver().insert(driver().task(MAIL))));
      for (Change change :
          List.of(
              new Change.Cancel("no"),
              new Change.Replay(),
              new Change.Reprioritise(new Priority(1)),
              new Change.Purge())) {
        assertThatThrownBy(() -> store().change(queue, change, now()))
            .isInstanceOf(IllegalArgumentException.class);
      }
      for (Change change : List.of(new Change.Pause(), new Change.Resume())) {
        assertThatThrownBy(() -> store().change(ids, change, now()))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }

    @Test
    void matchingTakesStatusTypeUserAndErrorType() {
      TaskId mine = failed(driver().task(MAIL).user("ada"));
      failed(driver().task(MAIL).user("bob"));
      failed(driver().task(IMAGE).user("ada"));
      Lease permanent = running(driver().task(MAIL).user("ada"));
      driver().end(permanent, new Transition.Bury(new TaskError(ErrorType.PERMANENT, "never")));
      running(driver().task(MAIL).user("ada"));
      var selection =
          new Selection.Matching(
              TaskStatus.FAILED,
              Optional.of(MAIL),
              Optional.of("ada"),
              Optional.of(ErrorType.INTERNAL));
      assertThat(store().change(selection, new Change.Replay(), now()))
          .isEqualTo(new Changed(List.of(mine), List.of(), false));
    }

    @Test
    void matchingTakesABatchAtATimeAndSaysWhetherThereIsMore() {
      List<NewTask> tasks =
          IntStream.range(0, TaskStore.MAX_BATCH + 20)
              .mapToObj(_ -> driver().task(MAIL).build())
              .toList();
      driver().insertAll(tasks);
      Changed first = store().change(all(TaskStatus.QUEUED), new Change.Cancel("no"), now());
      assertThat(first.changed())
          .isEqualTo(tasks.subList(0, TaskStore.MAX_BATCH).stream().map(NewTask::id).toList());
      assertThat(first.more()).isTrue();
      Changed second = store().change(all(TaskStatus.QUEUED), new Change.Cancel("no"), now());
      assertThat(second.changed()).hasSize(20);
      assertThat(second.more()).isFalse();
    }

    @Test
    void matchingLeavesOutWhatIsAsWishedSoThatRepeatingComesToTheRest() {
      int tasks = TaskStore.MAX_BATCH + 20;
      driver()
          .insertAll(IntStream.range(0, tasks).mapToObj(_ -> driver().task(MAIL).build()).toList());
      var low = new Change.Reprioritise(new Priority(4));
      assertThat(store().change(all(TaskStatus.QUEUED), low, now()).more()).isTrue();
      assertThat(store().change(all(TaskStatus.QUEUED), low, now()).changed()).hasSize(20);
      assertThat(store().change(all(TaskStatus.QUEUED), low, now()))
          .isEqualTo(new Changed(List.of(), List.of(), false));
      driver().claim("w", MAIL, TaskStore.MAX_BATCH);
      driver().claim("w", MAIL, 20);
      var cancel = new Change.Cancel("stop");
      assertThat(store().change(all(TaskStatus.PROCESSING), cancel, now()).more()).isTrue();
      assertThat(store().change(all(TaskStatus.PROCESSING), cancel, now()).changed()).hasSize(20);
      assertThat(store().change(all(TaskStatus.PROCESSING), cancel, now()).changed()).isEmpty();
    }

    private Selection.Matching all(TaskStatus status) {
      return new Selection.Matching(status, Optional.of(MAIL), Optional.empty(), Optional.empty());
    }

    @Test
    void cancellingAllOfAUsersWaitingTasksResetsHisClock() {
      var mine =
          IntStream.range(0, 6)
              .mapToObj(_ -> driver().insert(driver().task(MAIL).user("a")))
              .toList();
      TaskId b1 = driver().insert(driver().task(MAIL).user("b"));
      TaskId b2 = driver().insert(driver().task(MAIL).user("b"));
      store().change(new Selection.Ids(mine), new Change.Cancel("all"), now());
      TaskId a = driver().insert(driver().task(MAIL).user("a"));
      assertThat(driver().claim("w", MAIL, 3))
          .extracting(leased -> leased.task().id())
          .containsExactly(b1, a, b2);
    }

    @Test
    void cancellingSomeOfAUsersWaitingTasksKeepsHisClock() {
      var mine =
          IntStream.range(0, 6)
              .mapToObj(_ -> driver().insert(driver().task(MAIL).user("a")))
              .toList();
      TaskId b1 = driver().insert(driver().task(MAIL).user("b"));
      TaskId b2 = driver().insert(driver().task(MAIL).user("b"));
      store().change(new Selection.Ids(mine.subList(1, 6)), new Change.Cancel("most"), now());
      TaskId a = driver().insert(driver().task(MAIL).user("a"));
      assertThat(driver().claim("w", MAIL, 4))
          .extracting(leased -> leased.task().id())
          .containsExactly(mine.getFirst(), b1, b2, a);
    }
  }
}
