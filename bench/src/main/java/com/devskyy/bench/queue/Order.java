package com.devskyy.bench.queue;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.io.Serializable;
import java.time.Instant;

/// The input of every task that is measured: about 200 bytes of JSON, the same for all contestants.
///
/// @param sentAt microseconds since the epoch just before it was enqueued; 0 when nobody asks
public record Order(
    @NotBlank String orderId,
    @NotBlank String customerId,
    @NotBlank String sku,
    @Positive int qty,
    double price,
    @NotBlank String currency,
    @NotBlank String channel,
    @NotBlank String locale,
    @NotBlank String action,
    String warehouse,
    long sentAt)
    implements Serializable {

  /// The order of a number, sent at no known time.
  static Order of(int number) {
    return of(number, 0);
  }

  /// The order of a number, sent now.
  static Order now(int number) {
    return of(number, micros());
  }

  private static Order of(int number, long sentAt) {
    return new Order(
        "ORD-2026-" + digits(number, 7),
        "c-" + digits(number % 1_000_000, 6),
        "DRS-1042-RED-M",
        1,
        89.9,
        "EUR",
        "web",
        "de-DE",
        "reserve-stock",
        "BER-2",
        sentAt);
  }

  /// Which of so many users it is of, in turn.
  int user(int users) {
    return Integer.parseInt(orderId.substring(orderId.lastIndexOf('-') + 1)) % users;
  }

  /// Microseconds since the epoch: fine enough for pickup, and the same in all processes of a host.
  static long micros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  private static String digits(int number, int width) {
    String text = Integer.toString(number);
    return "0".repeat(Math.max(0, width - text.length())) + text;
  }
}
