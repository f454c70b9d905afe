package com.devskyy.sql.internal;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.Lease;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// A lease as stored. It repeats what a completion needs to know of its task, so that the task's
/// row is not even read then.
final class HeldLease {
  private static final int HOLDS_KEY = 1;
  private static final int SUSPECT = 2;

  private static final String BY_ID =
      """
      SELECT id, seq, queue, run, token, wrote, version, traits, input_bytes, started_at, worker,
        cancel_reason IS NOT NULL
      FROM lease WHERE id IN\s"""
          + Db.LISTED;

  final TaskId id;
  final long seq;
  final int queue;
  final int run;
  final long token;
  final int inputBytes;
  final long startedAt;
  final String worker;
  final boolean cancelRequested;

  /// Whether its task holds a unique key until its end.
  final boolean holdsKey;

  /// Number of the last write.
  int wrote;

  /// Of its task.
  long version;

  /// Whether the present call has written under it, so that [#wrote] must be stored.
  boolean written;

  /// Whether the present call has ended it.
  boolean over;

  private HeldLease(Rows rows) throws SQLException {
    id = new TaskId(rows.text(1));
    seq = rows.number(2);
    queue = rows.integer(3);
    run = rows.integer(4);
    token = rows.number(5);
    wrote = rows.integer(6);
    version = rows.number(7);
    holdsKey = (rows.integer(8) & HOLDS_KEY) != 0;
    inputBytes = rows.integer(9);
    startedAt = rows.number(10);
    worker = rows.text(11);
    cancelRequested = rows.integer(12) != 0;
  }

  /// The number that stands for what a lease repeats of its task.
  static int traits(boolean holdsKey, boolean suspect) {
    return (holdsKey ? HOLDS_KEY : 0) | (suspect ? SUSPECT : 0);
  }

  /// Those of the tasks that are leased.
  static Map<TaskId, HeldLease> of(Db db, Collection<TaskId> tasks) throws SQLException {
    var leases = new HashMap<TaskId, HeldLease>();
    try (var rows = db.query(BY_ID, Db.list(tasks))) {
      while (rows.next()) {
        var lease = new HeldLease(rows);
        leases.put(lease.id, lease);
      }
    }
    return leases;
  }

  /// Whether this is the lease that somebody says he holds.
  boolean is(Lease lease) {
    return run == lease.run() && token == lease.token();
  }
}
