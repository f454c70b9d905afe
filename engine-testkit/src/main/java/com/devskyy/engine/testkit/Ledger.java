package com.devskyy.engine.testkit;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.TaskStore;
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
  private final Map<TaskId, Lease> last = new HashMap<>();
  private final Set<TaskId> ended = new HashSet<>();

  Ledger(TaskStore store) {
    super(store);
  }

  @Override
  public Claimed claim(ClaimRequest request) {
    Claimed claimed = super.claim(request);
    for (Claimed.Leased leased : claimed.leases()) {
      Lease lease = leased.lease();
      Lease before = last.put(lease.task(), lease);
      if (before != null && isSame(before, lease)) {
        continue; // A repeated claim.
      }
      int expected = before == null ? 1 : before.run() + 1;
      if (lease.run() != expected) {
        throw new AssertionError("run " + expected + " expected of " + lease);
      }
      ended.remove(lease.task());
      if (leased.alone() && claimed.leases().size() > 1) {
        throw new AssertionError("a suspect was not given alone: " + claimed);
      }
    }
    return claimed;
  }

  @Override
  public List<Write.Answer> apply(List<Write> writes, Instant now) {
    List<Write.Answer> answers = super.apply(writes, now);
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i) == Write.Answer.APPLIED) {
        accepted(writes.get(i));
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
