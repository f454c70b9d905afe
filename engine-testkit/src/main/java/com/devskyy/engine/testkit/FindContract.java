package com.devskyy.engine.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.TaskStore;
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
  void refusesMoreThanABatch() {
    List<TaskId> ids =
        IntStream.rangeClosed(0, TaskStore.MAX_BATCH).mapToObj(_ -> driver().id()).toList();
    assertThatThrownBy(() -> store().find(ids)).isInstanceOf(IllegalArgumentException.class);
    assertThat(store().find(List.of())).isEmpty();
  }
}
