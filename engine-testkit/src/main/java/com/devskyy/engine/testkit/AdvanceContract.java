package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.WorkerRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Advance: what is due is queued, what is late expires, what has ended long ago is dropped.
abstract class AdvanceContract extends ContractPart {
  AdvanceContract(TaskStoreContract contract) {
    super(contract);
  }

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
    assertThat(ids(driver().claim("w", MAIL, 4))).containsExactly(d, b, c, a);
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
    assertThat(driver().claim("w", MAIL, 9)).extracting(leased -> leased.task().dueAt()).isSorted();
  }

  @Test
  void dueAgainIsANewTurn() {
    Lease lease = running(driver().task(MAIL).user("a"));
    TaskId b1 = driver().insert(driver().task(MAIL).user("b").priority(1_000));
    TaskId b2 = driver().insert(driver().task(MAIL).user("b").priority(1_000));
    driver().end(lease, new Transition.Retry(now(), error("again")));
    driver().pass(SECOND);
    assertThat(ids(driver().claim("w", MAIL, 3))).containsExactly(b1, lease.task(), b2);
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
    assertThat(store().insert(List.of(new TaskBuilder(id, MAIL).build()), now()).getFirst().kind())
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
    assertThat(ids(driver().claim("w", MAIL, 2))).containsExactly(b, a);
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
