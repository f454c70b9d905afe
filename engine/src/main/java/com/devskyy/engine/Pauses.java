package com.devskyy.engine;

import java.time.Duration;

/// How long to rest between tries that fail, or looks that find nothing: twice as long each time,
/// up to a bound.
///
/// @param first after the first of them
/// @param longest the bound
public record Pauses(Duration first, Duration longest) {
  /// The next pause.
  ///
  /// @param before the one before; zero at the beginning
  public Duration after(Duration before) {
    if (before.isZero()) {
      return first;
    }
    Duration twice = before.multipliedBy(2);
    return twice.compareTo(longest) > 0 ? longest : twice;
  }
}
