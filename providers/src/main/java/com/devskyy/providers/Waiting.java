package com.devskyy.providers;

import java.time.Duration;

/// How time is let pass between two calls; passed in, so that tests need not wait.
@FunctionalInterface
public interface Waiting {
  /// Returns after this long.
  void waitFor(Duration time) throws InterruptedException;
}
