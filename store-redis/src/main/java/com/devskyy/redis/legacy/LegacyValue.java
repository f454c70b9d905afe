package com.devskyy.redis.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.devskyy.engine.Codec;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.Sha256;
import com.devskyy.engine.TypeName;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Optional;

/// A task as a producer wrote it.
///
/// @param type what it is to do
/// @param data its input
/// @param priority as written; empty when it is no whole number
/// @param timeout how long the producer waits; empty when it is no number of seconds
/// @param createdAt when, by the producer's clock
/// @param createdAs the same as it was written
/// @param restated whether it is not the producer's any more, but what a worker wrote of its task
record LegacyValue(
    TypeName type,
    Json data,
    Optional<Priority> priority,
    Optional<Duration> timeout,
    Optional<Instant> createdAt,
    Optional<Object> createdAs,
    boolean restated) {
  /// The member that only workers write.
  static final String RESTATED = "worker_task_id";

  private static final BigDecimal LONGEST = new BigDecimal(Duration.ofDays(365).toSeconds());

  /// The JSON of it. What nobody needs may be anything, so that a slip there buries no task.
  record Wire(
      String taskType,
      Json data,
      Optional<Object> priority,
      Optional<Object> timeout,
      Optional<Object> createdAt,
      Optional<Object> workerTaskId) {}

  /// Reads one.
  ///
  /// @throws InvalidInputException saying what is wrong with it
  /// @throws IllegalArgumentException when no type can have that name
  static LegacyValue read(Json value, Codec codec) {
    Wire wire = codec.decode(value, Wire.class, Codec.UnknownFields.IGNORE).value();
    return new LegacyValue(
        new TypeName(wire.taskType()),
        wire.data(),
        wire.priority().flatMap(LegacyValue::number).flatMap(LegacyValue::priority),
        wire.timeout().flatMap(LegacyValue::number).flatMap(LegacyValue::seconds),
        wire.createdAt().flatMap(LegacyValue::moment),
        wire.createdAt(),
        wire.workerTaskId().isPresent());
  }

  /// By which it is known again, whoever takes it over: of all that the producer wrote.
  String key(String alias) {
    String all =
        String.join(
            "\n",
            alias,
            type.value(),
            String.valueOf(createdAs.orElse("")),
            HexFormat.of().formatHex(Sha256.of(data.bytes())));
    return "legacy:" + HexFormat.of().formatHex(Sha256.of(all.getBytes(UTF_8)));
  }

  private static Optional<BigDecimal> number(Object value) {
    return value instanceof Number number
        ? Optional.of(new BigDecimal(number.toString()))
        : Optional.empty();
  }

  private static Optional<Priority> priority(BigDecimal number) {
    try {
      return Optional.of(new Priority(number.intValueExact()));
    } catch (ArithmeticException e) {
      // No whole number, or none that fits: the queue's score decides.
      return Optional.empty();
    }
  }

  private static Optional<Duration> seconds(BigDecimal number) {
    return number.signum() > 0
        ? Optional.of(Duration.ofMillis(number.min(LONGEST).movePointRight(3).longValue()))
            .filter(Duration::isPositive)
        : Optional.empty();
  }

  private static Optional<Instant> moment(Object value) {
    try {
      return value instanceof String text
          ? Optional.of(OffsetDateTime.parse(text).toInstant())
          : Optional.empty();
    } catch (DateTimeParseException e) {
      // Some other notation; then the id decides the order.
      return Optional.empty();
    }
  }
}
