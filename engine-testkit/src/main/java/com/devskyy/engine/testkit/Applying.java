package com.devskyy.engine.testkit;

import static com.devskyy.engine.testkit.MemoryState.cancelled;
import static com.devskyy.engine.testkit.MemoryState.cut;

import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import java.time.Instant;
import java.util.Optional;

/// How [MemoryTaskStore] takes what the owner of a lease writes.
final class Applying {
  private final MemoryState state;
  private final Inserting inserting;

  Applying(MemoryState state, Inserting inserting) {
    this.state = state;
    this.inserting = inserting;
  }

  Write.Answer apply(Write write, Instant now) {
    Lease lease = write.lease();
    Row row = state.rows.get(lease.task());
    if (row == null || row.run != lease.run() || row.token != lease.token()) {
      return Write.Answer.LOST;
    }
    if (write.n() <= row.lastWrite) {
      return Write.Answer.ALREADY_APPLIED;
    }
    if (row.status != TaskStatus.PROCESSING) {
      return Write.Answer.LOST;
    }
    row.lastWrite = write.n();
    switch (write.what()) {
      case Write.End(var transition) -> end(row, heedingCancel(row, transition), now);
      case Write.Said(var note) -> note(row, note, write.n(), now);
    }
    return Write.Answer.APPLIED;
  }

  /// A task asked to cancel does not run again.
  private static Transition heedingCancel(Row row, Transition transition) {
    return switch (transition) {
      case Transition.Retry _, Transition.Reschedule _, Transition.HandBack _ ->
          row.cancelReason.<Transition>map(Transition.Cancel::new).orElse(transition);
      case Transition.Complete _, Transition.Bury _, Transition.Expire _, Transition.Cancel _ ->
          transition;
    };
  }

  private void end(Row row, Transition transition, Instant now) {
    switch (transition) {
      case Transition.Complete(var result) -> {
        row.leaveRun();
        state.finish(
            row,
            TaskStatus.COMPLETED,
            now,
            it -> {
              it.result = Optional.of(result);
              it.error = Optional.empty();
            });
      }
      case Transition.Bury(var error) -> endWith(row, TaskStatus.FAILED, error, now);
      case Transition.Expire(var error) -> endWith(row, TaskStatus.EXPIRED, error, now);
      case Transition.Cancel(var reason) ->
          endWith(row, TaskStatus.CANCELLED, cancelled(reason), now);
      case Transition.Retry(var due, var error) -> {
        row.leaveRun("retrying", Optional.of(error), now);
        state.change(
            row,
            it -> {
              it.status = TaskStatus.RETRYING;
              it.dueAt = cut(due);
              it.error = Optional.of(error);
              it.attempt++;
            });
      }
      case Transition.Reschedule(var due) -> {
        row.leaveRun("scheduled", Optional.empty(), now);
        state.change(
            row,
            it -> {
              it.status = TaskStatus.SCHEDULED;
              it.dueAt = cut(due);
            });
      }
      case Transition.HandBack() -> {
        row.leaveRun("handed_back", Optional.empty(), now);
        state.makeQueued(row, false);
      }
    }
  }

  private void endWith(Row row, TaskStatus end, TaskError error, Instant now) {
    row.leaveRun(end.wire(), Optional.of(error), now);
    state.finish(row, end, error, now);
  }

  private void note(Row row, Note note, int n, Instant now) {
    state.noteChanged(row);
    switch (note) {
      case Note.Progress(var progress) ->
          state.change(row, it -> it.progress = Optional.of(progress));
      case Note.Log(var at, var level, var message) -> {
        row.log.add(new History.LogLine(cut(at), row.run, level, message));
        if (row.log.size() > TaskStore.MAX_LOG_LINES) {
          row.log.remove();
        }
      }
      case Note.StepIntent(var name) -> row.steps.putIfAbsent(name, Optional.empty());
      case Note.StepDone(var name, var value) ->
          row.steps.merge(
              name, Optional.of(value), (old, offered) -> old.isPresent() ? old : offered);
      case Note.StepUndone(var name) ->
          row.steps.computeIfPresent(name, (_, value) -> value.isPresent() ? value : null);
      case Note.Cost(var provider, var amount, var unit) ->
          row.costs.add(new History.Cost(row.run, n, provider, amount, unit));
      case Note.Child(var task) -> inserting.insertChild(task, now);
    }
  }
}
