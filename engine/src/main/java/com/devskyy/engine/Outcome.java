package com.devskyy.engine;

import java.time.Duration;

/// What became of an attempt. Everything the engine does next follows from this value alone.
public sealed interface Outcome {
  /// The handler returned.
  record Done(Json result) implements Outcome {}

  /// The handler threw, or its run limit passed.
  record Failed(TaskError error) implements Outcome {}

  /// The handler asked to be called again later; no attempt is spent.
  ///
  /// @param delay from now
  /// @param error what it ends with when it may wait no longer
  record Snooze(Duration delay, TaskError error) implements Outcome {}

  /// The handler stopped because somebody asked.
  record Cancelled(String reason) implements Outcome {}

  /// The worker gave it back before it was done, unspent.
  record HandedBack() implements Outcome {}
}
