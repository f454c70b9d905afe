package com.devskyy.engine.store;

import java.time.Duration;

/// What all processes that share a store should agree on.
///
/// @param lease how long a lease lasts without renewal, and how old a heartbeat of a live worker
///     can be; default 12 s
/// @param retention how long completed, cancelled and expired tasks are kept, unless their type
///     says otherwise; default 3 days
/// @param deadLetterRetention how long failed tasks are kept; default 7 days
/// @param retainedBytes most bytes of input and result of completed, cancelled and expired tasks
///     together; the earliest ended go first; default 1 GiB
/// @param deadLetterBytes most bytes of input of failed tasks; once reached, inserts are refused
///     with [StoreException.Kind#FULL] rather than anything being dropped; default 4 GiB
public record StoreSettings(
    Duration lease,
    Duration retention,
    Duration deadLetterRetention,
    long retainedBytes,
    long deadLetterBytes) {
  /// The defaults.
  public static final StoreSettings DEFAULT =
      new StoreSettings(
          Duration.ofSeconds(12), Duration.ofDays(3), Duration.ofDays(7), 1L << 30, 4L << 30);

  public StoreSettings {
    if (lease.compareTo(Duration.ofSeconds(6)) < 0) {
      throw new IllegalArgumentException(
          "a lease must last at least 6 s, or a pause of the JVM would lose it; was " + lease);
    }
  }

  /// How often leases are renewed and heartbeats sent: a third of a lease.
  public Duration renewEvery() {
    return lease.dividedBy(3);
  }
}
