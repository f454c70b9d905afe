package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.RescueGate;
import com.devskyy.engine.store.WorkerRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Advance: lost leases are taken back, of the dead and of the living, however the clock jumps.
abstract class RescueContract extends ContractPart {
  RescueContract(TaskStoreContract contract) {
    super(contract);
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
    assertThat(ids(driver().claim("w2", MAIL, 5))).containsExactly(lease.task(), a2, b1, a3, b2);
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
  void aCallerWhoseEveryLookComesWithinTheGraceOfTheLastRescuesToo() {
    Lease lease = running(MAIL);
    Duration betweenGapAndGrace = RescueGate.MAX_GAP.plus(RescueGate.GRACE).dividedBy(2);
    var rescued = new ArrayList<TaskId>();
    for (int i = 0; i < 9; i++) {
      clock.advance(betweenGapAndGrace);
      store().advance(now(), 500).rescued().forEach(it -> rescued.add(it.task()));
    }
    assertThat(rescued).containsExactly(lease.task());
  }
}
