package com.devskyy.bench.queue;

/// A child process did not do all it was told.
final class ChildFailedException extends Exception {
  private final String words;

  /// @param reason in a line
  /// @param words what the process said, for whoever mends it
  ChildFailedException(String reason, String words) {
    super(reason);
    this.words = words;
  }

  String words() {
    return words;
  }
}
