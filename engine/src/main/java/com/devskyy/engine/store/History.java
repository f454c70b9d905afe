package com.devskyy.engine.store;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What belongs to a task beside its present state; all lists in order of (first) writing.
///
/// @param uniqueKey as the task was given it, whether it still holds it or not
/// @param alias the name by which its producer knows it, where the store answers producers that use
///     another protocol
public record History(
    List<Run> runs,
    List<Step> steps,
    List<LogLine> log,
    List<Cost> costs,
    Optional<UniqueKey> uniqueKey,
    Optional<String> alias) {
  /// A task that has done nothing.
  public static final History NONE =
      new History(List.of(), List.of(), List.of(), List.of(), Optional.empty());

  /// As above, without an alias.
  public History(
      List<Run> runs,
      List<Step> steps,
      List<LogLine> log,
      List<Cost> costs,
      Optional<UniqueKey> uniqueKey) {
    this(runs, steps, log, costs, uniqueKey, Optional.empty());
  }

  public History {
    runs = List.copyOf(runs);
    steps = List.copyOf(steps);
    log = List.copyOf(log);
    costs = List.copyOf(costs);
  }

  /// One run. Present for every run that ended in anything but completion; the latest run of a
  /// completed or processing task is in the task itself ([com.devskyy.engine.Task#startedAt()]).
  ///
  /// @param attempt number of the attempt it was
  /// @param end `retrying`, `scheduled`, `failed`, `cancelled`, `handed_back`, `expired`,
  ///     `returned` (lease lost, worker alive) or `crashed`
  /// @param error of the transition that ended it; `Cancelled` with the reason when it was
  ///     cancelled
  public record Run(
      int run,
      int attempt,
      String worker,
      Instant startedAt,
      Instant endedAt,
      String end,
      Optional<TaskError> error) {}

  /// A step by name: intended when it has no value yet.
  public record Step(String name, Optional<Json> value) {}

  /// A line of the log.
  public record LogLine(Instant at, int run, String level, String message) {}

  /// What was spent.
  public record Cost(int run, int n, String provider, BigDecimal amount, String unit) {}
}
