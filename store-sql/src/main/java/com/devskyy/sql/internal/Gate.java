package com.devskyy.sql.internal;

import com.devskyy.engine.store.RescueGate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/// The rescue gate of this process.
///
/// A call of `advance` that finds nothing to do must not write, yet every process has to know when
/// any last advanced. So each remembers its own calls exactly and stores one only once what is
/// stored is [#WRITE_EVERY] old; the first to see that does it for all. What others know of a call
/// is therefore late by at most that, which with a call a second stays below [RescueGate#MAX_GAP];
/// were it more, rescue would only wait without need. That one write is not synced: after a power
/// failure there has been a gap anyway.
///
/// Who looks all the time and yet finds a time stored that is far from its own knows that another
/// process has another clock. By such a clock every live worker looks dead: nothing is rescued
/// until the clocks have agreed for a while.
///
/// Threads share it.
final class Gate {
  private static final Duration WRITE_EVERY = Duration.ofSeconds(2);
  private static final String READ = "SELECT advanced_at, rescue_opens_at FROM store";
  private static final String WRITE = "UPDATE store SET advanced_at = ?, rescue_opens_at = ?";

  // Guarded by this.
  private Instant advanced = Instant.EPOCH;
  private Instant trustedFrom = Instant.EPOCH;

  /// What is stored.
  static RescueGate read(Db db) throws SQLException {
    try (var rows = db.query(READ)) {
      rows.next();
      return new RescueGate(
          Instant.ofEpochMilli(rows.number(1)), Instant.ofEpochMilli(rows.number(2)));
    }
  }

  /// Passes the gate if that needs no write.
  ///
  /// @return whether it did
  synchronized boolean passUnwritten(RescueGate stored, Instant now) {
    if (isDisputed(stored, now)) {
      return false;
    }
    RescueGate.Step step = withOwn(stored).step(now);
    boolean worthWriting =
        step.steppedBack()
            || !step.after().opensAt().equals(stored.opensAt())
            || !step.after().lastAdvance().isBefore(stored.lastAdvance().plus(WRITE_EVERY));
    if (!worthWriting) {
      advanced = step.after().lastAdvance();
    }
    return !worthWriting;
  }

  /// Passes the gate and stores it.
  RescueGate.Step pass(Db db, Instant now) throws SQLException {
    RescueGate stored = read(db);
    RescueGate.Step step = pass(stored, now);
    RescueGate after = step.after();
    if (!after.equals(stored)) {
      db.update(WRITE, after.lastAdvance().toEpochMilli(), after.opensAt().toEpochMilli());
    }
    return step;
  }

  private synchronized RescueGate.Step pass(RescueGate stored, Instant now) {
    boolean disputed = isDisputed(stored, now);
    // The second also when our own clock has gone back.
    if (disputed || trustedFrom.isAfter(now.plus(RescueGate.GRACE))) {
      trustedFrom = now.plus(RescueGate.GRACE);
    }
    RescueGate.Step step = (disputed ? stored : withOwn(stored)).step(now);
    advanced = step.after().lastAdvance();
    boolean mayRescue = step.mayRescue() && !trustedFrom.isAfter(now);
    return new RescueGate.Step(mayRescue, step.steppedBack(), step.after());
  }

  /// Whether another clock than ours has been here since we looked, a moment ago: without one, what
  /// is stored is never [#WRITE_EVERY] behind us. Who looks for the first time cannot tell.
  private boolean isDisputed(RescueGate stored, Instant now) {
    Instant last = stored.lastAdvance();
    if (advanced.equals(Instant.EPOCH)) {
      return !isNear(last, now);
    }
    return isNear(advanced, now)
        && (!last.isAfter(advanced.minus(WRITE_EVERY))
            || last.isAfter(now.plus(RescueGate.MAX_GAP)));
  }

  private static boolean isNear(Instant at, Instant now) {
    return Duration.between(at, now).abs().compareTo(RescueGate.MAX_GAP) <= 0;
  }

  private RescueGate withOwn(RescueGate stored) {
    return advanced.isAfter(stored.lastAdvance())
        ? new RescueGate(advanced, stored.opensAt())
        : stored;
  }
}
