package com.devskyy.engine.testkit;

import static com.devskyy.engine.testkit.MemoryState.cancelled;

import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How [MemoryTaskStore] carries out what an operator asks for.
final class Changing {
  private final MemoryState state;
  private final Reading reading;

  Changing(MemoryState state, Reading reading) {
    this.state = state;
    this.reading = reading;
  }

  Changed change(Selection selection, Change change, Instant now) {
    change.checkFits(selection);
    return switch (selection) {
      case Selection.Queue(var type) -> changeQueue(type, change);
      case Selection.Ids(var ids) -> changeTasks(ids, change, now, false);
      case Selection.Matching matching -> {
        List<TaskId> ids =
            reading
                .matching(matching)
                .filter(row -> !isAsWished(row, change))
                .limit(TaskStore.MAX_BATCH)
                .map(Row::id)
                .toList();
        yield changeTasks(ids, change, now, ids.size() == TaskStore.MAX_BATCH);
      }
    };
  }

  private Changed changeQueue(TypeName type, Change change) {
    Queue queue = state.queue(type);
    queue.paused = change instanceof Change.Pause;
    if (!queue.paused) {
      state.noteClaimable(type);
    }
    return new Changed(List.of(), List.of(), false);
  }

  private Changed changeTasks(List<TaskId> ids, Change change, Instant now, boolean bounded) {
    var changed = new ArrayList<TaskId>();
    var skipped = new ArrayList<Changed.Skipped>();
    for (TaskId id : ids) {
      Row row = state.rows.get(id);
      Optional<String> refusal =
          row == null
              ? Optional.of("no such task")
              : switch (change) {
                case Change.Cancel(var reason) -> cancel(row, reason, now);
                case Change.Bury(var error) ->
                    row.status == TaskStatus.PROCESSING
                        ? itsStatus(row)
                        : endWaiting(row, TaskStatus.FAILED, error, now);
                case Change.Replay() -> replay(row, now);
                case Change.Reprioritise(var priority) -> reprioritise(row, priority);
                case Change.Purge() -> purge(row);
                case Change.Pause _, Change.Resume _ ->
                    throw new IllegalArgumentException(change + " is for a queue, not for tasks");
              };
      if (refusal.isEmpty()) {
        changed.add(id);
      } else {
        skipped.add(new Changed.Skipped(id, refusal.get()));
      }
    }
    return new Changed(changed, skipped, bounded && !changed.isEmpty());
  }

  /// Whether a change has nothing left to do, so that a repeated call comes to the next tasks.
  private static boolean isAsWished(Row row, Change change) {
    return switch (change) {
      case Change.Cancel _ -> row.cancelReason.isPresent();
      case Change.Reprioritise(var priority) -> row.priority.equals(priority);
      case Change.Bury _, Change.Replay _, Change.Purge _, Change.Pause _, Change.Resume _ -> false;
    };
  }

  private Optional<String> cancel(Row row, String reason, Instant now) {
    if (row.status == TaskStatus.PROCESSING) {
      if (row.cancelReason.isEmpty()) {
        state.change(row, it -> it.cancelReason = Optional.of(reason));
      }
      return Optional.empty();
    }
    return endWaiting(row, TaskStatus.CANCELLED, cancelled(reason), now);
  }

  private Optional<String> endWaiting(Row row, TaskStatus end, TaskError error, Instant now) {
    if (row.status.isEnd()) {
      return itsStatus(row);
    }
    boolean inLevel = row.status == TaskStatus.QUEUED && !row.isSuspect();
    state.leaveLine(row);
    if (inLevel) {
      state.queue(row.type()).levelOf(row).dropClockUnlessWaiting(row.user());
    }
    state.finish(row, end, error, now);
    return Optional.empty();
  }

  private Optional<String> replay(Row row, Instant now) {
    if (!row.status.isEnd() || row.status == TaskStatus.COMPLETED) {
      return itsStatus(row);
    }
    if (row.given.uniqueKey().isPresent()) {
      var key = row.given.uniqueKey().get();
      Optional<TaskId> holder = state.keys.holder(row.given, now);
      if (holder.isPresent() && !holder.get().equals(row.id())) {
        return Optional.of(
            "unique key \"%s\" is held by task %s".formatted(key.value(), holder.get()));
      }
      // A period began when the task was inserted and does not begin anew.
      if (key.period().isEmpty()) {
        state.keys.hold(row.given, now);
      }
    }
    row.steps.values().removeIf(Optional::isEmpty);
    state.change(
        row,
        it -> {
          it.attempt = 1;
          it.crashes = 0;
          it.error = Optional.empty();
          it.endedAt = Optional.empty();
          it.firstStartedAt = Optional.empty();
          it.dueAt = now;
          if (it.isPastDeadline(now)) {
            it.deadline = Optional.empty();
          }
          it.status = TaskStatus.QUEUED;
        });
    state.joinLine(row, true);
    return Optional.empty();
  }

  private Optional<String> reprioritise(Row row, Priority priority) {
    if (row.status.isEnd() || row.status == TaskStatus.PROCESSING) {
      return itsStatus(row);
    }
    if (row.priority.equals(priority)) {
      return Optional.empty();
    }
    boolean moves = row.status == TaskStatus.QUEUED && row.priority.level() != priority.level();
    if (moves) {
      state.leaveLine(row);
    }
    state.change(row, it -> it.priority = priority);
    if (moves) {
      state.joinLine(row, true);
    }
    return Optional.empty();
  }

  private Optional<String> purge(Row row) {
    if (!row.status.isEnd()) {
      return itsStatus(row);
    }
    state.remove(row);
    return Optional.empty();
  }

  /// The refusal of a task whose status a change does not fit.
  private static Optional<String> itsStatus(Row row) {
    return Optional.of("is " + row.status.wire());
  }
}
