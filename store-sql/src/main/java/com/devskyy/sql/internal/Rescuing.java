package com.devskyy.sql.internal;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.CrashReport;
import com.devskyy.engine.store.RescueRule;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes tasks back whose lease has ended.
final class Rescuing {
  private static final String ENDED =
      "SELECT id, worker, until FROM lease WHERE until <= ? ORDER BY until, id";
  private static final String WORKER = "SELECT heartbeat, host FROM worker WHERE id = ?";

  private final Tx tx;
  private final Instant now;
  private final Map<String, Optional<Heard>> workers = new HashMap<>();

  /// When a worker was heard last, and where it runs.
  private record Heard(Instant at, String host) {}

  /// A lease that has ended.
  private record Ended(TaskId task, String worker, Instant until) {}

  Rescuing(Tx tx, Instant now) {
    this.tx = tx;
    this.now = now;
  }

  List<Advanced.Rescued> rescue(int max) throws SQLException {
    var rescued = new ArrayList<Advanced.Rescued>();
    for (Ended lease : ended()) {
      if (rescued.size() == max) {
        break;
      }
      Optional<Instant> heartbeat = worker(lease.worker).map(Heard::at);
      switch (RescueRule.judge(now, lease.until, heartbeat, tx.settings.lease())) {
        case WAIT -> {}
        case RETURN -> rescued.add(takeBack(lease, false));
        case CRASHED -> rescued.add(takeBack(lease, true));
      }
    }
    return rescued;
  }

  private List<Ended> ended() throws SQLException {
    var ended = new ArrayList<Ended>();
    try (var rows = tx.db.query(ENDED, now.toEpochMilli())) {
      while (rows.next()) {
        ended.add(
            new Ended(
                new TaskId(rows.text(1)), rows.text(2), Instant.ofEpochMilli(rows.number(3))));
      }
    }
    return ended;
  }

  private Advanced.Rescued takeBack(Ended lease, boolean crashed) throws SQLException {
    long millis = now.toEpochMilli();
    Head task = Head.of(tx.db, lease.task);
    @Nullable String cancel = task.cancelReason;
    tx.moves.recordRun(task, crashed ? "crashed" : "returned", null, millis);
    if (crashed) {
      task.row.crashes++;
    }
    // Whatever a late owner repeats is lost.
    task.wrote = 0L;
    boolean quarantined = false;
    if (cancel != null) {
      tx.moves.cancel(task, cancel, millis);
    } else if (crashed && task.row.crashes >= Task.SUSPECT_CRASHES + RescueRule.MAX_ALONE_CRASHES) {
      quarantined = true;
      tx.moves.toEnd(task, TaskStatus.FAILED, crashReport(task, lease.worker), millis);
    } else {
      tx.moves.toLine(task, false);
    }
    return new Advanced.Rescued(lease.task, lease.worker, crashed, quarantined);
  }

  private TaskError crashReport(Head task, String worker) throws SQLException {
    Optional<Heard> known = worker(worker);
    return CrashReport.of(
        task.row.crashes,
        worker,
        known.map(Heard::host),
        known.map(Heard::at),
        Lookups.runs(tx.db, task.row.seq));
  }

  private Optional<Heard> worker(String id) throws SQLException {
    Optional<Heard> known = workers.get(id);
    if (known == null) {
      try (var rows = tx.db.query(WORKER, id)) {
        known =
            rows.next()
                ? Optional.of(new Heard(Instant.ofEpochMilli(rows.number(1)), rows.text(2)))
                : Optional.empty();
      }
      workers.put(id, known);
    }
    return known;
  }
}
