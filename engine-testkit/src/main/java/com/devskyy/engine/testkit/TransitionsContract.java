package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Apply: what becomes of a task when its attempt ends.
abstract class TransitionsContract extends ContractPart {
  TransitionsContract(TaskStoreContract contract) {
    super(contract);
  }

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
        .containsExactly(new History.Run(1, 1, "w", now(), now(), "cancelled", Optional.of(error)));
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
        .containsExactly(new History.Run(1, 1, "w", now(), now(), "handed_back", Optional.empty()));
    assertThat(ids(driver().claim("w", MAIL, 2))).containsExactly(lease.task(), second);
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
    assertThat(ids(driver().claim("w", MAIL, 4))).containsExactly(b1, a, b2, b3);
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
}
