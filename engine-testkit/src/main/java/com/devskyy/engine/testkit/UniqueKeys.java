package com.devskyy.engine.testkit;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.UniqueKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which task of a [MemoryTaskStore] holds which unique key.
final class UniqueKeys {
  private final Map<Key, Holder> holders = new HashMap<>();

  /// A unique key within its type.
  private record Key(TypeName type, String value) {
    static Key of(NewTask task, UniqueKey key) {
      return new Key(task.type(), key.value());
    }
  }

  /// Who holds a unique key; until his end when `until` is empty.
  private record Holder(TaskId task, Optional<Instant> until) {
    boolean isPast(Instant now) {
      return until.isPresent() && !until.get().isAfter(now);
    }
  }

  /// Who holds a task's key, maybe it itself.
  Optional<TaskId> holder(NewTask task, Instant now) {
    return task.uniqueKey()
        .map(key -> holders.get(Key.of(task, key)))
        .filter(holder -> !holder.isPast(now))
        .map(Holder::task);
  }

  void hold(NewTask task, Instant now) {
    task.uniqueKey()
        .ifPresent(
            key ->
                holders.put(
                    Key.of(task, key),
                    new Holder(task.id(), key.period().map(now::plus).map(MemoryState::cut))));
  }

  /// At a task's end. A key held for a period stays held.
  void release(NewTask task) {
    task.uniqueKey()
        .ifPresent(
            key -> holders.remove(Key.of(task, key), new Holder(task.id(), Optional.empty())));
  }

  void dropPast(Instant now) {
    holders.values().removeIf(holder -> holder.isPast(now));
  }
}
