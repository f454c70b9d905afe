package com.devskyy.app.chaos;

import com.devskyy.app.chaos.Evidence.Found;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads from a store, which nobody changes any more, what the referee wants to know.
final class Gathering {
  private final TaskStore store;

  Gathering(TaskStore store) {
    this.store = store;
  }

  Evidence evidence(
      Map<TaskId, Optional<ChaosTask>> enqueued,
      List<Entry> entries,
      List<Crew.Death> deaths,
      Evidence.Clocks clocks,
      boolean complete) {
    Map<TaskId, Found> found = new HashMap<>();
    Map<TaskStatus, Long> listed = new EnumMap<>(TaskStatus.class);
    for (TaskStatus status : TaskStatus.values()) {
      listed.put(status, list(status, found));
    }
    return new Evidence(
        enqueued,
        found,
        counted(),
        listed,
        entries,
        deaths,
        store.settings().lease(),
        clocks,
        complete);
  }

  private long list(TaskStatus status, Map<TaskId, Found> found) {
    long number = 0;
    Optional<String> after = Optional.empty();
    do {
      TaskPage page =
          store.list(
              new TaskQuery(
                  Optional.of(status),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  after,
                  TaskStore.MAX_BATCH));
      for (Task task : page.tasks()) {
        found.put(task.id(), new Found(task, store.history(task.id())));
        number++;
      }
      after = page.next();
    } while (after.isPresent());
    return number;
  }

  private Map<TaskStatus, Long> counted() {
    Map<TaskStatus, Long> counted = new EnumMap<>(TaskStatus.class);
    for (Counts.Queue queue : store.counts().queues().values()) {
      queue.tasks().forEach((status, number) -> counted.merge(status, number, Long::sum));
    }
    return counted;
  }
}
