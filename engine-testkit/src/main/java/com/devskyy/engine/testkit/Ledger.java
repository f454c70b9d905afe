package com.devskyy.engine.testkit;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.RescueGate;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.store.Write;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes down which leases a store gave and which writes it accepted, and refuses to believe that
/// two owners are valid: only the lease given last may write, and only until its end.
final class Ledger extends ForwardingTaskStore {
  /// What happened, so that a test can tell that it was put to the test.
  int leases;
  int repeatedClaims;
  int alone;
  int drains;
  int applied;
  int alreadyApplied;
  int lost;
  int crashed;
  int returned;
  int quarantined;

  private final Map<TaskId, Lease> last = new HashMap<>();
  private final Map<String, Instant> heard = new HashMap<>();
  private RescueGate gate = RescueGate.NEW;
  private final Set<TaskId> ended = new HashSet<>();

  Ledger(TaskStore store) {
    super(store);
  }

  @Override
  public Claimed claim(ClaimRequest request) {
    Claimed claimed = super.claim(request);
    drains += claimed.drain() ? 1 : 0;
    for (Claimed.Leased leased : claimed.leases()) {
      Lease lease = leased.lease();
      Lease before = last.put(lease.task(), lease);
      if (before != null && isSame(before, lease)) {
        repeatedClaims++;
        continue;
      }
      leases++;
      alone += leased.alone() ? 1 : 0;
      int expected = before == null ? 1 : before.run() + 1;
      if (lease.run() != expected) {
        throw new AssertionError("run " + expected + " expected of " + lease);
      }
      ended.remove(lease.task());
      if (leased.task().isSuspect() && !(leased.alone() && claimed.leases().size() == 1)) {
        throw new AssertionError("a suspect was not given alone: " + claimed);
      }
    }
    return claimed;
  }

  @Override
  public List<Write.Answer> apply(List<Write> writes, Instant now) {
    List<Write.Answer> answers = super.apply(writes, now);
    for (int i = 0; i < answers.size(); i++) {
      switch (answers.get(i)) {
        case APPLIED -> {
          applied++;
          accepted(writes.get(i));
        }
        case ALREADY_APPLIED -> alreadyApplied++;
        case LOST -> lost++;
      }
    }
    return answers;
  }

  private void accepted(Write write) {
    mayAct(write.lease(), "wrote " + write);
    if (write.what() instanceof Write.End) {
      ended.add(write.lease().task());
    }
  }

  @Override
  public List<Extended> extend(List<Lease> leases, Instant now) {
    List<Extended> answers = super.extend(leases, now);
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).held()) {
        mayAct(leases.get(i), "extended");
      }
    }
    return answers;
  }

  @Override
  public Advanced advance(Instant now, int max) {
    Advanced advanced = super.advance(now, max);
    RescueGate.Step step = gate.step(now);
    gate = step.after();
    if (step.steppedBack()) {
      Instant furthest = now.plus(settings().lease());
      heard.replaceAll((_, heartbeat) -> heartbeat.isAfter(furthest) ? now : heartbeat);
    }
    for (Advanced.Rescued rescued : advanced.rescued()) {
      deadOnlyIfSilent(rescued, now);
      crashed += rescued.crashed() ? 1 : 0;
      returned += rescued.crashed() ? 0 : 1;
      quarantined += rescued.quarantined() ? 1 : 0;
    }
    return advanced;
  }

  @Override
  public void register(WorkerRecord worker, Instant now) {
    super.register(worker, now);
    if (worker.state() == WorkerRecord.State.GONE) {
      heard.remove(worker.id());
    } else {
      heard.put(worker.id(), now);
    }
  }

  private void deadOnlyIfSilent(Advanced.Rescued rescued, Instant now) {
    Instant heartbeat = heard.get(rescued.worker());
    boolean inTime = heartbeat != null && heartbeat.plus(settings().lease()).isAfter(now);
    if (rescued.crashed() && inTime) {
      throw new AssertionError(
          "a worker heard at %s was taken for dead at %s: %s".formatted(heartbeat, now, rescued));
    }
  }

  private void mayAct(Lease lease, String what) {
    Lease owner = last.get(lease.task());
    if (owner == null || !isSame(owner, lease)) {
      throw new AssertionError(
          "a late owner was believed: %s, owner is %s; %s".formatted(lease, owner, what));
    }
    if (ended.contains(lease.task())) {
      throw new AssertionError("an ended attempt was believed: %s; %s".formatted(lease, what));
    }
  }

  private static boolean isSame(Lease left, Lease right) {
    return left.run() == right.run() && left.token() == right.token();
  }
}
