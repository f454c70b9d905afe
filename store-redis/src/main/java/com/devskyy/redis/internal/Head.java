package com.devskyy.redis.internal;

import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.UniqueKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// What a producer said of a task, as stored: packed in front of its input. `given.lua` says which
/// byte means what; it reads the part up to the due time, the rest is for clients alone.
///
/// @param queue number of the type
/// @param size bytes in front of the input
/// @param isOutside whether the input is kept outside, its length standing in its place
record Head(
    int queue,
    int size,
    boolean isOutside,
    Priority priority,
    Instant createdAt,
    Optional<Instant> deadline,
    Optional<String> userId,
    Optional<UniqueKey> uniqueKey,
    Optional<Instant> dueAt,
    Optional<String> tier,
    Optional<String> alias,
    Optional<TaskId> parent,
    Optional<Duration> runLimit) {
  /// Longer inputs and results are kept outside, so that looking at a task stays cheap.
  static final int MAX_INLINE = 4_096;

  private static final int DUE = 1;
  private static final int DEADLINE = 2;
  private static final int USER = 4;
  private static final int TIER = 8;
  private static final int ALIAS = 16;
  private static final int UNIQUE = 32;
  private static final int MORE = 64;
  private static final int OUTSIDE = 128;

  /// In a byte of their own, as only clients read them.
  private static final int PARENT = 1;

  private static final int RUN_LIMIT = 2;

  private static final int SIZE_AT = 3;
  private static final int LONG_TEXT = 255;

  static boolean isOutside(NewTask task) {
    return task.input().length() > MAX_INLINE;
  }

  /// The whole value: head and input, or head and length of an input that is kept outside.
  ///
  /// @param alias by which its producer knows it
  static byte[] pack(NewTask task, byte[] id, int queue, Optional<String> alias, long now) {
    var packer = new Packer();
    int priority = task.priority().value();
    boolean isWide = priority >= Byte.MAX_VALUE || priority <= Byte.MIN_VALUE;
    long created = now - Ids.millis(id);
    boolean isFar = created != (short) created || created == Short.MIN_VALUE;
    Optional<Long> due = task.dueAt().map(Instant::toEpochMilli).filter(it -> it != now);
    boolean hasTier = task.tier().isPresent() || task.weight() != 1;
    boolean hasMore = task.parent().isPresent() || task.runLimit().isPresent();
    packer
        .u8(
            (due.isPresent() ? DUE : 0)
                | (task.deadline().isPresent() ? DEADLINE : 0)
                | (task.userId().isPresent() ? USER : 0)
                | (hasTier ? TIER : 0)
                | (task.uniqueKey().isPresent() ? UNIQUE : 0)
                | (alias.isPresent() ? ALIAS : 0)
                | (hasMore ? MORE : 0)
                | (isOutside(task) ? OUTSIDE : 0))
        .u16(queue)
        .u16(0)
        .u8(isWide ? priority > 0 ? Byte.MAX_VALUE : Byte.MIN_VALUE : priority)
        .u16(isFar ? Short.MIN_VALUE : (int) created);
    if (isWide) {
      packer.i32(priority);
    }
    task.deadline().ifPresent(it -> packer.i64(it.toEpochMilli()));
    if (hasTier) {
      packer.u16(task.weight());
    }
    task.userId().ifPresent(it -> packUser(packer, it));
    task.uniqueKey()
        .ifPresent(it -> packer.i64(it.period().map(Times::millis).orElse(0L)).text16(it.value()));
    due.ifPresent(packer::i64);
    alias.ifPresent(packer::text16);
    if (hasTier) {
      packer.text16(task.tier().orElse(""));
    }
    if (hasMore) {
      packer.u8(
          (task.parent().isPresent() ? PARENT : 0) | (task.runLimit().isPresent() ? RUN_LIMIT : 0));
    }
    task.parent().ifPresent(it -> packer.bytes(Ids.bytes(it)));
    task.runLimit().ifPresent(it -> packer.i64(it.toMillis()));
    if (isFar) {
      packer.i64(now);
    }
    packer.u16At(SIZE_AT, packer.size());
    if (isOutside(task)) {
      packer.i32(task.input().length());
    } else {
      packer.bytes(task.input().bytes());
    }
    return packer.done();
  }

  private static void packUser(Packer packer, String user) {
    byte[] utf8 = Bytes.of(user);
    if (utf8.length < LONG_TEXT) {
      packer.u8(utf8.length);
    } else {
      packer.u8(LONG_TEXT).u16(utf8.length);
    }
    packer.bytes(utf8);
  }

  /// Reads the head of a value; the input may be missing behind it.
  static Head unpack(byte[] id, byte[] value) {
    var from = new Unpacker(value);
    int flags = from.u8();
    int queue = from.u16();
    int size = from.u16();
    int narrow = (byte) from.u8();
    int created = (short) from.u16();
    int priority = narrow == Byte.MAX_VALUE || narrow == Byte.MIN_VALUE ? from.i32() : narrow;
    Optional<Instant> deadline = has(flags, DEADLINE) ? Optional.of(time(from)) : Optional.empty();
    if (has(flags, TIER)) {
      from.u16();
    }
    Optional<String> user = has(flags, USER) ? Optional.of(user(from)) : Optional.empty();
    Optional<UniqueKey> unique = has(flags, UNIQUE) ? Optional.of(key(from)) : Optional.empty();
    Optional<Instant> due = has(flags, DUE) ? Optional.of(time(from)) : Optional.empty();
    Optional<String> alias = has(flags, ALIAS) ? Optional.of(from.text16()) : Optional.empty();
    Optional<String> tier =
        has(flags, TIER)
            ? Optional.of(from.text16()).filter(it -> !it.isEmpty())
            : Optional.empty();
    int more = has(flags, MORE) ? from.u8() : 0;
    Optional<TaskId> parent =
        has(more, PARENT) ? Optional.of(Ids.of(from.bytes(Ids.BYTES))) : Optional.empty();
    Optional<Duration> runLimit =
        has(more, RUN_LIMIT) ? Optional.of(Duration.ofMillis(from.i64())) : Optional.empty();
    Instant createdAt =
        created == Short.MIN_VALUE ? time(from) : Instant.ofEpochMilli(Ids.millis(id) + created);
    return new Head(
        queue,
        size,
        has(flags, OUTSIDE),
        new Priority(priority),
        createdAt,
        deadline,
        user,
        unique,
        due,
        tier,
        alias,
        parent,
        runLimit);
  }

  /// The input behind the head of its value.
  Json input(byte[] value) {
    return Json.ofBytes(Arrays.copyOfRange(value, size, value.length));
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  private static Instant time(Unpacker from) {
    return Instant.ofEpochMilli(from.i64());
  }

  private static String user(Unpacker from) {
    int length = from.u8();
    return from.text(length == LONG_TEXT ? from.u16() : length);
  }

  private static UniqueKey key(Unpacker from) {
    long period = from.i64();
    String value = from.text16();
    return period == 0
        ? UniqueKey.untilEnd(value)
        : UniqueKey.untilPeriod(value, Duration.ofMillis(period));
  }
}
