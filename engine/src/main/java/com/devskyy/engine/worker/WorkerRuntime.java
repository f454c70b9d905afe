package com.devskyy.engine.worker;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// What a worker needs of the machine, passed in so that a simulation can give it another.
///
/// @param nanos a monotonic clock, as [System#nanoTime()]
/// @param random for retry jitter
/// @param pause waits between tries of a store that does not answer
/// @param io runs attempts of I/O-bound types and everything that must not hold up others
/// @param cpu runs attempts of CPU-bound types
public record WorkerRuntime(
    LongSupplier nanos, RandomGenerator random, Pause pause, Executor io, Executor cpu) {
  /// Waiting for a while.
  @FunctionalInterface
  public interface Pause {
    /// Returns after this long.
    void pause(Duration time) throws InterruptedException;
  }
}
