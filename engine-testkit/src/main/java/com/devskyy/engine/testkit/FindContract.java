package com.devskyy.engine.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.UniqueKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Find: tasks by id.
abstract class FindContract extends ContractPart {
  FindContract(TaskStoreContract contract) {
    super(contract);
  }

  @Test
  void readsManyInTheOrderAskedAndLeavesOutTheUnknown() {
    TaskId first = driver().insert(driver().task(MAIL));
    TaskId second = driver().insert(driver().task(IMAGE));
    TaskId unknown = driver().id();
    Map<TaskId, Task> found = store().find(List.of(second, unknown, first));
    assertThat(found).containsOnlyKeys(first, second);
    assertThat(requireNonNull(found.get(second)).type()).isEqualTo(IMAGE);
  }

  @Test
  void theUniqueKeyATaskWasGivenIsPartOfItsHistory() {
    var untilEnd = UniqueKey.untilEnd(ODD);
    var untilPeriod = UniqueKey.untilPeriod("period", Duration.ofMillis(1_500));
    TaskId first = driver().insert(driver().task(MAIL).unique(untilEnd));
    TaskId second = driver().insert(driver().task(MAIL).unique(untilPeriod));
    TaskId third = driver().insert(driver().task(MAIL));
    assertThat(store().history(first).uniqueKey()).contains(untilEnd);
    assertThat(store().history(second).uniqueKey()).contains(untilPeriod);
    assertThat(store().history(third).uniqueKey()).isEmpty();
    driver().change(first, new Change.Cancel("no"));
    assertThat(store().history(first).uniqueKey()).as("held no more").contains(untilEnd);
  }

  @Test
  void refusesMoreThanABatch() {
    List<TaskId> ids =
        IntStream.rangeClosed(0, TaskStore.MAX_BATCH).mapToObj(_ -> driver().id()).toList();
    assertThatThrownBy(() -> store().find(ids)).isInstanceOf(IllegalArgumentException.class);
    assertThat(store().find(List.of())).isEmpty();
  }
}
