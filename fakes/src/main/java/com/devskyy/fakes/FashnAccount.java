package com.devskyy.fakes;

import java.time.Duration;

/// What [FakeFashn] counts for a key. Guarded by the fake.
final class FashnAccount {
  final Window runs = new Window(50, Duration.ofMinutes(1));
  final Window statuses = new Window(50, Duration.ofSeconds(10));
  final Window balances = new Window(30, Duration.ofSeconds(10));
  int credits;

  FashnAccount(int credits) {
    this.credits = credits;
  }
}
