package com.devskyy.bench.queue;

/// Every task must have reached its end, or the figures are worth nothing.
final class Ends {
  private Ends() {}

  static void check(long completed, long expected) {
    if (completed != expected) {
      throw new IllegalStateException(
          "%,d tasks are stored as completed, expected %,d".formatted(completed, expected));
    }
  }
}
