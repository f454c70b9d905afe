package com.devskyy.app.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations and sizes as people write and read them.
public final class Quantities {
  private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");
  private static final Pattern WHOLE = Pattern.compile("(\\d+(ms|s|m|h|d))+");
  private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(B|KiB|MiB|GiB|TiB)");
  private static final Map<String, Integer> SHIFTS =
      Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

  private Quantities() {}

  /// Reads `12s`, `1h30m`, `500ms`, `3d`, or a bare number of seconds.
  ///
  /// @throws IllegalArgumentException when it is none of these
  public static Duration duration(String text) {
    if (text.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    if (text.length() > 30 || !WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    Duration sum = Duration.ZERO;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      long count = number(parts.group(1));
      sum =
          sum.plus(
              switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
              });
    }
    return sum;
  }

  /// Reads `512MiB`, `1GiB`, or a bare number of bytes.
  ///
  /// @throws IllegalArgumentException when it is neither
  public static long bytes(String text) {
    Matcher size = SIZE.matcher(text.matches("\\d+") ? text + "B" : text);
    if (!size.matches()) {
      throw new IllegalArgumentException(text);
    }
    int shift = SHIFTS.getOrDefault(size.group(2), 0);
    long count = number(size.group(1));
    if (count > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException(text);
    }
    return count << shift;
  }

  private static long number(String digits) {
    if (digits.length() > 12) {
      throw new IllegalArgumentException(digits);
    }
    return Long.parseLong(digits);
  }

  /// As [#duration] reads it: `90s` becomes `1m30s`.
  public static String exact(Duration time) {
    if (time.isZero()) {
      return "0s";
    }
    var text = new StringBuilder();
    append(text, time.toDaysPart(), "d");
    append(text, time.toHoursPart(), "h");
    append(text, time.toMinutesPart(), "m");
    append(text, time.toSecondsPart(), "s");
    append(text, time.toMillisPart(), "ms");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }

  /// As [#bytes] reads it, in the largest unit that is exact.
  public static String exact(long bytes) {
    for (String unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
      int shift = SHIFTS.getOrDefault(unit, 0);
      if (bytes != 0 && bytes % (1L << shift) == 0) {
        return (bytes >> shift) + unit;
      }
    }
    return bytes + "B";
  }

  /// A length of time in two digits or so: `40 ms`, `0.34 s`, `12 s`, `3 min`, `5 h`, `2 d`.
  public static String about(Duration time) {
    double seconds = time.toMillis() / 1000.0;
    if (seconds < 0.1) {
      return "%d ms".formatted(time.toMillis());
    }
    if (seconds < 10) {
      return "%s s"
          .formatted(
              BigDecimal.valueOf(seconds).setScale(seconds < 1 ? 2 : 1, RoundingMode.HALF_UP));
    }
    if (seconds < 120) {
      return "%d s".formatted(Math.round(seconds));
    }
    if (seconds < 7_200) {
      return "%d min".formatted(time.toMinutes());
    }
    return seconds < 172_800 ? "%d h".formatted(time.toHours()) : "%d d".formatted(time.toDays());
  }

  /// A size in two digits or so: `1.4 MiB`.
  public static String about(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(
        Locale.ROOT, unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }
}
