package com.devskyy.engine.testkit;

import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.UniqueKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Says a [NewTask] in words: normal priority, due now, no user, input `{}` unless told otherwise.
/// Not for several threads.
public final class TaskBuilder {
  private final TypeName type;
  private TaskId id;
  private Json input = Json.of("{}");
  private Priority priority = Priority.NORMAL;
  private Optional<String> userId = Optional.empty();
  private Optional<String> tier = Optional.empty();
  private int weight = 1;
  private Optional<Instant> dueAt = Optional.empty();
  private Optional<Instant> deadline = Optional.empty();
  private Optional<Duration> runLimit = Optional.empty();
  private Optional<UniqueKey> uniqueKey = Optional.empty();
  private Optional<TaskId> parent = Optional.empty();

  /// A task with defaults.
  public TaskBuilder(TaskId id, TypeName type) {
    this.id = id;
    this.type = type;
  }

  /// With another id.
  public TaskBuilder id(TaskId id) {
    this.id = id;
    return this;
  }

  /// With an input.
  public TaskBuilder input(Json input) {
    this.input = input;
    return this;
  }

  /// With a priority.
  public TaskBuilder priority(int priority) {
    this.priority = new Priority(priority);
    return this;
  }

  /// For a user of weight 1.
  public TaskBuilder user(String userId) {
    this.userId = Optional.of(userId);
    return this;
  }

  /// For a user of a tier.
  public TaskBuilder user(String userId, String tier, int weight) {
    this.userId = Optional.of(userId);
    this.tier = Optional.of(tier);
    this.weight = weight;
    return this;
  }

  /// Due at a time.
  public TaskBuilder due(Instant at) {
    this.dueAt = Optional.of(at);
    return this;
  }

  /// With a deadline.
  public TaskBuilder deadline(Instant at) {
    this.deadline = Optional.of(at);
    return this;
  }

  /// With a limit of its own for its runs.
  public TaskBuilder runLimit(Duration limit) {
    this.runLimit = Optional.of(limit);
    return this;
  }

  /// With a unique key.
  public TaskBuilder unique(UniqueKey key) {
    this.uniqueKey = Optional.of(key);
    return this;
  }

  /// Enqueued by another task.
  public TaskBuilder parent(TaskId parent) {
    this.parent = Optional.of(parent);
    return this;
  }

  /// The task.
  public NewTask build() {
    return new NewTask(
        id, type, input, priority, userId, tier, weight, dueAt, deadline, runLimit, uniqueKey,
        parent);
  }
}
