package com.devskyy.engine.store;

import java.time.Instant;
import java.util.List;

/// A worker as the store knows it: written at its start and with every heartbeat.
///
/// @param id unique per start of a worker
/// @param host where it runs, for people
/// @param startedAt when it started
/// @param slots how many tasks it runs at once
/// @param running how many it runs now
/// @param state what it is doing; a worker that says [State#GONE] is removed
/// @param types what it serves; a store may skip writing what has not changed
/// @param heartbeat the store's time of this write; what was passed in is ignored by `register`
public record WorkerRecord(
    String id,
    String host,
    Instant startedAt,
    int slots,
    int running,
    State state,
    List<TypeRegistration> types,
    Instant heartbeat) {
  public WorkerRecord {
    types = List.copyOf(types);
  }

  /// What a worker is doing.
  public enum State {
    /// Claims work.
    ACTIVE,
    /// Finishes what it has, claims nothing.
    STOPPING,
    /// Has left in good order.
    GONE
  }
}
