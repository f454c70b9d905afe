package com.devskyy.engine.worker;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What runs now, and how many slots that leaves. Two lanes: I/O-bound types share one number of
/// slots, CPU-bound types another. A slot is taken when a task is claimed and freed when its
/// attempt has been decided; the attempt itself stays listed, its lease renewed, until the store
/// has its end. Thread-safe.
final class Attempts {
  private final Map<TaskId, Attempt> all = new ConcurrentHashMap<>();
  private final Map<TypeName, AtomicInteger> slotsOfType = new ConcurrentHashMap<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger alone = new AtomicInteger();

  void add(Attempt attempt) {
    if (attempt.alone()) {
      alone.incrementAndGet();
    }
    Attempt before = all.put(attempt.task().id(), attempt);
    if (before != null) {
      left(before);
    }
    slots(attempt.task().type()).incrementAndGet();
    taken.incrementAndGet();
  }

  Optional<Attempt> find(TaskId task) {
    return Optional.ofNullable(all.get(task));
  }

  /// The attempt has been decided: its slot is free.
  void freeSlot(Attempt attempt) {
    slots(attempt.task().type()).decrementAndGet();
    taken.decrementAndGet();
  }

  /// The store has its end, or will never take it.
  void remove(Attempt attempt) {
    if (all.remove(attempt.task().id(), attempt)) {
      left(attempt);
    }
  }

  private void left(Attempt attempt) {
    if (attempt.alone()) {
      alone.decrementAndGet();
    }
  }

  /// Whether one of them must have the worker for itself. Asked before every claim, so counted.
  boolean anyAlone() {
    return alone.get() > 0;
  }

  int slotsTaken(TypeName type) {
    return slots(type).get();
  }

  List<Attempt> list() {
    return List.copyOf(all.values());
  }

  int size() {
    return all.size();
  }

  /// Attempts whose slot is free already while their end is still on its way to the store.
  int unstored() {
    return all.size() - taken.get();
  }

  private AtomicInteger slots(TypeName type) {
    return slotsOfType.computeIfAbsent(type, _ -> new AtomicInteger());
  }
}
