package com.devskyy.redis.internal;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.store.CrashReport;
import com.devskyy.engine.store.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/// Errors of tasks as stored. Those that a script makes carry facts alone and are put in words
/// here.
final class Errors {
  private static final int LATE = 255;
  private static final int CRASHED = 254;

  private Errors() {}

  static byte[] pack(TaskError error) {
    byte[] type = Bytes.of(error.type().wire());
    return new Packer()
        .u8(type.length)
        .bytes(type)
        .text32(error.message())
        .bytes(Bytes.of(error.detail()))
        .done();
  }

  static TaskError unpack(byte[] packed) {
    var from = new Unpacker(packed);
    int length = from.u8();
    return switch (length) {
      case LATE ->
          new TaskError(
              ErrorType.EXPIRED,
              "the deadline %s passed before it could run"
                  .formatted(Instant.ofEpochMilli(from.i64())));
      case CRASHED -> crashReport(from);
      default -> {
        var type = ErrorType.ofWire(from.text(length));
        yield new TaskError(type, from.text32(), from.restText());
      }
    };
  }

  private static TaskError crashReport(Unpacker from) {
    int crashes = from.i32();
    long heartbeat = from.i64();
    byte[] record = from.bytes(from.u16());
    String worker = from.text16();
    var runs = new ArrayList<History.Run>();
    while (!from.atEnd()) {
      runs.add(Runs.unpack(from.bytes(from.i32())));
    }
    return CrashReport.of(
        crashes,
        worker,
        record.length == 0 ? Optional.empty() : Optional.of(Workers.host(record)),
        heartbeat == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(heartbeat)),
        runs);
  }
}
