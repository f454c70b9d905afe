package com.devskyy.engine.testkit;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Outcome;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the tasks of a [Simulation] do, and what they did outside, which no crash undoes.
final class SimulatedWorld {
  /// How a task behaves.
  enum Behaviour {
    QUICK,
    /// Fails twice, then succeeds.
    FLAKY,
    /// Always fails.
    BROKEN,
    /// Asks to be called later, once.
    SNOOZES,
    /// Calls a paid service, which must happen once.
    PAYS,
    /// Pays, then fails once.
    PAYS_AND_FAILS,
    /// Kills its worker each time.
    POISON
  }

  private final Map<TaskId, Behaviour> behaviours = new LinkedHashMap<>();
  private final Set<TaskId> paid = new HashSet<>();
  private final Set<TaskId> snoozed = new HashSet<>();

  void add(TaskId task, Behaviour behaviour) {
    behaviours.put(task, behaviour);
  }

  List<TaskId> tasks() {
    return List.copyOf(behaviours.keySet());
  }

  boolean isPoison(TaskId task) {
    return behaviours.get(task) == Behaviour.POISON;
  }

  boolean pays(TaskId task) {
    Behaviour behaviour = behaviours.get(task);
    return behaviour == Behaviour.PAYS || behaviour == Behaviour.PAYS_AND_FAILS;
  }

  boolean wasPaid(TaskId task) {
    return paid.contains(task);
  }

  void pay(TaskId task) {
    if (!paid.add(task)) {
      throw new AssertionError("task " + task + " paid twice");
    }
  }

  Outcome outcome(TaskContext context) {
    var error = new TaskError(ErrorType.INTERNAL, "failed on purpose");
    var done = new Outcome.Done(Json.of("\"done\""));
    return switch (behaviours.getOrDefault(context.id(), Behaviour.QUICK)) {
      case QUICK, PAYS, POISON -> done;
      case FLAKY -> context.attempt() < 3 ? new Outcome.Failed(error) : done;
      case PAYS_AND_FAILS -> context.attempt() < 2 ? new Outcome.Failed(error) : done;
      case BROKEN -> new Outcome.Failed(error);
      case SNOOZES ->
          snoozed.add(context.id()) ? new Outcome.Snooze(Duration.ofSeconds(5), error) : done;
    };
  }
}
