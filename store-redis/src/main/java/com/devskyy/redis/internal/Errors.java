package com.devskyy.redis.internal;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.RescueRule;
import java.time.Instant;

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
    var detail = new StringBuilder();
    while (!from.atEnd()) {
      History.Run run = Runs.unpack(from.bytes(from.i32()));
      detail.append(
          "run %d on worker %s: started %s, given up %s%n"
              .formatted(run.run(), run.worker(), run.startedAt(), run.endedAt()));
    }
    return new TaskError(
        ErrorType.WORKER_CRASH,
        "%d workers died running it, the last %d while it ran alone; the last was %s on %s, heard %s"
            .formatted(
                crashes,
                RescueRule.MAX_ALONE_CRASHES,
                worker,
                record.length == 0 ? "an unknown host" : Workers.host(record),
                heartbeat == 0 ? "no more" : Instant.ofEpochMilli(heartbeat)),
        detail.toString());
  }
}
