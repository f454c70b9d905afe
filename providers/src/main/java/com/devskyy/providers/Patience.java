package com.devskyy.providers;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// How long a server asks to be left alone. A time of day is compared with the `Date` of the same
/// answer: so neither clock needs to be right.
public final class Patience {
  /// More is not believed.
  public static final Duration LONGEST = Duration.ofHours(1);

  private Patience() {}

  /// What a `Retry-After` says, in seconds or as an HTTP date (RFC 9110, 10.2.3); at most
  /// [#LONGEST].
  ///
  /// @param date of the answer, as its header says
  /// @return empty when it says nothing that can be understood
  public static Optional<Duration> retryAfter(Optional<String> header, Optional<String> date) {
    return header.flatMap(
        text ->
            seconds(text)
                .or(() -> time(text).flatMap(then -> between(date.flatMap(Patience::time), then))));
  }

  /// A number of seconds; empty for anything else.
  static Optional<Duration> seconds(String text) {
    try {
      BigDecimal seconds = new BigDecimal(text.strip());
      return seconds.signum() < 0
          ? Optional.empty()
          : Optional.of(
              Duration.ofMillis(
                  seconds
                      .min(BigDecimal.valueOf(LONGEST.toSeconds()))
                      .movePointRight(3)
                      .longValue()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// What is over by now is no time at all.
  private static Optional<Duration> between(Optional<Instant> now, Instant then) {
    return now.map(time -> Duration.between(time, then))
        .map(left -> left.isNegative() ? Duration.ZERO : left)
        .map(left -> left.compareTo(LONGEST) > 0 ? LONGEST : left);
  }
}
