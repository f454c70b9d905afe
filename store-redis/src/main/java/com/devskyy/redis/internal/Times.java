package com.devskyy.redis.internal;

import java.time.Duration;

/// Lengths of time as the scripts reckon with them: whole milliseconds.
final class Times {
  /// As good as for ever, and small enough that the scripts' numbers stay exact when it is added to
  /// a time.
  private static final long LONGEST = 1L << 51;

  private Times() {}

  static long millis(Duration duration) {
    return duration.compareTo(Duration.ofMillis(LONGEST)) > 0 ? LONGEST : duration.toMillis();
  }
}
