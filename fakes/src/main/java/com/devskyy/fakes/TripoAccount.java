package com.devskyy.fakes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What [FakeTripo] knows of a key. Guarded by the fake.
final class TripoAccount {
  private static final int POOL = 10;
  private static final int CREATES_A_MINUTE = 200;

  final List<TripoJob> jobs = new ArrayList<>();
  final Set<String> files = new HashSet<>();
  int balance;
  int frozen;

  Optional<TripoJob> find(String id) {
    return jobs.stream().filter(job -> job.id.equals(id)).findFirst();
  }

  /// Why it may not make another task now.
  Optional<TripoRules.Refusal> limits(Instant now, int credits) {
    if (balance < credits) {
      return Optional.of(
          new TripoRules.Refusal(403, 2010, "not enough credits", "top up the account"));
    }
    if (jobs.stream().filter(job -> job.isLive(now)).count() >= POOL) {
      return Optional.of(new TripoRules.Refusal(429, 2000, "too many tasks", "wait for a slot"));
    }
    Instant minuteAgo = now.minusSeconds(60);
    return jobs.stream().filter(job -> job.createdAt.isAfter(minuteAgo)).count() >= CREATES_A_MINUTE
        ? Optional.of(new TripoRules.Refusal(429, 1007, "too many requests", "slow down"))
        : Optional.empty();
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
