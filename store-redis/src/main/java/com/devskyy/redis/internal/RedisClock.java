package com.devskyy.redis.internal;

import com.devskyy.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The server's clock: our own monotonic one and an offset, measured now and then. Threads share
/// it.
final class RedisClock implements InstantSource {
  private static final Duration MEASURE_EVERY = Duration.ofSeconds(30);
  private static final Duration TRY_EVERY = Duration.ofSeconds(3);

  /// An answer that took longer, as after an outage, says too little of when it was given.
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final Link link;
  private final Duration every;
  private final AtomicBoolean measuring = new AtomicBoolean();
  private volatile long offsetMicros;
  private volatile long nextMeasure;

  /// Measures at once.
  ///
  /// @throws StoreException when the server does not answer
  RedisClock(Link link) {
    this(link, MEASURE_EVERY);
  }

  /// As above, measuring as often as is said, for tests.
  RedisClock(Link link, Duration every) {
    this.link = link;
    this.every = every;
    keep(measure());
  }

  @Override
  public Instant instant() {
    long nanos = System.nanoTime();
    if (nanos - nextMeasure >= 0 && measuring.compareAndSet(false, true)) {
      // Nobody waits for it, least of all while the server is away.
      Thread.ofVirtual().start(this::measureAgain);
    }
    long micros = nanos / 1_000 + offsetMicros;
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }

  private void measureAgain() {
    nextMeasure = System.nanoTime() + TRY_EVERY.toNanos();
    try {
      Measured measured = measure();
      if (measured.took().compareTo(SLOW) <= 0) {
        keep(measured);
      }
    } catch (StoreException _) {
      // The offset of before is good for long; whoever calls the store will hear of the trouble.
    } finally {
      measuring.set(false);
    }
  }

  /// Microseconds from our monotonic clock to the server's time, and how long the answer took.
  private record Measured(long offsetMicros, Duration took) {}

  private Measured measure() {
    long before = System.nanoTime();
    Object answer = link.call("TIME");
    long took = System.nanoTime() - before;
    if (answer instanceof List<?> parts
        && parts.get(0) instanceof byte[] seconds
        && parts.get(1) instanceof byte[] micros) {
      long server = Bytes.number(seconds) * 1_000_000 + Bytes.number(micros);
      return new Measured(server - (before + took / 2) / 1_000, Duration.ofNanos(took));
    }
    throw new IllegalStateException("TIME was answered with " + answer);
  }

  private void keep(Measured measured) {
    offsetMicros = measured.offsetMicros();
    nextMeasure = System.nanoTime() + every.toNanos();
  }
}
