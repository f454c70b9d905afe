package com.devskyy.engine;

/// A handler used its context after its attempt had ended, or after its lease was lost. Nothing was
/// written.
public final class AttemptEndedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /// @param message which attempt, and why it ended
  public AttemptEndedException(String message) {
    super(message);
  }
}
