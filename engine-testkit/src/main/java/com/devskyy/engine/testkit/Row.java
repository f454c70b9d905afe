package com.devskyy.engine.testkit;

import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A task as [MemoryTaskStore] keeps it. What [Task] shows changes only in [Rows#change].
final class Row {
  final NewTask given;
  final Instant createdAt;

  TaskStatus status;
  Priority priority;
  Instant dueAt;
  Optional<Instant> deadline;
  Optional<Json> result = Optional.empty();
  Optional<TaskError> error = Optional.empty();
  int run;
  int attempt = 1;
  int crashes;
  Optional<Instant> firstStartedAt = Optional.empty();
  Optional<Instant> startedAt = Optional.empty();
  Optional<Instant> endedAt = Optional.empty();
  Optional<String> worker = Optional.empty();
  Optional<Task.Progress> progress = Optional.empty();
  Optional<String> cancelReason = Optional.empty();
  long version = 1;

  /// Its turn while it waits in a level.
  long tag;

  /// Of the latest lease, held or not; 0 before the first.
  long token;

  Instant leaseUntil = Instant.EPOCH;

  /// Number of the latest write under the latest lease.
  int lastWrite;

  final List<History.Run> runs = new ArrayList<>();
  final Map<String, Optional<Json>> steps = new LinkedHashMap<>();
  final ArrayDeque<History.LogLine> log = new ArrayDeque<>();
  final List<History.Cost> costs = new ArrayList<>();

  Row(NewTask given, TaskStatus status, Instant dueAt, Optional<Instant> deadline, Instant now) {
    this.given = given;
    this.status = status;
    this.priority = given.priority();
    this.dueAt = dueAt;
    this.deadline = deadline;
    this.createdAt = now;
  }

  TaskId id() {
    return given.id();
  }

  TypeName type() {
    return given.type();
  }

  /// Whose clock it is charged to; tasks without a user share one.
  String user() {
    return given.userId().orElse("");
  }

  boolean isSuspect() {
    return crashes >= Task.SUSPECT_CRASHES;
  }

  boolean isPastDeadline(Instant now) {
    return deadline.isPresent() && !deadline.get().isAfter(now);
  }

  /// Bytes that count towards what a store retains.
  long bytes() {
    return (long) given.input().length() + result.map(Json::length).orElse(0);
  }

  Lease lease() {
    return new Lease(id(), run, token, leaseUntil);
  }

  boolean holds(Lease lease) {
    return status == TaskStatus.PROCESSING && run == lease.run() && token == lease.token();
  }

  /// Ends the run, which the history keeps.
  void leaveRun(String end, Optional<TaskError> why, Instant now) {
    runs.add(
        new History.Run(
            run, attempt, worker.orElseThrow(), startedAt.orElseThrow(), now, end, why));
    leaveRun();
  }

  /// Ends the run: what is said of a running attempt ends with it.
  void leaveRun() {
    progress = Optional.empty();
    cancelReason = Optional.empty();
  }

  Task toTask() {
    return task(Optional.of(given.input()), result);
  }

  Task withoutPayload() {
    return task(Optional.empty(), Optional.empty());
  }

  private Task task(Optional<Json> input, Optional<Json> output) {
    return new Task(
        id(),
        type(),
        status,
        priority,
        given.userId(),
        given.tier(),
        input,
        output,
        error,
        run,
        attempt,
        crashes,
        createdAt,
        dueAt,
        deadline,
        given.runLimit(),
        firstStartedAt,
        startedAt,
        endedAt,
        worker,
        progress,
        cancelReason.isPresent(),
        given.parent(),
        version);
  }

  History history() {
    var named = new ArrayList<History.Step>();
    steps.forEach((name, value) -> named.add(new History.Step(name, value)));
    return new History(runs, named, List.copyOf(log), costs, given.uniqueKey());
  }
}
