package com.devskyy.app.text;

/// What stops a command, as a person reads it: what went wrong with the value, why and what is
/// allowed, and a command that leads on.
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;
  private final String why;
  private final String next;

  /// @param exitCode one of [ExitCode]
  /// @param error what, with the value
  /// @param why the reason and what is allowed
  /// @param next a command, or what to do where no command helps
  public Problem(int exitCode, String error, String why, String next) {
    super(error);
    this.exitCode = exitCode;
    this.why = why;
    this.next = next;
  }

  /// With what led to it, for the log at debug level.
  public Problem(int exitCode, String error, String why, String next, Throwable cause) {
    super(error, cause);
    this.exitCode = exitCode;
    this.why = why;
    this.next = next;
  }

  /// One of [ExitCode].
  public int exitCode() {
    return exitCode;
  }

  /// What went wrong.
  public String error() {
    return String.valueOf(getMessage());
  }

  /// The reason and what is allowed.
  public String why() {
    return why;
  }

  /// What to do.
  public String next() {
    return next;
  }
}
