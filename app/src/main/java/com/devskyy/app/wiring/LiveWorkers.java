package com.devskyy.app.wiring;

import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.WorkerRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Workers that are alive: heard of within one lease.
public final class LiveWorkers {
  private LiveWorkers() {}

  /// All of them.
  public static List<WorkerRecord> of(TaskStore store) {
    Duration lease = store.settings().lease();
    Instant now = store.clock().instant();
    return store.registry().workers().stream()
        .filter(worker -> worker.state() != WorkerRecord.State.GONE)
        .filter(worker -> worker.heartbeat().plus(lease).isAfter(now))
        .toList();
  }

  /// Those that claim tasks of a type.
  public static List<WorkerRecord> serving(TypeName type, TaskStore store) {
    return of(store).stream()
        .filter(worker -> worker.state() == WorkerRecord.State.ACTIVE)
        .filter(worker -> worker.types().stream().anyMatch(one -> one.name().equals(type)))
        .toList();
  }
}
