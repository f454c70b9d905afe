package com.devskyy.engine.store;

import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import java.math.BigDecimal;
import java.time.Instant;

/// What an attempt writes while it runs; the lease stays.
public sealed interface Note {
  /// How far it is; replaces the last.
  record Progress(Task.Progress progress) implements Note {}

  /// A line of the task's log. At most 10,000 are kept per task, the newest.
  ///
  /// @param level `info`, `warn` or `error`
  record Log(Instant at, String level, String message) implements Note {}

  /// A step that must happen once is about to start. Changes nothing when it has a value.
  record StepIntent(String name) implements Note {}

  /// A step's result, kept for later attempts. Storing it again with another value changes nothing:
  /// the first stays.
  record StepDone(String name, Json value) implements Note {}

  /// The intent is withdrawn: nothing happened. Changes nothing when the step has a value.
  record StepUndone(String name) implements Note {}

  /// Money or quota spent at a provider.
  record Cost(String provider, BigDecimal amount, String unit) implements Note {}

  /// A task enqueued by this one, stored in the same step. Its id is derived from the parent's id
  /// and a name, so that a later attempt that enqueues it again changes nothing; nor does one
  /// whose unique key is held. Stored even when dead letters fill the store.
  record Child(NewTask task) implements Note {}
}
