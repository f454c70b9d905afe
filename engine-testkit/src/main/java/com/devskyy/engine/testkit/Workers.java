package com.devskyy.engine.testkit;

import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Registry;
import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.WorkerRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The workers a [MemoryTaskStore] has heard of, and the types they described.
final class Workers {
  private final Map<String, WorkerRecord> workers = new TreeMap<>();
  private final Map<TypeName, TypeRegistration> types = new TreeMap<>();

  void register(WorkerRecord worker, Instant now) {
    worker.types().forEach(type -> types.put(type.name(), type));
    if (worker.state() == WorkerRecord.State.GONE) {
      workers.remove(worker.id());
    } else {
      workers.put(worker.id(), heardAt(worker, now));
    }
  }

  Optional<WorkerRecord> find(String id) {
    return Optional.ofNullable(workers.get(id));
  }

  /// How long ended tasks of a type are kept, when a worker said so.
  Optional<Duration> retention(TypeName type) {
    return Optional.ofNullable(types.get(type)).map(TypeRegistration::retention);
  }

  Registry registry() {
    return new Registry(List.copyOf(workers.values()), List.copyOf(types.values()));
  }

  /// The clock stepped back: who was heard after `furthest` was heard now.
  void clockSteppedBack(Instant now, Instant furthest) {
    workers.replaceAll(
        (_, worker) -> worker.heartbeat().isAfter(furthest) ? heardAt(worker, now) : worker);
  }

  void dropUnheardSince(Instant time) {
    workers.values().removeIf(worker -> worker.heartbeat().isBefore(time));
  }

  private static WorkerRecord heardAt(WorkerRecord worker, Instant heartbeat) {
    return new WorkerRecord(
        worker.id(),
        worker.host(),
        MemoryState.cut(worker.startedAt()),
        worker.slots(),
        worker.running(),
        worker.state(),
        worker.types(),
        heartbeat);
  }
}
