package com.devskyy.engine.client;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.UniqueKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What of a task goes with it to another store.
final class Baggage {
  /// No worker claims what is due only then.
  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  private final Tiers tiers;

  /// @param tiers what a tier weighs there
  Baggage(Tiers tiers) {
    this.tiers = tiers;
  }

  /// Why a task cannot go, in one sentence for people.
  Optional<String> whyLeft(Task task, History history) {
    if (!history.steps().isEmpty()) {
      return Optional.of("it has steps, which only this store knows of: it must end here");
    }
    if (history.alias().isPresent()) {
      return Optional.of(
          "its producer knows it as %s and is answered from this store alone: it must end here"
              .formatted(history.alias().get()));
    }
    if (task.tier().isPresent() && !tiers.weights().containsKey(task.tier().get())) {
      return Optional.of("its tier \"%s\" is not among TIERS".formatted(task.tier().get()));
    }
    return Optional.empty();
  }

  /// The task as it begins there. A dead letter is due so late that nobody claims it.
  ///
  /// @param now of the store it comes from
  NewTask asNew(Task task, History history, Instant now) {
    boolean dead = task.status() == TaskStatus.FAILED;
    return new NewTask(
        task.id(),
        task.type(),
        task.input().orElseThrow(),
        task.priority(),
        task.userId(),
        task.tier(),
        tiers.weight(task.tier()),
        Optional.of(dead ? NEVER : task.dueAt()),
        // A dead letter must not expire before it is buried.
        dead ? Optional.empty() : task.deadline(),
        task.runLimit(),
        history.uniqueKey().flatMap(key -> stillHeld(key, task, now)),
        task.parent());
  }

  /// A key that is held for a time is held for what is left of it.
  private static Optional<UniqueKey> stillHeld(UniqueKey key, Task task, Instant now) {
    if (key.period().isEmpty()) {
      return Optional.of(key);
    }
    Duration left = Duration.between(now, task.createdAt().plus(key.period().get()));
    return left.isPositive()
        ? Optional.of(UniqueKey.untilPeriod(key.value(), left))
        : Optional.empty();
  }

  /// Whether a dead letter has arrived and is not buried yet. One that was buried, and replayed
  /// since, is due at another time.
  static boolean isToBeBuried(Task arrived) {
    return arrived.status() == TaskStatus.SCHEDULED && arrived.dueAt().equals(NEVER);
  }
}
