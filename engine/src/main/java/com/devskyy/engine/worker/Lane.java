package com.devskyy.engine.worker;

import com.devskyy.engine.ServedType;
import com.devskyy.engine.TypeName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The types that share one number of slots, and which of their queues may hold work.
///
/// A queue is *hungry* until a claim has shown that it is empty, and again from the next hint on.
/// Only hungry queues are asked, so that a worker whose queues are empty asks nobody.
final class Lane {
  private final Map<TypeName, ServedType<?, ?>> types;
  private final int slots;
  private final Set<TypeName> hungry = ConcurrentHashMap.newKeySet();

  Lane(Map<TypeName, ServedType<?, ?>> types, int slots) {
    this.types = new LinkedHashMap<>(types);
    this.slots = slots;
    hungry.addAll(types.keySet());
  }

  void hear(TypeName queue) {
    if (types.containsKey(queue)) {
      hungry.add(queue);
    }
  }

  void hearEverything() {
    hungry.addAll(types.keySet());
  }

  boolean isHungry() {
    return !hungry.isEmpty();
  }

  int free(Attempts attempts) {
    int free = slots;
    for (TypeName type : types.keySet()) {
      free -= attempts.slotsTaken(type);
    }
    return free;
  }

  /// Free slots of each hungry queue, beginning with another queue at each turn; those asked are no
  /// longer hungry.
  Map<TypeName, Integer> takeOrder(Attempts attempts, long turn) {
    Map<TypeName, Integer> free = new LinkedHashMap<>();
    var names = types.keySet().toArray(TypeName[]::new);
    for (int i = 0; i < names.length; i++) {
      TypeName name = names[(int) ((i + turn) % names.length)];
      ServedType<?, ?> served = types.get(name);
      if (served == null || !hungry.contains(name)) {
        continue;
      }
      int most = Math.min(served.type().concurrency(), slots) - attempts.slotsTaken(name);
      if (most > 0) {
        hungry.remove(name);
        free.put(name, most);
      }
    }
    return free;
  }
}
