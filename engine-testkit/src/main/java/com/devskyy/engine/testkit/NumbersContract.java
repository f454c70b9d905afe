package com.devskyy.engine.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// History, position and counts.
abstract class NumbersContract extends ContractPart {
  NumbersContract(TaskStoreContract contract) {
    super(contract);
  }

  @Test
  void historyOfAnUnknownTaskIsNone() {
    assertThat(store().history(driver().id())).isEqualTo(History.NONE);
    assertThat(store().history(driver().insert(driver().task(MAIL)))).isEqualTo(History.NONE);
  }

  @Test
  void positionCountsWhoStartsBefore() {
    TaskId a1 = driver().insert(driver().task(MAIL).user("a"));
    TaskId a2 = driver().insert(driver().task(MAIL).user("a"));
    TaskId b1 = driver().insert(driver().task(MAIL).user("b"));
    TaskId low = driver().insert(driver().task(MAIL).priority(1));
    TaskId image = driver().insert(driver().task(IMAGE));
    assertThat(ahead(a1)).isZero();
    assertThat(ahead(b1)).isEqualTo(1);
    assertThat(ahead(a2)).isEqualTo(2);
    assertThat(ahead(low)).isEqualTo(3);
    assertThat(ahead(image)).isZero();
    driver().claimOne("w", MAIL);
    assertThat(ahead(low)).isEqualTo(2);
  }

  private int ahead(TaskId id) {
    Position position = store().position(id).orElseThrow();
    assertThat(position.exact()).isTrue();
    return position.ahead();
  }

  @Test
  void onlyAQueuedTaskHasAPosition() {
    for (TaskId id :
        List.of(scheduled(), retrying(), completed(), failed(), running(MAIL).task())) {
      assertThat(store().position(id)).isEmpty();
    }
    assertThat(store().position(driver().id())).isEmpty();
  }

  @Test
  void countsEqualRowsInEveryStatus() {
    scheduled();
    retrying();
    completed();
    failed();
    cancelled();
    expired();
    running(MAIL);
    driver().insert(driver().task(MAIL));
    driver().insert(driver().task(IMAGE));
    Counts.Queue mail = requireNonNull(store().counts().queues().get(MAIL));
    for (TaskStatus status : TaskStatus.values()) {
      assertThat(mail.of(status)).as("%s", status).isEqualTo(status == TaskStatus.WAITING ? 0 : 1);
    }
    assertThat(mail.paused()).isFalse();
    assertThat(requireNonNull(store().counts().queues().get(IMAGE)).of(TaskStatus.QUEUED))
        .isEqualTo(1);
  }

  @Test
  void oldestQueuedLooksAtThoseNextInLine() {
    Instant first = now();
    driver().insert(driver().task(MAIL).priority(1));
    clock.advance(Duration.ofSeconds(1));
    driver().insert(driver().task(MAIL).priority(10));
    assertThat(oldest()).contains(first);
    driver().claim("w", MAIL, 1);
    assertThat(oldest()).contains(first);
    driver().claim("w", MAIL, 1);
    assertThat(oldest()).isEmpty();
    scheduled();
    assertThat(oldest()).isEmpty();
  }

  private Optional<Instant> oldest() {
    return requireNonNull(store().counts().queues().get(MAIL)).oldestQueued();
  }

  @Test
  void anEmptyStoreCountsNothing() {
    assertThat(store().counts().queues().values())
        .allMatch(queue -> queue.tasks().values().stream().allMatch(n -> n == 0));
  }
}
