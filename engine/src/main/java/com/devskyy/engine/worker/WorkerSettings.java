package com.devskyy.engine.worker;

import com.devskyy.engine.client.Tiers;
import java.time.Duration;

/// How a worker works.
///
/// @param id unique per start of a worker
/// @param host where it runs, for people
/// @param slots how many tasks of I/O-bound types run at once, at least 1
/// @param cpuSlots how many tasks of CPU-bound types run at once, at least 1; as many as there are
///     cores
/// @param runLimit longest run of types that declare none
/// @param shutdownGrace how long running tasks may go on once it is stopped, before they are handed
///     back
/// @param tiers weights for tasks that its tasks enqueue
public record WorkerSettings(
    String id,
    String host,
    int slots,
    int cpuSlots,
    Duration runLimit,
    Duration shutdownGrace,
    Tiers tiers) {
  /// The run limit of types that declare none, unless set otherwise.
  public static final Duration DEFAULT_RUN_LIMIT = Duration.ofMinutes(5);

  public WorkerSettings {
    atLeastOne("slots", slots);
    atLeastOne("cpu slots", cpuSlots);
    if (!runLimit.isPositive()) {
      throw new IllegalArgumentException("run limit must be positive, was " + runLimit);
    }
    if (shutdownGrace.isNegative()) {
      throw new IllegalArgumentException(
          "shutdown grace must not be negative, was " + shutdownGrace);
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + value);
    }
  }
}
