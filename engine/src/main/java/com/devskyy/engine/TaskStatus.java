package com.devskyy.engine;

import java.util.Locale;

/// Where a task stands. The four ends are [#COMPLETED], [#FAILED], [#CANCELLED] and [#EXPIRED]; a
/// task reaches exactly one of them, and leaves it only by an operator's replay.
public enum TaskStatus {
  /// Held back for other members of its workflow, or parked by a limit.
  WAITING,
  /// Runs later: delayed by its producer, or snoozed by itself.
  SCHEDULED,
  /// Due, and in order for the next free worker.
  QUEUED,
  /// Leased by a worker.
  PROCESSING,
  /// Failed, with attempts left: runs again when due.
  RETRYING,
  /// Done; has a result.
  COMPLETED,
  /// A dead letter: kept, with its error, and replayable.
  FAILED,
  /// Ended by request.
  CANCELLED,
  /// Its deadline passed before it could run, or run again.
  EXPIRED;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /// The spelling in JSON, SQL and on the command line: the lower-case name.
  public String wire() {
    return wire;
  }

  /// Reads [#wire()].
  ///
  /// @throws IllegalArgumentException naming the value and what is allowed
  public static TaskStatus ofWire(String wire) {
    for (TaskStatus status : values()) {
      if (status.wire.equals(wire)) {
        return status;
      }
    }
    throw new IllegalArgumentException(
        "status must be one of waiting, scheduled, queued, processing, retrying, completed, failed, cancelled, expired;"
            + " was \"%s\"".formatted(wire));
  }

  /// Whether this is one of the four ends.
  public boolean isEnd() {
    return compareTo(COMPLETED) >= 0;
  }
}
