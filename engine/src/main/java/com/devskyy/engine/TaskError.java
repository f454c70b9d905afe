package com.devskyy.engine;

/// Why an attempt failed, as stored and shown.
///
/// @param type the kind; decides whether the attempt is repeated
/// @param message one sentence a person can act on; no secret, no NUL, cut to 4,000 characters
/// @param detail more of it, such as a stack trace; may be empty, no NUL, cut to 16,000 characters
public record TaskError(ErrorType type, String message, String detail) {
  private static final int MAX_MESSAGE = 4_000;
  private static final int MAX_DETAIL = 16_000;

  public TaskError {
    message = Text.storable(message, MAX_MESSAGE);
    detail = Text.storable(detail, MAX_DETAIL);
  }

  /// An error without detail.
  public TaskError(ErrorType type, String message) {
    this(type, message, "");
  }
}
