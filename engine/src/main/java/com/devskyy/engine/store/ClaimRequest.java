package com.devskyy.engine.store;

import com.devskyy.engine.TypeName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// A worker's wish for work.
///
/// @param worker who asks
/// @param n number of the request, growing within the worker: the last one repeated returns the
///     leases it gave and that are still held, in any order; an older one gets nothing
/// @param slots free slots per queue, 0 for a queue not asked for; on a tie of the total, queues
///     are served one task each in this map's order
/// @param total most tasks wanted, 1 to [TaskStore#MAX_BATCH]
/// @param maxBytes no further task once the inputs given reach this many bytes; so the first is
///     given whatever its size, and the last may go beyond
/// @param idle whether the worker runs nothing at present, so that it may take a suspect
/// @param now by the store's clock
public record ClaimRequest(
    String worker,
    long n,
    Map<TypeName, Integer> slots,
    int total,
    long maxBytes,
    boolean idle,
    Instant now) {
  public ClaimRequest {
    if (total < 1 || total > TaskStore.MAX_BATCH) {
      throw new IllegalArgumentException(
          "a claim's total must be 1 to %d, was %d".formatted(TaskStore.MAX_BATCH, total));
    }
    slots = new LinkedHashMap<>(slots);
  }
}
