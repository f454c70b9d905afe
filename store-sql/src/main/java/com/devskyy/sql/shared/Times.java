package com.devskyy.sql.shared;

import java.time.Duration;

/// Times as stored: whole milliseconds.
public final class Times {
  private Times() {}

  /// A length of time; one too long for a number is as good as for ever.
  public static long millis(Duration duration) {
    try {
      return duration.toMillis();
    } catch (ArithmeticException _) {
      return Long.MAX_VALUE >> 2;
    }
  }
}
