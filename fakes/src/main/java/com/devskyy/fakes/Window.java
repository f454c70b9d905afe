package com.devskyy.fakes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// Calls within a time that goes along. Guarded by its owner.
final class Window {
  private final int most;
  private final Duration within;
  private final Deque<Instant> calls = new ArrayDeque<>();

  Window(int most, Duration within) {
    this.most = most;
    this.within = within;
  }

  /// Counts a call.
  ///
  /// @return whether it is one too many; then it does not count
  boolean exceeded(Instant now) {
    if (left(now) == 0) {
      return true;
    }
    calls.addLast(now);
    return false;
  }

  int most() {
    return most;
  }

  /// How many more calls are taken now.
  int left(Instant now) {
    while (!calls.isEmpty() && !calls.getFirst().isAfter(now.minus(within))) {
      calls.removeFirst();
    }
    return most - calls.size();
  }

  /// Until another call is taken that is not taken now.
  Duration reset(Instant now) {
    return left(now) == most ? Duration.ZERO : Duration.between(now, calls.getFirst().plus(within));
  }
}
