package com.devskyy.redis.internal;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.store.History;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What belongs to a task beside its state, as stored.
final class Runs {
  private Runs() {}

  static History.Run unpack(byte[] packed) {
    var from = new Unpacker(packed);
    int run = from.i32();
    int attempt = from.i32();
    Instant startedAt = Instant.ofEpochMilli(from.u48());
    Instant endedAt = Instant.ofEpochMilli(from.u48());
    String end = end((char) from.u8());
    String worker = from.text16();
    Optional<TaskError> why =
        from.atEnd() ? Optional.empty() : Optional.of(Errors.unpack(from.rest()));
    return new History.Run(run, attempt, worker, startedAt, endedAt, end, why);
  }

  private static String end(char how) {
    return switch (how) {
      case 'h' -> "handed_back";
      case 'b' -> "returned";
      case 'd' -> "crashed";
      default -> Codes.status(how).wire();
    };
  }

  /// @param run of the lease that wrote it
  static byte[] line(Instant at, int run, String level, String message) {
    return new Packer()
        .i64(at.toEpochMilli())
        .i32(run)
        .text16(level)
        .bytes(Bytes.of(message))
        .done();
  }

  static History.LogLine line(byte[] packed) {
    var from = new Unpacker(packed);
    return new History.LogLine(
        Instant.ofEpochMilli(from.i64()), from.i32(), from.text16(), from.restText());
  }

  static byte[] cost(String provider, BigDecimal amount, String unit) {
    return new Packer().text16(provider).text16(amount.toString()).bytes(Bytes.of(unit)).done();
  }

  static History.Cost cost(byte[] packed) {
    var from = new Unpacker(packed);
    return new History.Cost(
        from.i32(), from.i32(), from.text16(), new BigDecimal(from.text16()), from.restText());
  }

  /// A step and when it was first written.
  private record Placed(long place, History.Step step) {}

  /// @param named names and steps in turn
  static List<History.Step> steps(List<byte[]> named) {
    var placed = new ArrayList<Placed>();
    for (int i = 0; i < named.size(); i += 2) {
      var from = new Unpacker(named.get(i + 1));
      boolean isDone = from.u8() == 1;
      long place = from.i64();
      placed.add(
          new Placed(
              place,
              new History.Step(
                  Bytes.text(named.get(i)),
                  isDone ? Optional.of(Json.ofBytes(from.rest())) : Optional.empty())));
    }
    placed.sort(Comparator.comparingLong(Placed::place));
    return placed.stream().map(Placed::step).toList();
  }
}
