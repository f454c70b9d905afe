package com.devskyy.engine;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes one waiting thread. Setting it twice before it is awaited counts once. Thread-safe.
public final class Signal {
  private final Semaphore set = new Semaphore(0);

  /// Sets it; wakes the thread that awaits it.
  public void set() {
    if (set.availablePermits() == 0) {
      set.release();
    }
  }

  /// Waits until it is set, and clears it.
  ///
  /// @return whether it was set before the time was up
  public boolean await(Duration timeout) throws InterruptedException {
    boolean wasSet = set.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
    set.drainPermits();
    return wasSet;
  }
}
