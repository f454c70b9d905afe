package com.devskyy.engine.worker;

import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Asks the store for as much work as there are free slots. Used by one thread.
///
/// When the store fails, nobody knows whether it gave leases; the same request, repeated with its
/// number, then gives the same ones.
final class Claimer {
  private static final long MAX_BYTES = 16L << 20;

  /// Attempts that are over but not stored yet: beyond this many, the store must catch up first.
  private static final int MAX_UNSTORED = 2 * TaskStore.MAX_BATCH;

  private final TaskStore store;
  private final String worker;
  private final List<Lane> lanes;
  private final Attempts attempts;
  private final LongSupplier nanos;

  private long lastNumber;
  private @Nullable Asked unanswered;
  private @Nullable Lane draining;
  private long askedWhileDraining;

  /// A request and when it was first sent: a repeated one gives leases that count from then.
  private record Asked(Lane lane, ClaimRequest request, long sentAt) {}

  /// What a claim gave.
  ///
  /// @param sentAt when it was sent, by the monotonic clock: from then on a lease may have counted
  record Taken(List<Claimed.Leased> leases, long sentAt) {
    static final Taken NOTHING = new Taken(List.of(), 0);
  }

  Claimer(TaskStore store, String worker, List<Lane> lanes, Attempts attempts, LongSupplier nanos) {
    this.store = store;
    this.worker = worker;
    this.lanes = List.copyOf(lanes);
    this.attempts = attempts;
    this.nanos = nanos;
  }

  /// Asks once for each lane that has something to ask for.
  ///
  /// @throws StoreException when the store did not answer; the next call asks the same again
  List<Taken> claim() {
    if (attempts.anyAlone()) {
      return List.of();
    }
    Asked again = unanswered;
    if (again != null) {
      return List.of(ask(again));
    }
    Lane chosen = draining;
    if (chosen != null) {
      return List.of(drain(chosen));
    }
    List<Taken> taken = new ArrayList<>(lanes.size());
    for (Lane lane : lanes) {
      taken.add(claim(lane));
    }
    return taken;
  }

  /// Whether calling again at once could give more.
  boolean mayHaveMore() {
    if (unanswered != null || mustWait()) {
      return false;
    }
    for (Lane lane : lanes) {
      if (lane.isHungry() && lane.free(attempts) > 0) {
        return true;
      }
    }
    return false;
  }

  /// Whether nothing can be asked before something else has ended; then we are told.
  private boolean mustWait() {
    return draining != null || attempts.unstored() > MAX_UNSTORED;
  }

  private Taken claim(Lane lane) {
    // Asked after every attempt that ends, so the cheapest question comes first.
    if (!lane.isHungry() || mustWait()) {
      return Taken.NOTHING;
    }
    int free = lane.free(attempts);
    if (free < 1) {
      return Taken.NOTHING;
    }
    Map<TypeName, Integer> order = lane.takeOrder(attempts, lastNumber);
    return order.isEmpty() ? Taken.NOTHING : ask(lane, order, Math.min(free, TaskStore.MAX_BATCH));
  }

  /// The store has chosen this worker to run a suspect: nothing else is claimed until it is empty.
  /// The choice is kept alive by asking; it may also be withdrawn.
  private Taken drain(Lane lane) {
    long now = nanos.getAsLong();
    boolean idle = attempts.size() == 0;
    if (!idle && now - askedWhileDraining < store.settings().renewEvery().toNanos()) {
      return Taken.NOTHING;
    }
    lane.hearEverything();
    Map<TypeName, Integer> order = lane.takeOrder(attempts, lastNumber);
    if (order.isEmpty()) {
      return Taken.NOTHING;
    }
    return ask(lane, order, 1);
  }

  private Taken ask(Lane lane, Map<TypeName, Integer> order, int total) {
    return ask(
        new Asked(
            lane,
            new ClaimRequest(
                worker,
                ++lastNumber,
                order,
                total,
                MAX_BYTES,
                attempts.size() == 0,
                store.clock().instant()),
            nanos.getAsLong()));
  }

  private Taken ask(Asked asked) {
    unanswered = asked;
    Claimed claimed = store.claim(asked.request());
    unanswered = null;
    if (claimed.drain()) {
      draining = asked.lane();
      askedWhileDraining = nanos.getAsLong();
      asked.request().slots().keySet().forEach(asked.lane()::hear);
    } else {
      draining = null;
      stayHungry(asked, claimed.leases());
    }
    return new Taken(claimed.leases(), asked.sentAt());
  }

  /// A queue that gave all that was asked of it, or was cut short by the total, may have more.
  private static void stayHungry(Asked asked, List<Claimed.Leased> leases) {
    Map<TypeName, Integer> given = new HashMap<>();
    leases.forEach(leased -> given.merge(leased.task().type(), 1, Integer::sum));
    boolean cutShort =
        leases.size() >= asked.request().total()
            || leases.stream().anyMatch(Claimed.Leased::alone)
            || bytes(leases) >= MAX_BYTES;
    asked
        .request()
        .slots()
        .forEach(
            (queue, slots) -> {
              if (cutShort || given.getOrDefault(queue, 0) >= slots) {
                asked.lane().hear(queue);
              }
            });
  }

  private static long bytes(List<Claimed.Leased> leases) {
    return leases.stream()
        .mapToLong(leased -> leased.task().input().map(input -> input.length()).orElse(0))
        .sum();
  }
}
