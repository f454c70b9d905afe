package com.devskyy.sql.internal;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.Lease;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Renews leases.
final class Extending {
  private static final String EXTEND = "UPDATE lease SET until = ? WHERE id IN " + Db.LISTED;

  private Extending() {}

  /// See `TaskStore.extend`.
  static List<Extended> extend(Tx tx, List<Lease> leases, Instant now) throws SQLException {
    long until = now.toEpochMilli() + tx.settings.lease().toMillis();
    var tasks = new ArrayList<TaskId>();
    for (Lease lease : leases) {
      tasks.add(lease.task());
    }
    Map<TaskId, HeldLease> stored = HeldLease.of(tx.db, tasks);
    var held = new ArrayList<TaskId>();
    var answers = new ArrayList<Extended>();
    for (Lease lease : leases) {
      HeldLease known = stored.get(lease.task());
      if (known != null && known.is(lease)) {
        held.add(lease.task());
        answers.add(new Extended(true, known.cancelRequested, Instant.ofEpochMilli(until)));
      } else {
        answers.add(new Extended(false, false, lease.until()));
      }
    }
    if (!held.isEmpty()) {
      tx.db.update(EXTEND, until, Db.list(held));
    }
    return answers;
  }
}
