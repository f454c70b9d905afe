package com.devskyy.engine.client;

import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.UniqueKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How a task is enqueued, beside its input. Immutable: each `with…` gives a changed copy.
///
/// @param priority default [Priority#NORMAL]
/// @param userId whose turn it takes
/// @param tier the user's tier, one of [Tiers]
/// @param dueAt not before this time; default at once
/// @param delay not before this long from now; default at once
/// @param deadline expires unless running by then
/// @param runLimit lets it run longer than its type does
/// @param uniqueKey overrides the type's rule
/// @param id makes repeating the call harmless; default a new one
public record EnqueueOptions(
    Priority priority,
    Optional<String> userId,
    Optional<String> tier,
    Optional<Instant> dueAt,
    Optional<Duration> delay,
    Optional<Instant> deadline,
    Optional<Duration> runLimit,
    Optional<UniqueKey> uniqueKey,
    Optional<TaskId> id) {
  /// Nothing special.
  public static final EnqueueOptions DEFAULT =
      new EnqueueOptions(
          Priority.NORMAL,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public EnqueueOptions withPriority(int value) {
    return new EnqueueOptions(
        new Priority(value), userId, tier, dueAt, delay, deadline, runLimit, uniqueKey, id);
  }

  public EnqueueOptions withUser(String user) {
    return new EnqueueOptions(
        priority, Optional.of(user), tier, dueAt, delay, deadline, runLimit, uniqueKey, id);
  }

  public EnqueueOptions withTier(String name) {
    return new EnqueueOptions(
        priority, userId, Optional.of(name), dueAt, delay, deadline, runLimit, uniqueKey, id);
  }

  public EnqueueOptions withDueAt(Instant time) {
    return new EnqueueOptions(
        priority, userId, tier, Optional.of(time), delay, deadline, runLimit, uniqueKey, id);
  }

  public EnqueueOptions withDelay(Duration time) {
    return new EnqueueOptions(
        priority, userId, tier, dueAt, Optional.of(time), deadline, runLimit, uniqueKey, id);
  }

  public EnqueueOptions withDeadline(Instant time) {
    return new EnqueueOptions(
        priority, userId, tier, dueAt, delay, Optional.of(time), runLimit, uniqueKey, id);
  }

  public EnqueueOptions withRunLimit(Duration limit) {
    return new EnqueueOptions(
        priority, userId, tier, dueAt, delay, deadline, Optional.of(limit), uniqueKey, id);
  }

  public EnqueueOptions withUniqueKey(UniqueKey key) {
    return new EnqueueOptions(
        priority, userId, tier, dueAt, delay, deadline, runLimit, Optional.of(key), id);
  }

  public EnqueueOptions withId(TaskId given) {
    return new EnqueueOptions(
        priority, userId, tier, dueAt, delay, deadline, runLimit, uniqueKey, Optional.of(given));
  }
}
