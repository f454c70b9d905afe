package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Apply: whose writes count, and each of them once.
abstract class ApplyContract extends ContractPart {
  private static final TaskId CHILD = new TaskId("01JZZZZZZZ00ZZZZZZZZZZZZZZ");

  ApplyContract(TaskStoreContract contract) {
    super(contract);
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
  @MethodSource("everyWrite")
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
  @MethodSource("everyWrite")
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
  @MethodSource("everyWrite")
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
  @MethodSource("everyWrite")
  void lateOwnerChangesNothingBeforeAnotherRunsIt(Write.What what) {
    Lease late = running(MAIL);
    driver().say(late, new Note.StepIntent("open"));
    driver().pass(LEASE);
    assertThat(driver().status(late.task())).isEqualTo(TaskStatus.QUEUED);
    changesNothing(late, what);
  }

  @ParameterizedTest
  @MethodSource("everyWrite")
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
