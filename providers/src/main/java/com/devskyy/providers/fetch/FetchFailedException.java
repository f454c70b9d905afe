package com.devskyy.providers.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// A reference that could not be fetched now and may be later: the host is away, too slow or
/// busy, or the answer was cut off.
public final class FetchFailedException extends IOException {
  private static final long serialVersionUID = 1;

  /// Seconds; -1: the host said nothing.
  private final long retryAfter;

  FetchFailedException(String message, Throwable cause) {
    super(message, cause);
    this.retryAfter = -1;
  }

  FetchFailedException(String message, Optional<Duration> retryAfter) {
    super(message);
    this.retryAfter = retryAfter.map(Duration::toSeconds).orElse(-1L);
  }

  /// How long the host asks to be left alone.
  public Optional<Duration> retryAfter() {
    return retryAfter < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(retryAfter));
  }
}
