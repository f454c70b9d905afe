package com.devskyy.engine.store;

import java.time.Duration;
import java.time.Instant;

/// Holds rescue back for a moment after the store's clock has jumped or nobody has looked for long:
/// pure, kept by the store between calls of `advance`.
///
/// Every live worker renews its leases within [#GRACE] of such a moment; only then is it known
/// which ones are dead.
///
/// @param lastAdvance when `advance` last ran
/// @param opensAt rescue waits until then
public record RescueGate(Instant lastAdvance, Instant opensAt) {
  /// Time between two calls, or a step back of the clock, that is taken for a jump. Less than what
  /// is left of a lease that is about to be renewed.
  public static final Duration MAX_GAP = Duration.ofSeconds(4);

  /// How long rescue waits after a jump: a little more than the time between two renewals.
  public static final Duration GRACE = Duration.ofSeconds(5);

  /// A store that was never advanced.
  public static final RescueGate NEW = new RescueGate(Instant.EPOCH, Instant.EPOCH);

  /// What to do now, and what to keep.
  ///
  /// @param mayRescue whether ended leases may be judged
  /// @param steppedBack whether the clock went back, so that every lease and heartbeat that lies
  ///     further ahead than one lease must be brought back to `now` plus one lease (a heartbeat,
  ///     and the moment a worker was chosen for a suspect: to `now`)
  public record Step(boolean mayRescue, boolean steppedBack, RescueGate after) {}

  /// Decides at `now`.
  public Step step(Instant now) {
    boolean back = now.plus(MAX_GAP).isBefore(lastAdvance);
    boolean ahead = lastAdvance.plus(MAX_GAP).isBefore(now);
    // A slow caller, whose every call comes after a gap, must not postpone rescue for ever: a gap
    // that began within a grace, over by now or not, begins no other.
    boolean inGrace = opensAt.isAfter(lastAdvance);
    Instant opens = back || (ahead && !inGrace) ? now.plus(GRACE) : opensAt;
    Instant last = back || now.isAfter(lastAdvance) ? now : lastAdvance;
    return new Step(!opens.isAfter(now), back, new RescueGate(last, opens));
  }
}
