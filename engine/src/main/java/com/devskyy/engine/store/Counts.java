package com.devskyy.engine.store;

import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How many tasks there are. Always equal to the rows.
///
/// @param queues by type; a type without tasks may be absent unless it is paused
public record Counts(Map<TypeName, Queue> queues) {
  public Counts {
    queues = new TreeMap<>(queues);
  }

  /// The number of tasks of a type in a status.
  public long of(TypeName type, TaskStatus status) {
    Queue queue = queues.get(type);
    return queue == null ? 0 : queue.of(status);
  }

  /// One queue.
  ///
  /// @param tasks by status; absent means 0
  /// @param oldestQueued creation time of a queued task that was created no later than any other of
  ///     those next in line (least tag, then id, of each level, and the first suspect); empty when
  ///     none is queued
  /// @param paused whether claims are stopped
  public record Queue(Map<TaskStatus, Long> tasks, Optional<Instant> oldestQueued, boolean paused) {
    /// The number of tasks in a status.
    public long of(TaskStatus status) {
      return tasks.getOrDefault(status, 0L);
    }
  }
}
