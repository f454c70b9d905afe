package com.devskyy.redis.internal;

import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What changes of a task, as stored; `state.lua` says which byte means what.
///
/// @param resultOutside whether the result is kept outside
record State(
    TaskStatus status,
    int run,
    long token,
    int version,
    int attempt,
    int crashes,
    boolean deadlineDropped,
    Optional<Instant> firstStartedAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<String> worker,
    Optional<Instant> dueAt,
    Optional<Priority> priority,
    Optional<TaskError> error,
    Optional<Task.Progress> progress,
    boolean cancelRequested,
    Optional<byte[]> result,
    boolean resultOutside) {
  /// Of a task that waits as it was inserted.
  static final State FRESH =
      new State(
          TaskStatus.QUEUED,
          0,
          0,
          1,
          1,
          0,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          false);

  private static final int DUE = 1;
  private static final int DROPPED = 2;
  private static final int PRIORITY = 4;
  private static final int ERROR = 8;
  private static final int PROGRESS = 16;
  private static final int CANCEL = 32;
  private static final int RESULT = 64;
  private static final int OUTSIDE = 128;

  static State unpack(byte @Nullable [] text) {
    if (text == null) {
      return FRESH;
    }
    var from = new Unpacker(text);
    TaskStatus status = Codes.status(from.u8());
    int run = from.i32();
    long token = from.i64();
    from.i32();
    int version = from.i32();
    int attempt = from.i32();
    int crashes = from.u16();
    from.u8();
    int flags = from.u8();
    Optional<Instant> first = time(from.u48());
    Optional<Instant> started = time(from.u48());
    Optional<Instant> ended = time(from.u48());
    Optional<String> worker = run == 0 ? skip(from) : Optional.of(from.text16());
    return new State(
        status,
        run,
        token,
        version,
        attempt,
        crashes,
        has(flags, DROPPED),
        first,
        started,
        ended,
        worker,
        has(flags, DUE) ? Optional.of(Instant.ofEpochMilli(from.i64())) : Optional.empty(),
        has(flags, PRIORITY) ? Optional.of(new Priority(from.i32())) : Optional.empty(),
        has(flags, ERROR) ? Optional.of(Errors.unpack(from.bytes(from.i32()))) : Optional.empty(),
        has(flags, PROGRESS) ? Optional.of(progress(from.bytes(from.i32()))) : Optional.empty(),
        has(flags, CANCEL) && from.bytes(from.i32()).length > 0,
        has(flags, RESULT) ? Optional.of(from.rest()) : Optional.empty(),
        has(flags, OUTSIDE));
  }

  private static Optional<String> skip(Unpacker from) {
    from.text16();
    return Optional.empty();
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  private static Optional<Instant> time(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  static byte[] pack(Task.Progress progress) {
    return new Packer()
        .i64(Double.doubleToLongBits(progress.fraction()))
        .bytes(Bytes.of(progress.message()))
        .done();
  }

  private static Task.Progress progress(byte[] packed) {
    var from = new Unpacker(packed);
    return new Task.Progress(Double.longBitsToDouble(from.i64()), from.restText());
  }
}
