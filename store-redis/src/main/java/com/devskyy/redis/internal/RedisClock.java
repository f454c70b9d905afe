package com.devskyy.redis.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// The server's clock: our own monotonic one and an offset, measured now and then. Threads share
/// it.
final class RedisClock implements InstantSource {
  private static final Duration MEASURE_EVERY = Duration.ofSeconds(30);

  private final Link link;
  private volatile Offset offset;

  /// Microseconds from our monotonic clock to the server's time, and when that was seen.
  private record Offset(long micros, long measuredAt) {}

  RedisClock(Link link) {
    this.link = link;
    offset = measure();
  }

  @Override
  public Instant instant() {
    long micros = System.nanoTime() / 1_000 + offset.micros();
    return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
  }

  /// Measures again when it is time to; called where the server is asked something anyway.
  void keepRight() {
    if (System.nanoTime() - offset.measuredAt() > MEASURE_EVERY.toNanos()) {
      synchronized (this) {
        if (System.nanoTime() - offset.measuredAt() > MEASURE_EVERY.toNanos()) {
          offset = measure();
        }
      }
    }
  }

  private Offset measure() {
    long before = System.nanoTime();
    Object answer = link.call("TIME");
    long after = System.nanoTime();
    if (answer instanceof List<?> parts
        && parts.get(0) instanceof byte[] seconds
        && parts.get(1) instanceof byte[] micros) {
      long server = Bytes.number(seconds) * 1_000_000 + Bytes.number(micros);
      return new Offset(server - (before + (after - before) / 2) / 1_000, after);
    }
    throw new IllegalStateException("TIME was answered with " + answer);
  }
}
