package com.devskyy.engine.store;

import java.time.Duration;
import java.util.Optional;

/// A value of which only one live task of a type may exist; serves idempotency and uniqueness
/// alike.
///
/// @param value 1 to 200 characters; compared within the task's type
/// @param period how long it is held from the insert on; empty: until the task reaches its end
public record UniqueKey(String value, Optional<Duration> period) {
  public UniqueKey {
    if (value.isEmpty() || value.length() > 200 || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a unique key is 1 to 200 characters without NUL, had " + value.length());
    }
    if (period.isPresent() && !period.get().isPositive()) {
      throw new IllegalArgumentException(
          "a unique key's period must be positive, was " + period.get());
    }
  }

  /// Held until the task's end.
  public static UniqueKey untilEnd(String value) {
    return new UniqueKey(value, Optional.empty());
  }

  /// Held for a period, whatever becomes of the task.
  public static UniqueKey untilPeriod(String value, Duration period) {
    return new UniqueKey(value, Optional.of(period));
  }
}
