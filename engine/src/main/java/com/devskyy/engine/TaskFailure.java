package com.devskyy.engine;

/// Thrown by a handler that knows what kind of failure it met. Any other exception counts as
/// [ErrorType#INTERNAL].
public class TaskFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorType type;

  /// @param message one sentence a person can act on, without secrets
  public TaskFailure(ErrorType type, String message, Throwable cause) {
    super(message, cause);
    this.type = type;
  }

  /// Without a cause.
  public TaskFailure(ErrorType type, String message) {
    super(message);
    this.type = type;
  }

  /// The kind of failure.
  public final ErrorType type() {
    return type;
  }
}
