package com.devskyy.fakes;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that goes on by hand.
final class Hand implements InstantSource {
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  synchronized void goesOn(Duration time) {
    now = now.plus(time);
  }
}
