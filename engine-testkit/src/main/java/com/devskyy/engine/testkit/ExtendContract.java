package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.TaskStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Extend: leases are renewed, and lost ones stay lost.
abstract class ExtendContract extends ContractPart {
  ExtendContract(TaskStoreContract contract) {
    super(contract);
  }

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
