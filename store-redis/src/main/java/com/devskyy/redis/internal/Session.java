package com.devskyy.redis.internal;

import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One store as it was opened: what its scripts are told, and the numbers it gave to types. It ends
/// when the store is emptied. Threads share it.
final class Session {
  private static final byte[] ONE = Bytes.of("1");

  private final Link link;
  private final byte[] prefix;
  private final byte[] id;
  private final byte[] origin;
  private final Names names;

  /// @param id of the store, which every script checks
  /// @param origin of our hints
  Session(Link link, byte[] prefix, byte[] id, byte[] origin) {
    this.link = link;
    this.prefix = prefix;
    this.id = id;
    this.origin = origin;
    names = new Names(texts -> Answers.of(call(Script.NAMES, Instant.EPOCH, texts)).all());
  }

  Names names() {
    return names;
  }

  /// Whether both are of one store.
  boolean isOf(Session other) {
    return Arrays.equals(id, other.id);
  }

  /// Calls a script with what every script gets and with arguments of its own.
  ///
  /// @throws RedisError `STOREGONE` when this is no longer the store
  @Nullable Object call(Script script, Instant now, List<byte[]> arguments) {
    var all = new ArrayList<byte[]>(arguments.size() + 5);
    all.add(ONE);
    all.add(prefix);
    all.add(id);
    all.add(Bytes.of(now.toEpochMilli()));
    all.add(origin);
    all.addAll(arguments);
    return link.call(script, all);
  }

  /// Calls a script that looks at no clock.
  @Nullable Object read(Script script, byte[]... arguments) {
    return call(script, Instant.EPOCH, List.of(arguments));
  }

  /// A task with input and result.
  Task task(
      byte[] taskId,
      byte[] value,
      byte @Nullable [] text,
      byte @Nullable [] inputOutside,
      byte @Nullable [] resultOutside) {
    Head head = Head.unpack(taskId, value);
    State state = State.unpack(text);
    Json input = inputOutside != null ? Json.ofBytes(inputOutside) : head.input(value);
    Optional<Json> result =
        resultOutside != null
            ? Optional.of(Json.ofBytes(resultOutside))
            : state.result().map(Json::ofBytes);
    return task(Ids.of(taskId), head, state, Optional.of(input), result);
  }

  /// A task without input and result.
  Task task(byte[] taskId, byte[] value, byte @Nullable [] text) {
    return task(
        Ids.of(taskId),
        Head.unpack(taskId, value),
        State.unpack(text),
        Optional.empty(),
        Optional.empty());
  }

  Task task(TaskId taskId, Head head, State state, Optional<Json> input, Optional<Json> result) {
    return new Task(
        taskId,
        names.of(head.queue()),
        state.status(),
        state.priority().orElse(head.priority()),
        head.userId(),
        head.tier(),
        input,
        result,
        state.error(),
        state.run(),
        state.attempt(),
        state.crashes(),
        head.createdAt(),
        state.dueAt().or(head::dueAt).orElse(head.createdAt()),
        state.deadlineDropped() ? Optional.empty() : head.deadline(),
        head.runLimit(),
        state.firstStartedAt(),
        state.startedAt(),
        state.endedAt(),
        state.worker(),
        state.progress(),
        state.cancelRequested(),
        head.parent(),
        state.version());
  }
}
