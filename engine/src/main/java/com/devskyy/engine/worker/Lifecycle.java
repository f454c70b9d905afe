package com.devskyy.engine.worker;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Outcome;
import com.devskyy.engine.RetryPolicy;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Turns what became of an attempt into the one change the store must make. No clock, no store, no
/// logging.
public final class Lifecycle {
  /// How long after its first run a task without deadline may put itself off.
  public static final Duration MAX_SNOOZING = Duration.ofHours(24);

  private Lifecycle() {}

  /// Decides.
  ///
  /// @param task as it was leased
  /// @param policy its type's
  public static Transition decide(
      Task task, Outcome outcome, RetryPolicy policy, Instant now, RandomGenerator random) {
    return switch (outcome) {
      case Outcome.Done(var result) -> new Transition.Complete(result);
      case Outcome.Snooze(var delay, var error) -> snooze(task, now.plus(delay), error, now);
      case Outcome.Cancelled(var reason) -> new Transition.Cancel(reason);
      case Outcome.HandedBack() -> new Transition.HandBack();
      case Outcome.Failed(var error) when policy.allows(task.attempt(), error.type()) ->
          retry(task, now.plus(policy.delay(task.attempt(), random)), error);
      case Outcome.Failed(var error) -> new Transition.Bury(error);
    };
  }

  private static Transition retry(Task task, Instant due, TaskError error) {
    return endsBefore(task, due) ? expire(task, error) : new Transition.Retry(due, error);
  }

  private static Transition snooze(Task task, Instant due, TaskError error, Instant now) {
    if (task.deadline().isPresent()) {
      return endsBefore(task, due) ? expire(task, error) : new Transition.Reschedule(due);
    }
    Instant limit = task.firstStartedAt().orElse(now).plus(MAX_SNOOZING);
    return due.isAfter(limit) ? new Transition.Bury(error) : new Transition.Reschedule(due);
  }

  private static boolean endsBefore(Task task, Instant due) {
    return task.deadline().map(deadline -> !due.isBefore(deadline)).orElse(false);
  }

  private static Transition expire(Task task, TaskError last) {
    return new Transition.Expire(
        new TaskError(
            ErrorType.EXPIRED,
            "its deadline %s comes before it could run again; the last attempt ended with %s: %s"
                .formatted(
                    task.deadline().map(Instant::toString).orElse(""),
                    last.type().wire(),
                    last.message()),
            last.detail()));
  }
}
