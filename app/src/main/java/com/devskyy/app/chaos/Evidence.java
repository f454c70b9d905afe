package com.devskyy.app.chaos;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.History;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that is known once a run is over.
///
/// @param enqueued what was stored, by id: the task of the plan, or nothing for a task of a user's
/// @param found what the store says of them
/// @param counted tasks by status, as the store counts them
/// @param listed the same, by listing every task
/// @param entries what the handlers wrote down, in order of time
/// @param deaths how each worker ended
/// @param lease of the store
/// @param clock between the two clocks
/// @param complete whether the run was given the time to finish
record Evidence(
    Map<TaskId, Optional<ChaosTask>> enqueued,
    Map<TaskId, Found> found,
    Map<TaskStatus, Long> counted,
    Map<TaskStatus, Long> listed,
    List<Entry> entries,
    List<Crew.Death> deaths,
    Duration lease,
    Clocks clock,
    boolean complete) {
  /// A task as the store has it.
  record Found(Task task, History history) {
    /// When a run began; empty when it never did.
    Optional<Instant> started(int run) {
      return run == task.run()
          ? task.startedAt()
          : history.runs().stream()
              .filter(each -> each.run() == run)
              .map(History.Run::startedAt)
              .findFirst();
    }

    boolean ended() {
      return task.status().isEnd();
    }
  }

  /// The same moment on the monotonic and on the wall clock.
  record Clocks(long nanos, Instant wall) {
    /// A moment of the wall clock on the monotonic one.
    long nanos(Instant at) {
      return nanos + Duration.between(wall, at).toNanos();
    }
  }
}
