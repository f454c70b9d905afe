package com.devskyy.fakes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What [FakeTripo] knows of a key. Guarded by the fake.
final class TripoAccount {
  private static final int POOL = 10;

  /// Of conversions, and of models of the P series.
  private static final int SMALL_POOL = 5;

  final Window creations = new Window(200, Duration.ofMinutes(1));
  final Window uploads = new Window(10, Duration.ofMinutes(1));
  final List<TripoJob> jobs = new ArrayList<>();
  final Set<String> files = new HashSet<>();
  int balance;
  int frozen;

  Optional<TripoJob> find(String id) {
    return jobs.stream().filter(job -> job.id.equals(id)).findFirst();
  }

  /// Why it may not make another task now; if there is no reason, it counts as made.
  ///
  /// @param pool of tasks at once
  Optional<TripoRules.Refusal> limits(Instant now, int credits, String pool) {
    if (balance < credits) {
      return Optional.of(
          new TripoRules.Refusal(403, 2010, "not enough credits", "top up the account"));
    }
    List<TripoJob> live = jobs.stream().filter(job -> job.isLive(now)).toList();
    boolean full =
        live.size() >= POOL
            || (!pool.equals(TripoRules.USUAL_POOL)
                && live.stream().filter(job -> job.pool().equals(pool)).count() >= SMALL_POOL);
    if (full) {
      return Optional.of(new TripoRules.Refusal(429, 2000, "too many tasks", "wait for a slot"));
    }
    return creations.exceeded(now) ? Optional.of(TripoRules.TOO_FAST) : Optional.empty();
  }

  /// What is said of it beside each creation; the time in seconds from now.
  Map<String, String> rate(Instant now) {
    return Map.of(
        "X-RateLimit-Limit", "" + creations.most(),
        "X-RateLimit-Remaining", "" + creations.left(now),
        "X-RateLimit-Reset", "" + creations.reset(now).toSeconds());
  }

  /// Moves the credits of tasks that have ended.
  void settle(Instant now) {
    for (TripoJob job : jobs) {
      int[] moved = job.settle(now);
      if (moved != null) {
        frozen -= moved[0];
        balance += moved[1];
      }
    }
  }
}
