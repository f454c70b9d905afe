package com.devskyy.redis.internal;

/// What the server answered instead of doing what it was asked.
final class RedisError extends RuntimeException {
  /// The code of a refusal that has none of its own.
  static final String TOO_MANY_CLIENTS = "max number of clients reached";

  /// Another node of the cluster has the slot.
  static final String MOVED = "MOVED";

  private static final long serialVersionUID = 1;

  RedisError(String message) {
    super(message);
  }

  /// The first word, such as `OOM`. A server before 7.0 wraps the error of a command that a script
  /// called.
  String code() {
    String text = text();
    if (text.startsWith("ERR " + TOO_MANY_CLIENTS)) {
      return TOO_MANY_CLIENTS;
    }
    if (text.startsWith("ERR ")) {
      int inner = text.indexOf(": -");
      if (inner >= 0) {
        text = text.substring(inner + 3);
      }
    }
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  /// Whether a script broke off, because of what it found or of a mistake in it.
  boolean isOfScript() {
    return text().startsWith("ERR Error running script") || text().contains("user_script:");
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
