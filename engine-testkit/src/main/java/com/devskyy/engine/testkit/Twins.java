package com.devskyy.engine.testkit;

import static java.util.Objects.requireNonNull;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Two stores that are asked the same and must answer alike, each as [Visible] sees it.
final class Twins implements AutoCloseable {
  final TaskStore reference;
  final TaskStore candidate;
  private final Map<TaskId, Task> lastSeen = new HashMap<>();

  /// What each of them answered.
  record Answers<T>(T reference, T candidate) {}

  /// @param reference is taken to be right
  Twins(TaskStore reference, TaskStore candidate) {
    this.reference = reference;
    this.candidate = candidate;
  }

  <T> Optional<Answers<T>> both(String doing, Function<TaskStore, T> verb) {
    return both(doing, verb, answer -> answer);
  }

  /// Does it to both and compares what counts of the answers; a refusal is an answer too, and
  /// leaves nothing to go on with.
  <T> Optional<Answers<T>> both(
      String doing, Function<TaskStore, T> verb, Function<T, Object> visible) {
    Optional<T> expected = full(() -> verb.apply(reference));
    Optional<T> actual = full(() -> verb.apply(candidate));
    same(doing, expected.map(visible), actual.map(visible));
    return expected.flatMap(left -> actual.map(right -> new Answers<>(left, right)));
  }

  /// Empty when the store is full.
  private static <T> Optional<T> full(Supplier<T> verb) {
    try {
      return Optional.of(verb.get());
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.FULL) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static void same(String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(
          "%s%n  reference: %s%n  candidate: %s".formatted(what, expected, actual));
    }
  }

  /// Compares everything that can be read.
  ///
  /// @param queries which pages
  /// @param ids tasks whose history is compared, beside the newest
  void compareAll(List<TaskQuery> queries, List<TaskId> ids) {
    for (TaskQuery query : queries) {
      same(
          "list " + query,
          StoreDriver.listAll(reference, query).stream().map(Task::id).toList(),
          StoreDriver.listAll(candidate, query).stream().map(Task::id).toList());
    }
    List<TaskId> all =
        StoreDriver.listAll(reference, TaskQuery.newest(TaskStore.MAX_BATCH)).stream()
            .map(Task::id)
            .limit(TaskStore.MAX_BATCH)
            .toList();
    Map<TaskId, Task> expected = reference.find(all);
    Map<TaskId, Task> actual = candidate.find(all);
    for (TaskId id : all) {
      Task found = actual.get(id);
      if (found == null) {
        throw new AssertionError("find " + id + ": the candidate does not have it");
      }
      same("find " + id, Visible.of(requireNonNull(expected.get(id))), Visible.of(found));
      versionGrows(found);
      same("position of " + id, reference.position(id), candidate.position(id));
    }
    Stream.concat(ids.stream(), all.stream().limit(20))
        .forEach(
            id ->
                same(
                    "history of " + id,
                    Visible.of(reference.history(id)),
                    Visible.of(candidate.history(id))));
    same("counts", Visible.of(reference.counts()), Visible.of(candidate.counts()));
    same(
        "workers",
        Visible.of(reference.registry().workers()),
        Visible.of(candidate.registry().workers()));
    same("types", reference.registry().types(), candidate.registry().types());
  }

  private void versionGrows(Task found) {
    Task before = lastSeen.put(found.id(), found);
    if (before != null
        && before.createdAt().equals(found.createdAt())
        && !Visible.of(before).equals(Visible.of(found))
        && found.version() <= before.version()) {
      throw new AssertionError(
          "version of %s did not grow: %s then %s".formatted(found.id(), before, found));
    }
  }

  @Override
  public void close() {
    try (reference) {
      candidate.close();
    }
  }
}
