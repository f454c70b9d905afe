package com.devskyy.engine.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until it is told to move, in either direction. Threads may share it.
public final class FakeClock implements InstantSource {
  /// When a clock starts that is told nothing else.
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now;

  /// A clock at [#START].
  public FakeClock() {
    this(START);
  }

  /// A clock at a time.
  public FakeClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /// Moves on, or back when negative; answers the new time.
  public Instant advance(Duration by) {
    return now.updateAndGet(time -> time.plus(by));
  }

  /// Jumps to a time.
  public void set(Instant to) {
    now.set(to);
  }
}
