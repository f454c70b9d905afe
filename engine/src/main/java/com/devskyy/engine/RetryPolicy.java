package com.devskyy.engine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// When a failed task runs again: exponential backoff with full jitter.
///
/// @param maxAttempts attempts in all, at least 1; 1 means no retry
/// @param base upper bound of the first delay
/// @param cap upper bound of any delay
/// @see <a
///     href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
///     Backoff And Jitter</a>
public record RetryPolicy(int maxAttempts, Duration base, Duration cap) {
  /// 4 attempts, up to 10 s, 20 s, 40 s apart, never more than 10 minutes.
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(4, Duration.ofSeconds(10), Duration.ofMinutes(10));

  /// One attempt.
  public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

  public RetryPolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("max attempts must be at least 1, was " + maxAttempts);
    }
    if (base.isNegative() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "retry delays must satisfy 0 <= base <= cap, were base %s and cap %s"
              .formatted(base, cap));
    }
  }

  /// The default delays with another number of retries beyond the first attempt.
  public static RetryPolicy retries(int retries) {
    return new RetryPolicy(retries + 1, DEFAULT.base, DEFAULT.cap);
  }

  /// Whether a task that failed in this attempt runs again.
  public boolean allows(int attempt, ErrorType error) {
    return error.retryable() && attempt < maxAttempts;
  }

  /// How long to wait after this attempt failed: uniform between 0 and `min(cap, base * 2^(attempt
  /// - 1))`.
  public Duration delay(int attempt, RandomGenerator random) {
    int doublings = Math.min(attempt - 1, 40);
    double bound = Math.min((double) cap.toMillis(), (double) base.toMillis() * (1L << doublings));
    return Duration.ofMillis((long) (random.nextDouble() * bound));
  }
}
