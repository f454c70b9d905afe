package com.devskyy.engine.testkit;

import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.Lease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How [MemoryTaskStore] gives leases and renews them.
final class Claiming {
  private static final Choice NOBODY = new Choice("", Instant.EPOCH);

  private final MemoryState state;
  private final RandomGenerator tokens;
  private final Map<String, LastClaim> lastClaims = new HashMap<>();
  private Choice chosen = NOBODY;

  /// A worker's last claim and what it was given.
  private record LastClaim(long n, List<Lease> leases, boolean drain, Instant at) {}

  /// The worker chosen to run a suspect.
  private record Choice(String worker, Instant at) {}

  Claiming(MemoryState state, RandomGenerator tokens) {
    this.state = state;
    this.tokens = tokens;
  }

  Claimed claim(ClaimRequest request, Instant now) {
    LastClaim last = lastClaims.get(request.worker());
    if (last != null && request.n() <= last.n()) {
      return request.n() == last.n() ? repeated(last) : Claimed.NOTHING;
    }
    Claimed answer = claimNew(request, now);
    List<Lease> leases = answer.leases().stream().map(Claimed.Leased::lease).toList();
    lastClaims.put(request.worker(), new LastClaim(request.n(), leases, answer.drain(), now));
    return answer;
  }

  private Claimed repeated(LastClaim last) {
    var held = new ArrayList<Claimed.Leased>();
    for (Lease lease : last.leases()) {
      Row row = state.rows.get(lease.task());
      if (row != null && row.holds(lease)) {
        held.add(leased(row));
      }
    }
    return new Claimed(held, last.drain());
  }

  private Claimed claimNew(ClaimRequest request, Instant now) {
    Map<Queue, Integer> free = freeSlots(request);
    if (mayHandleSuspect(request, now)) {
      if (!request.idle()) {
        if (free.keySet().stream().anyMatch(queue -> !queue.suspects.isEmpty())) {
          chosen = new Choice(request.worker(), now);
          return new Claimed(List.of(), true);
        }
      } else {
        Optional<Row> suspect = firstSuspect(free.keySet(), now);
        if (suspect.isPresent()) {
          chosen = NOBODY;
          return new Claimed(List.of(lease(suspect.get(), request.worker(), now)), false);
        }
      }
    }
    return new Claimed(takeInTurn(request, free, now), false);
  }

  /// Of each queue that may be served, in the order of the request.
  private Map<Queue, Integer> freeSlots(ClaimRequest request) {
    var free = new LinkedHashMap<Queue, Integer>();
    request
        .slots()
        .forEach(
            (type, slots) -> {
              Queue queue = state.queues.get(type);
              if (queue != null && !queue.paused && slots > 0) {
                free.put(queue, slots);
              }
            });
    return free;
  }

  private boolean mayHandleSuspect(ClaimRequest request, Instant now) {
    boolean otherChosen =
        !chosen.worker().equals(request.worker())
            && chosen.at().plus(state.settings.lease()).isAfter(now);
    return !otherChosen && state.rows.leases.stream().noneMatch(Row::isSuspect);
  }

  private Optional<Row> firstSuspect(Collection<Queue> asked, Instant now) {
    while (true) {
      Optional<Row> first =
          asked.stream()
              .filter(queue -> !queue.suspects.isEmpty())
              .map(queue -> queue.suspects.first())
              .min(Comparator.comparing(Row::id));
      if (first.isEmpty() || !first.get().isPastDeadline(now)) {
        return first;
      }
      state.expire(first.get(), now);
    }
  }

  private List<Claimed.Leased> takeInTurn(
      ClaimRequest request, Map<Queue, Integer> free, Instant now) {
    var leases = new ArrayList<Claimed.Leased>();
    long bytes = 0;
    while (!free.isEmpty()) {
      for (Queue queue : List.copyOf(free.keySet())) {
        Optional<Row> next = nextToStart(queue, now);
        if (next.isEmpty()) {
          free.remove(queue);
          continue;
        }
        leases.add(lease(next.get(), request.worker(), now));
        free.computeIfPresent(queue, (_, slots) -> slots == 1 ? null : slots - 1);
        bytes += next.get().given.input().length();
        if (leases.size() == request.total() || bytes >= request.maxBytes()) {
          return leases;
        }
      }
    }
    return leases;
  }

  private Optional<Row> nextToStart(Queue queue, Instant now) {
    while (!queue.isEmpty()) {
      var turn = queue.nextTurn();
      Row head = queue.level(turn.level()).waiting.first();
      if (!head.isPastDeadline(now)) {
        queue.turns = turn.after();
        return Optional.of(head);
      }
      state.expire(head, now);
    }
    return Optional.empty();
  }

  private Claimed.Leased lease(Row queued, String worker, Instant now) {
    state.leaveLine(queued);
    state.change(
        queued,
        row -> {
          row.status = TaskStatus.PROCESSING;
          row.run++;
          row.token = tokens.nextLong();
          row.leaseUntil = now.plus(state.settings.lease());
          row.lastWrite = 0;
          row.worker = Optional.of(worker);
          row.startedAt = Optional.of(now);
          row.firstStartedAt = row.firstStartedAt.or(() -> Optional.of(now));
        });
    return leased(queued);
  }

  private static Claimed.Leased leased(Row row) {
    return new Claimed.Leased(row.toTask(), row.lease(), row.isSuspect());
  }

  Extended extend(Lease lease, Instant now) {
    Row row = state.rows.get(lease.task());
    if (row == null || !row.holds(lease)) {
      return new Extended(false, false, lease.until());
    }
    state.rows.setLeaseEnd(row, now.plus(state.settings.lease()));
    return new Extended(true, row.cancelReason.isPresent(), row.leaseUntil);
  }

  /// The clock stepped back: who was chosen after `furthest` was chosen now.
  void clockSteppedBack(Instant now, Instant furthest) {
    if (chosen.at().isAfter(furthest)) {
      chosen = new Choice(chosen.worker(), now);
    }
  }

  void dropClaimsBefore(Instant time) {
    lastClaims.values().removeIf(claim -> claim.at().isBefore(time));
  }
}
