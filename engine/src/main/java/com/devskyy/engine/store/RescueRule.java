package com.devskyy.engine.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What to do with a lease that has run out: pure, the same on every store.
///
/// A lost lease counts as a crash only if its worker died, and a worker has died when its heartbeat
/// is older than one lease. Until that is decided (the worker may yet show itself) the task stays
/// where it is, at most one lease long.
public final class RescueRule {
  /// This many crashes while running alone end a task as `WorkerCrash`.
  public static final int MAX_ALONE_CRASHES = 3;

  private RescueRule() {}

  /// The verdict.
  public enum Verdict {
    /// Not decided yet.
    WAIT,
    /// Its worker lives and let it go: back to its queue, nothing counted.
    RETURN,
    /// Its worker died: back to its queue, one crash counted.
    CRASHED
  }

  /// Judges one ended lease.
  ///
  /// @param until when the lease ended; not after `now`
  /// @param heartbeat the worker's last, empty when the store does not know it (any more): it has
  ///     died
  /// @param lease length of a lease
  public static Verdict judge(
      Instant now, Instant until, Optional<Instant> heartbeat, Duration lease) {
    if (heartbeat.isEmpty() || !heartbeat.get().plus(lease).isAfter(now)) {
      return Verdict.CRASHED;
    }
    return heartbeat.get().isBefore(until) ? Verdict.WAIT : Verdict.RETURN;
  }
}
