package com.devskyy.studio;

/// Told how far the work has come. Called on the thread that works.
@FunctionalInterface
public interface Progress {
  Progress NONE = (_, _) -> {};

  /// Some of the work is done.
  ///
  /// @param fraction 0 to 1
  /// @param step what is being done, a few words
  void at(double fraction, String step);
}
