package com.devskyy.fakes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// What [FakeFashn] counts for a key. Guarded by the fake.
final class FashnAccount {
  final Window runs = new Window(50, Duration.ofMinutes(1));
  final Window statuses = new Window(50, Duration.ofSeconds(10));
  final Window balances = new Window(30, Duration.ofSeconds(10));
  int credits;

  FashnAccount(int credits) {
    this.credits = credits;
  }

  /// Calls within a time that goes along.
  static final class Window {
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
      while (!calls.isEmpty() && !calls.getFirst().isAfter(now.minus(within))) {
        calls.removeFirst();
      }
      if (calls.size() >= most) {
        return true;
      }
      calls.addLast(now);
      return false;
    }
  }
}
