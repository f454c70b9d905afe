package com.devskyy.engine;

import java.time.Duration;

/// Thrown by a handler to be called again later. No attempt is spent, but the task may not wait
/// past its deadline, or past 24 hours after its first run when it has none; then it fails with
/// [#type()]. Thrown by the body of a `stepOnce`, it also says that nothing happened.
public final class RetryAfter extends TaskFailure {
  private static final long serialVersionUID = 1;

  private final Duration delay;

  /// @param delay from now; at least zero
  /// @param type what the task ends with if it may not wait that long
  public RetryAfter(Duration delay, ErrorType type, String message) {
    super(type, message);
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative, was " + delay);
    }
    this.delay = delay;
  }

  /// When an outside service asked for patience.
  public RetryAfter(Duration delay, String message) {
    this(delay, ErrorType.RATE_LIMITED, message);
  }

  /// How long to wait.
  public Duration delay() {
    return delay;
  }
}
