package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Claim: a task whose workers keep dying runs alone.
abstract class SuspectsContract extends ContractPart {
  SuspectsContract(TaskStoreContract contract) {
    super(contract);
  }

  @Test
  void anIdleAskerGetsTheFirstAloneAndOnlyIt() {
    TaskId suspect = driver().suspect(MAIL);
    driver().insert(driver().task(MAIL).priority(1_000));
    List<Claimed.Leased> leases = driver().claim("w", MAIL, 5);
    assertThat(ids(leases)).containsExactly(suspect);
    assertThat(leases.getFirst().alone()).isTrue();
    assertThat(leases.getFirst().task().run()).isEqualTo(3);
  }

  @Test
  void theLeastIdGoesFirstWhateverTheQueue() {
    TaskId second = driver().id();
    TaskId first = driver().suspect(IMAGE);
    makeSuspect(second, MAIL);
    // Ids are compared, not queues.
    TaskId least = second.compareTo(first) < 0 ? second : first;
    var slots = StoreDriver.slots(IMAGE, 1, MAIL, 1);
    assertThat(ids(store().claim(driver().request("w", slots, 2)).leases())).containsExactly(least);
  }

  @Test
  void onlyQueuesAskedForCount() {
    driver().suspect(MAIL);
    TaskId image = driver().insert(driver().task(IMAGE));
    Claimed claimed = store().claim(driver().request("w", Map.of(IMAGE, 1), 1));
    assertThat(ids(claimed.leases())).containsExactly(image);
    claimed = store().claim(driver().busyRequest("w", StoreDriver.slots(IMAGE, 1, MAIL, 0), 1));
    assertThat(claimed).isEqualTo(Claimed.NOTHING);
    pause(MAIL);
    assertThat(store().claim(driver().busyRequest("w", Map.of(MAIL, 1), 1)))
        .isEqualTo(Claimed.NOTHING);
  }

  @Test
  void aBusyAskerIsChosenAndTheOthersWorkOn() {
    TaskId suspect = driver().suspect(MAIL);
    TaskId other = driver().insert(driver().task(MAIL));
    assertThat(store().claim(driver().busyRequest("w", Map.of(MAIL, 5), 5)))
        .isEqualTo(new Claimed(List.of(), true));
    assertThat(store().claim(driver().request("idle", Map.of(MAIL, 5), 5)))
        .as("another is chosen")
        .matches(claimed -> ids(claimed.leases()).equals(List.of(other)) && !claimed.drain());
    assertThat(store().claim(driver().busyRequest("w", Map.of(MAIL, 5), 5)).drain()).isTrue();
    assertThat(ids(driver().claim("w", MAIL, 5))).containsExactly(suspect);
  }

  @Test
  void theChosenThatDoesNotAskWithinALeaseIsReplaced() {
    TaskId suspect = driver().suspect(MAIL);
    store().claim(driver().busyRequest("w", Map.of(MAIL, 5), 5));
    clock.advance(LEASE.minusMillis(1));
    assertThat(store().claim(driver().busyRequest("w", Map.of(MAIL, 5), 5)).drain()).isTrue();
    clock.advance(LEASE.minusMillis(1));
    assertThat(store().claim(driver().request("next", Map.of(MAIL, 5), 5)))
        .isEqualTo(Claimed.NOTHING);
    clock.advance(Duration.ofMillis(1));
    assertThat(ids(driver().claim("next", MAIL, 5))).containsExactly(suspect);
  }

  @Test
  void oneIsHandledAtATime() {
    TaskId first = driver().suspect(MAIL);
    TaskId second = driver().id();
    makeSuspect(second, IMAGE);
    TaskId innocent = driver().insert(driver().task(IMAGE));
    Lease lease = driver().claimOne("a", MAIL).lease();
    assertThat(lease.task()).isEqualTo(first);
    var slots = StoreDriver.slots(MAIL, 5, IMAGE, 5);
    assertThat(ids(store().claim(driver().request("b", slots, 5)).leases()))
        .containsExactly(innocent);
    assertThat(store().claim(driver().busyRequest("c", slots, 5)).drain()).isFalse();
    driver().complete(lease);
    assertThat(ids(store().claim(driver().request("b", slots, 5)).leases()))
        .containsExactly(second);
  }

  @Test
  void theRepeatedClaimSaysTheSame() {
    TaskId suspect = driver().suspect(MAIL);
    ClaimRequest drain = driver().busyRequest("w", Map.of(MAIL, 5), 5);
    assertThat(store().claim(drain).drain()).isTrue();
    assertThat(store().claim(drain)).isEqualTo(new Claimed(List.of(), true));
    ClaimRequest idle = driver().request("w", Map.of(MAIL, 5), 5);
    Claimed given = store().claim(idle);
    assertThat(ids(given.leases())).containsExactly(suspect);
    assertThat(store().claim(idle)).isEqualTo(given);
  }

  @Test
  void oneThatRetriesStaysASuspect() {
    TaskId suspect = driver().suspect(MAIL);
    Lease lease = driver().claimOne("w", MAIL).lease();
    driver().end(lease, new Transition.Retry(now(), error("again")));
    driver().pass(Duration.ofSeconds(1));
    Claimed.Leased leased = driver().claimOne("w", MAIL);
    assertThat(leased.task().id()).isEqualTo(suspect);
    assertThat(leased.alone()).isTrue();
    driver().end(leased.lease(), new Transition.HandBack());
    assertThat(driver().claimOne("w", MAIL).alone()).isTrue();
  }

  @Test
  void onePastItsDeadlineIsEndedWhenAnIdleAskerMeetsIt() {
    Instant deadline = now().plusSeconds(60);
    TaskId suspect = driver().insert(driver().task(MAIL).priority(1_000).deadline(deadline));
    for (int crash = 0; crash < 2; crash++) {
      driver().claimOne("doomed-" + crash, MAIL);
      driver().pass(LEASE);
    }
    TaskId other = driver().insert(driver().task(MAIL));
    clock.set(deadline);
    assertThat(ids(driver().claim("w", MAIL, 5))).containsExactly(other);
    assertThat(driver().status(suspect)).isEqualTo(TaskStatus.EXPIRED);
  }

  @Test
  void standBeforeTheLevelsAndTouchNoTurn() {
    TaskId suspect = driver().suspect(MAIL);
    TaskId critical = driver().insert(driver().task(MAIL).priority(10));
    assertThat(
            StoreDriver.listAll(store(), TaskQuery.of(TaskStatus.QUEUED, 10)).stream()
                .map(Task::id))
        .containsExactly(suspect, critical);
    assertThat(store().position(suspect).orElseThrow().ahead()).isZero();
    assertThat(store().position(critical).orElseThrow().ahead()).isZero();
    driver().change(suspect, new Change.Reprioritise(new Priority(1)));
    assertThat(driver().claimOne("w", MAIL).task().id()).isEqualTo(suspect);
  }

  private void makeSuspect(TaskId id, TypeName type) {
    driver().insert(new TaskBuilder(id, type).priority(1_000));
    for (int crash = 0; crash < 2; crash++) {
      driver().claimOne("doomed-again-" + crash, type);
      driver().pass(LEASE);
    }
  }
}
