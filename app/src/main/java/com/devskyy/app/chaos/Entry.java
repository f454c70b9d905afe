package com.devskyy.app.chaos;

import com.devskyy.engine.TaskId;
import java.util.Optional;

/// One thing a handler did.
///
/// @param nanos when, by the machine's monotonic clock, which its processes share
/// @param worker process that did it
/// @param attempt number of the attempt, as the handler saw it
/// @param name of the step; empty when it was none
/// @param value of the step; empty when it has none
record Entry(
    long nanos, long worker, What what, TaskId task, int attempt, String name, String value) {
  private static final int PARTS = 6;

  /// What a handler can have done.
  enum What {
    /// The handler was called.
    BEGAN,
    /// It returned or threw.
    LEFT,
    /// The body of a step gave this value.
    STEP_RAN,
    /// The body of a `stepOnce` was called.
    ONCE_BEGAN,
    /// It did what must not happen twice: this entry is the deed.
    CHARGED,
    /// An earlier call was found to have done it.
    FOUND_DONE,
    /// No earlier call was found to have done it.
    FOUND_NOT_DONE,
    /// The engine gave this value for the step, new or kept.
    GOT
  }

  /// As it stands in a journal, without the worker, who has one of its own.
  String line() {
    return String.join(
        "\t", Long.toString(nanos), what.name(), task.value(), attempt + "", name, value + "\n");
  }

  /// Reads a line; empty when its writer died in the middle of it.
  static Optional<Entry> read(long worker, String line) {
    String[] parts = line.split("\t", -1);
    return parts.length == PARTS
        ? Optional.of(
            new Entry(
                Long.parseLong(parts[0]),
                worker,
                What.valueOf(parts[1]),
                new TaskId(parts[2]),
                Integer.parseInt(parts[3]),
                parts[4],
                parts[5]))
        : Optional.empty();
  }
}
