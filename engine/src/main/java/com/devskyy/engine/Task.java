package com.devskyy.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A task as a store knows it at one moment. Immutable; read again for news.
///
/// @param id who it is
/// @param type its type, and its queue
/// @param status where it stands
/// @param priority as given by the producer
/// @param userId whom it is for; tasks without one share a turn
/// @param tier the user's tier by name, if the producer gave one
/// @param input what was asked; absent in the pages of a list, always present otherwise
/// @param result what the handler returned; present when completed, absent in the pages of a list
/// @param error the last attempt's error, also while retrying and running again; gone once
///     completed or replayed
/// @param run grows with every lease; 0 before the first
/// @param attempt failures + 1; what a retry policy's maximum bounds
/// @param crashes workers that died while running it
/// @param createdAt when it was first stored
/// @param dueAt when it may run, or could have run
/// @param deadline when it expires if it is not running by then
/// @param runLimit how long a run of it may last, where that is longer than its type's limit
/// @param firstStartedAt when its first run was claimed; bounds how long it may put itself off
/// @param startedAt when its latest run was claimed
/// @param endedAt when it reached its end
/// @param worker who runs or ran it last
/// @param progress the running attempt's last word on how far it is; only while it runs
/// @param cancelRequested whether somebody asked a running task to stop; only while it runs
/// @param parent the task whose handler enqueued it
/// @param version grows with every change that is visible here
public record Task(
    TaskId id,
    TypeName type,
    TaskStatus status,
    Priority priority,
    Optional<String> userId,
    Optional<String> tier,
    Optional<Json> input,
    Optional<Json> result,
    Optional<TaskError> error,
    int run,
    int attempt,
    int crashes,
    Instant createdAt,
    Instant dueAt,
    Optional<Instant> deadline,
    Optional<Duration> runLimit,
    Optional<Instant> firstStartedAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<String> worker,
    Optional<Progress> progress,
    boolean cancelRequested,
    Optional<TaskId> parent,
    long version) {

  /// From this many crashes on, a task runs alone: it may be what kills its workers.
  public static final int SUSPECT_CRASHES = 2;

  /// How far a running attempt is.
  ///
  /// @param fraction 0 to 1
  /// @param message what it is doing, cut to 500 characters
  public record Progress(double fraction, String message) {
    private static final int MAX_MESSAGE = 500;

    public Progress {
      if (!(fraction >= 0 && fraction <= 1)) {
        throw new IllegalArgumentException("progress must be 0 to 1, was " + fraction);
      }
      message = Text.storable(message, MAX_MESSAGE);
    }
  }

  /// Whether it runs alone, or would if it were due.
  public boolean isSuspect() {
    return crashes >= SUSPECT_CRASHES;
  }
}
