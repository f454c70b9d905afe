package com.devskyy.engine;

/// Thrown by a handler when repeating is pointless. Thrown by the body of a `stepOnce`, it also
/// says that nothing happened.
public final class PermanentFailure extends TaskFailure {
  private static final long serialVersionUID = 1;

  /// @param message one sentence a person can act on, without secrets
  public PermanentFailure(String message) {
    super(ErrorType.PERMANENT, message);
  }

  /// With a cause.
  public PermanentFailure(String message, Throwable cause) {
    super(ErrorType.PERMANENT, message, cause);
  }
}
