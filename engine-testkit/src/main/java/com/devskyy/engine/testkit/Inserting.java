package com.devskyy.engine.testkit;

import static com.devskyy.engine.testkit.MemoryState.cut;

import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How [MemoryTaskStore] stores new tasks.
final class Inserting {
  private final MemoryState state;

  Inserting(MemoryState state) {
    this.state = state;
  }

  List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
    var answers = new ArrayList<InsertAnswer>();
    for (NewTask task : tasks) {
      Optional<InsertAnswer> known = standsAlready(task, now);
      // The first new task is refused when the store is full, so that nothing was stored.
      if (known.isEmpty() && state.rows.failedBytes >= state.settings.deadLetterBytes()) {
        throw full();
      }
      answers.add(known.orElseGet(() -> store(task, now)));
    }
    return answers;
  }

  /// A child that a task's own writes bring, however full the store is.
  void insertChild(NewTask task, Instant now) {
    if (standsAlready(task, now).isEmpty()) {
      store(task, now);
    }
  }

  private Optional<InsertAnswer> standsAlready(NewTask task, Instant now) {
    if (state.rows.get(task.id()) != null) {
      return Optional.of(new InsertAnswer(task.id(), InsertAnswer.Kind.REPEATED));
    }
    return state
        .keys
        .holder(task, now)
        .map(holder -> new InsertAnswer(holder, InsertAnswer.Kind.DUPLICATE));
  }

  private InsertAnswer store(NewTask task, Instant now) {
    Instant due = cut(task.dueAt().orElse(now));
    boolean isDue = !due.isAfter(now);
    var row =
        new Row(
            task,
            isDue ? TaskStatus.QUEUED : TaskStatus.SCHEDULED,
            due,
            task.deadline().map(MemoryState::cut),
            now);
    state.add(row);
    state.keys.hold(task, now);
    if (isDue) {
      state.joinLine(row, true);
    }
    return new InsertAnswer(task.id(), InsertAnswer.Kind.INSERTED);
  }

  private StoreException full() {
    return new StoreException(
        StoreException.Kind.FULL,
        "failed tasks hold %,d bytes of input, the limit is %,d; nothing was stored"
            .formatted(state.rows.failedBytes, state.settings.deadLetterBytes()),
        "Replay or purge failed tasks, or raise the limit of dead letters.");
  }
}
