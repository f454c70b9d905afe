package com.devskyy.engine.client;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.Position;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.WorkerRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Why a task is where it is.
///
/// @param task which one
/// @param status where it stands
/// @param rule the one rule that decides, as a word: `paused`, `no_worker`, `alone`, `busy`,
///     `next`, `due`, `retry`, `running`, `cancelling`, `ended`
/// @param sentence the same for people
/// @param position its place in the queue, when it is queued
/// @param expected when it will go on, where that is known
/// @param remedy what can be done about it; empty when nothing needs doing
public record Why(
    TaskId task,
    TaskStatus status,
    String rule,
    String sentence,
    Optional<Position> position,
    Optional<Instant> expected,
    Optional<String> remedy) {

  static Why of(Task task, TaskStore store) {
    return switch (task.status()) {
      case QUEUED -> queued(task, store);
      case SCHEDULED ->
          say(task, "due", "Runs at %s.".formatted(task.dueAt()))
              .at(task.dueAt())
              .orDo("devskyy tasks cancel " + task.id());
      case RETRYING ->
          say(
                  task,
                  "retry",
                  "Attempt %d failed (%s); runs again at %s."
                      .formatted(task.attempt() - 1, errorOf(task), task.dueAt()))
              .at(task.dueAt());
      case WAITING -> say(task, "waiting", "Waits for other tasks.");
      case PROCESSING ->
          task.cancelRequested()
              ? say(task, "cancelling", "Was asked to stop and has not stopped yet.")
              : say(
                  task,
                  "running",
                  "Runs on %s since %s."
                      .formatted(
                          task.worker().orElse("a worker"),
                          task.startedAt().map(Instant::toString).orElse("now")));
      case COMPLETED -> say(task, "ended", "Is done.").orDo("devskyy tasks show " + task.id());
      case FAILED ->
          say(task, "ended", "Failed: %s.".formatted(errorOf(task)))
              .orDo("devskyy dlq replay " + task.id());
      case CANCELLED, EXPIRED ->
          say(task, "ended", "Is %s: %s.".formatted(task.status().wire(), errorOf(task)))
              .orDo("devskyy dlq replay " + task.id());
    };
  }

  private static Why queued(Task task, TaskStore store) {
    Counts.Queue queue =
        store
            .counts()
            .queues()
            .getOrDefault(task.type(), new Counts.Queue(Map.of(), Optional.empty(), false));
    Optional<Position> position = store.position(task.id());
    if (queue.paused()) {
      return say(task, "paused", "The queue %s is paused.".formatted(task.type()))
          .placed(position)
          .orDo("devskyy queues resume " + task.type());
    }
    List<WorkerRecord> serving = serving(task, store);
    if (serving.isEmpty()) {
      return say(task, "no_worker", "No running worker serves %s.".formatted(task.type()))
          .placed(position)
          .orDo("devskyy worker");
    }
    if (task.isSuspect()) {
      return say(
              task,
              "alone",
              "Its worker died %d times while running it; it waits for a worker that is empty, to run alone."
                  .formatted(task.crashes()))
          .placed(position);
    }
    int ahead = position.map(Position::ahead).orElse(0);
    if (ahead == 0) {
      return say(task, "next", "Is next in line for %s.".formatted(task.type())).placed(position);
    }
    int slots = serving.stream().mapToInt(WorkerRecord::slots).sum();
    int busy = serving.stream().mapToInt(WorkerRecord::running).sum();
    return say(
            task,
            "busy",
            "Waits for a free slot: %s%d ahead of it in %s, %d of %d slots busy."
                .formatted(
                    position.map(Position::exact).orElse(true) ? "" : "at least ",
                    ahead,
                    task.type(),
                    busy,
                    slots))
        .placed(position)
        .orDo("devskyy worker");
  }

  private static List<WorkerRecord> serving(Task task, TaskStore store) {
    Duration lease = store.settings().lease();
    Instant now = store.clock().instant();
    return store.registry().workers().stream()
        .filter(worker -> worker.state() == WorkerRecord.State.ACTIVE)
        .filter(worker -> worker.heartbeat().plus(lease).isAfter(now))
        .filter(worker -> worker.types().stream().anyMatch(type -> type.name().equals(task.type())))
        .toList();
  }

  private static String errorOf(Task task) {
    return task.error()
        .map(error -> error.type().wire() + ": " + error.message())
        .orElse("no error was kept");
  }

  private static Why say(Task task, String rule, String sentence) {
    return new Why(
        task.id(),
        task.status(),
        rule,
        sentence,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Why placed(Optional<Position> place) {
    return new Why(task, status, rule, sentence, place, expected, remedy);
  }

  private Why at(Instant time) {
    return new Why(task, status, rule, sentence, position, Optional.of(time), remedy);
  }

  private Why orDo(String command) {
    return new Why(task, status, rule, sentence, position, expected, Optional.of(command));
  }
}
