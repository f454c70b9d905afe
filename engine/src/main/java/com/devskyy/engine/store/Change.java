package com.devskyy.engine.store;

import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskError;

/// What an operator does to a [Selection]. [Pause] and [Resume] are for a queue, the others for
/// tasks; anything else is refused with `IllegalArgumentException`.
public sealed interface Change {
  /// Ends waiting tasks as cancelled at once; asks running ones to stop. When it takes the last
  /// waiting task of a user out of a level, his clock there is dropped.
  record Cancel(String reason) implements Change {}

  /// Ends waiting, scheduled, queued and retrying tasks as failed at once: dead letters with this
  /// error. Clocks are dropped as by [Cancel]. Does not fit running tasks.
  record Bury(TaskError error) implements Change {}

  /// Runs failed, cancelled or expired tasks again, from attempt 1, crashes forgotten, with a new
  /// turn, due now, as if they had never started but for `run`, which goes on growing. Finished
  /// steps are kept, open intents removed, a deadline that has passed is dropped. A unique key held
  /// until the end is held again; refused for a task whose unique key another holds.
  record Replay() implements Change {}

  /// Moves a task that neither runs nor has ended to another priority; a queued one that changes
  /// level takes a new turn there (a suspect has none).
  record Reprioritise(Priority priority) implements Change {}

  /// Removes ended tasks with all that belongs to them but a unique key held for a period.
  record Purge() implements Change {}

  /// Stops claims from a queue; its tasks stay queued.
  record Pause() implements Change {}

  /// Ends a pause.
  record Resume() implements Change {}

  /// Refuses a selection that this is not for.
  default void checkFits(Selection selection) {
    boolean forQueue = this instanceof Pause || this instanceof Resume;
    if (forQueue != selection instanceof Selection.Queue) {
      throw new IllegalArgumentException(
          this + (forQueue ? " is for a queue, not for tasks" : " is for tasks, not for a queue"));
    }
  }
}
