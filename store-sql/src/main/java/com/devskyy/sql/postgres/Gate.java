package com.devskyy.sql.postgres;

import com.devskyy.engine.store.RescueGate;
import java.time.Duration;
import java.time.Instant;

/// What this process remembers of the rescue gate. A call of `advance` that finds nothing to do
/// must not write, yet every process has to know when any last advanced. So each remembers its own
/// calls exactly and stores one only once what is stored is [#WRITE_EVERY] old. What others know of
/// a call is therefore late by at most that, which with a call a second stays below
/// [RescueGate#MAX_GAP]; were it more, rescue would only wait without need.
///
/// Threads share it.
final class Gate {
  private static final Duration WRITE_EVERY = Duration.ofSeconds(2);

  // Guarded by this.
  private Instant advanced = Instant.EPOCH;

  /// The step to take from what is stored.
  synchronized RescueGate.Step step(RescueGate stored, Instant now) {
    RescueGate known =
        advanced.isAfter(stored.lastAdvance())
            ? new RescueGate(advanced, stored.opensAt())
            : stored;
    return known.step(now);
  }

  /// Whether a step must be stored although there is nothing else to do.
  static boolean isWorthStoring(RescueGate stored, RescueGate.Step step) {
    return step.steppedBack()
        || !step.after().opensAt().equals(stored.opensAt())
        || !step.after().lastAdvance().isBefore(stored.lastAdvance().plus(WRITE_EVERY));
  }

  /// A step was taken, stored or not.
  synchronized void taken(RescueGate.Step step) {
    advanced = step.after().lastAdvance();
  }
}
