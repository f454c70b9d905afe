package com.devskyy.app.health;

import com.devskyy.engine.worker.Pulse;
import java.time.Duration;

/// A judgement on a worker: pure.
///
/// @param ok whether it is as it should be
/// @param said in a few words
public record Health(boolean ok, String said) {
  /// A worker that has nothing to do asks each 5 s, one whose store does not answer also waits for
  /// 5 s at most, and a call may take its time.
  static final Duration ASKS_WITHIN = Duration.ofSeconds(15);

  /// Longer than any call to a store waits.
  static final Duration STUCK = Duration.ofMinutes(2);

  private static final Health OK = new Health(true, "ok");

  /// Whether the process is worth keeping. A store that is away is no reason to start it again.
  static Health live(Pulse pulse) {
    if (!pulse.stopping() && pulse.sinceRound().compareTo(STUCK) > 0) {
      return new Health(
          false, "has not asked for work for %d s".formatted(pulse.sinceRound().toSeconds()));
    }
    return OK;
  }

  /// Whether it takes tasks.
  ///
  /// @param lease after so long without a heartbeat others take its tasks
  static Health ready(Pulse pulse, Duration lease) {
    if (pulse.stopping()) {
      return new Health(false, "stopping");
    }
    if (!pulse.storeAnswers()) {
      return new Health(false, "the store does not answer");
    }
    if (pulse.sinceHeartbeat().compareTo(lease) > 0) {
      return new Health(
          false,
          "the store has taken no heartbeat for %d s"
              .formatted(pulse.sinceHeartbeat().toSeconds()));
    }
    if (pulse.sinceClaim().compareTo(ASKS_WITHIN) > 0) {
      return new Health(
          false, "has claimed nothing for %d s".formatted(pulse.sinceClaim().toSeconds()));
    }
    return OK;
  }
}
