package com.devskyy.redis.internal;

/// What the server answered instead of doing what it was asked.
final class RedisError extends RuntimeException {
  private static final long serialVersionUID = 1;

  RedisError(String message) {
    super(message);
  }

  /// The first word, such as `OOM`. A server before 7.0 wraps the error of a command that a script
  /// called.
  String code() {
    String text = text();
    if (text.startsWith("ERR ")) {
      int inner = text.indexOf(": -");
      if (inner >= 0) {
        text = text.substring(inner + 3);
      }
    }
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
