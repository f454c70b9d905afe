package com.devskyy.json;

import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// The formats of a schema that are checked: those that a Java type stands behind, and `email`.
enum Format {
  DATE_TIME("date-time", "must be a time with its zone, as in 2026-11-30T09:00:00Z"),
  DURATION("duration", "must be a duration, as in PT30S or P2D"),
  DATE("date", "must be a date, as in 2026-11-30"),
  URI("uri", "must be an address, as in https://example.com/a.png"),
  UUID("uuid", "must be a UUID"),
  EMAIL("email", "must be an e-mail address"),
  INT32("int32", "must be from -2147483648 to 2147483647"),
  INT64("int64", "must be from -9223372036854775808 to 9223372036854775807"),
  FLOAT("float", "must be a number that 32 bits can hold"),
  DOUBLE("double", "must be a number that 64 bits can hold");

  private final String keyword;
  private final String rule;

  Format(String keyword, String rule) {
    this.keyword = keyword;
    this.rule = rule;
  }

  /// The format of this name, or null when it is not checked.
  static @Nullable Format of(String keyword) {
    for (Format format : values()) {
      if (format.keyword.equals(keyword)) {
        return format;
      }
    }
    return null;
  }

  String keyword() {
    return keyword;
  }

  String rule() {
    return rule;
  }

  /// A format of numbers allows every text, as JSON Schema has it.
  boolean allows(String text) {
    try {
      return switch (this) {
        case DATE_TIME -> Instant.parse(text) != null;
        case DURATION -> Duration.parse(text) != null;
        case DATE -> LocalDate.parse(text) != null;
        case URI -> new java.net.URI(text).isAbsolute();
        case UUID -> java.util.UUID.fromString(text).toString().equalsIgnoreCase(text);
        case EMAIL -> isEmail(text);
        case INT32, INT64, FLOAT, DOUBLE -> true;
      };
    } catch (DateTimeException | URISyntaxException | IllegalArgumentException e) {
      return false;
    }
  }

  /// A format of text allows every number.
  boolean allows(Number number) {
    return switch (this) {
      case INT32 -> number instanceof Integer;
      case INT64 -> number instanceof Integer || number instanceof Long;
      case FLOAT -> Float.isFinite(number.floatValue());
      case DOUBLE -> Double.isFinite(number.doubleValue());
      case DATE_TIME, DURATION, DATE, URI, UUID, EMAIL -> true;
    };
  }

  private static boolean isEmail(String text) {
    int at = text.indexOf('@');
    return at > 0
        && at == text.lastIndexOf('@')
        && at < text.length() - 1
        && text.length() <= 254
        && text.chars().noneMatch(c -> c <= ' ' || c == 0x7f);
  }
}
