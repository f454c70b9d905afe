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

  void add(Attempt attempt) {
    all.put(attempt.task().id(), attempt);
    slots(attempt.task().type()).incrementAndGet();
  }

  Optional<Attempt> find(TaskId task) {
    return Optional.ofNullable(all.get(task));
  }

  /// The attempt has been decided: its slot is free.
  void freeSlot(Attempt attempt) {
    slots(attempt.task().type()).decrementAndGet();
  }

  /// The store has its end, or will never take it.
  void remove(Attempt attempt) {
    all.remove(attempt.task().id(), attempt);
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
    return all.size() - slotsOfType.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  private AtomicInteger slots(TypeName type) {
    return slotsOfType.computeIfAbsent(type, _ -> new AtomicInteger());
  }
}
