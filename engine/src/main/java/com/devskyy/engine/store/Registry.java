package com.devskyy.engine.store;

import java.util.List;

/// Who works and what is known.
///
/// @param workers those whose heartbeat is not older than a day, dead ones included: compare the
///     heartbeat
/// @param types every type ever registered, by name, as the latest worker described it
public record Registry(List<WorkerRecord> workers, List<TypeRegistration> types) {
  public Registry {
    workers = List.copyOf(workers);
    types = List.copyOf(types);
  }
}
