package com.devskyy.bench.run;

/// A child process did not do all it was told.
public final class ChildFailedException extends Exception {
  private static final long serialVersionUID = 1;

  private final String words;

  /// @param reason in a line
  /// @param words what the process said, for whoever mends it
  ChildFailedException(String reason, String words) {
    super(reason);
    this.words = words;
  }

  public String words() {
    return words;
  }
}
