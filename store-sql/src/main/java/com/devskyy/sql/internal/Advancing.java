package com.devskyy.sql.internal;

import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.RescueGate;
import com.devskyy.engine.store.StoreSettings;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lets time do its work.
final class Advancing {
  private static final String BRING_BACK_LEASES = "UPDATE lease SET until = ?1 WHERE until > ?1";
  private static final String BRING_BACK_WORKERS =
      "UPDATE worker SET heartbeat = ? WHERE heartbeat > ?";
  private static final String BRING_BACK_CHOICE =
      "UPDATE store SET chosen_at = ? WHERE chosen_at > ?";
  private static final String WORK =
      """
      SELECT
        EXISTS (SELECT 1 FROM expiry WHERE deadline <= ?1)
        OR EXISTS (SELECT 1 FROM due WHERE status = 1 AND due_at <= ?1)
        OR EXISTS (SELECT 1 FROM due WHERE status = 4 AND due_at <= ?1)
        OR EXISTS (SELECT 1 FROM lease WHERE until <= ?1)
      """;
  private static final String NEXT_DUE =
      """
      SELECT min(due_at) FROM (
        SELECT min(due_at) AS due_at FROM due WHERE status = 1
        UNION ALL
        SELECT min(due_at) FROM due WHERE status = 4)
      """;

  private final StoreSettings settings;
  private final Gate gate = new Gate();
  private final Forgetting forgetting = new Forgetting();

  Advancing(StoreSettings settings) {
    this.settings = settings;
  }

  /// What a look at the tables said.
  ///
  /// @param work whether there is anything to do
  /// @param gate whether the gate must be written
  /// @param answer what to say when there is neither
  record Look(boolean work, boolean gate, Advanced answer) {}

  /// Looks whether there is anything to do, on a connection that only reads.
  Look look(Db db, Instant at) throws SQLException {
    Instant now = Instant.ofEpochMilli(at.toEpochMilli());
    long millis = now.toEpochMilli();
    boolean work =
        db.number(WORK, 0, millis) != 0
            || Trimming.isDue(db, settings, millis)
            || forgetting.isThere(db, millis);
    boolean gateToWrite = !work && !gate.passUnwritten(Gate.read(db), now);
    return new Look(work, gateToWrite, new Advanced(0, List.of(), 0, 0, nextDue(db), false));
  }

  /// See `TaskStore.advance`.
  Advanced advance(Tx tx, Instant at, int max) throws SQLException {
    Instant now = Instant.ofEpochMilli(at.toEpochMilli());
    long millis = now.toEpochMilli();
    boolean mayRescue = passGate(tx, now);
    List<Head> late = Head.pastDeadline(tx.db, millis, max);
    for (Head task : late) {
      tx.moves.expire(task, millis);
    }
    List<Head> due = Head.due(tx.db, millis, max);
    for (Head task : due) {
      tx.moves.toLine(task, true);
    }
    List<Advanced.Rescued> rescued = mayRescue ? new Rescuing(tx, now).rescue(max) : List.of();
    int trimmed = new Trimming(tx, millis).trim(max);
    forgetting.forget(tx, millis);
    boolean more =
        late.size() >= max || due.size() >= max || rescued.size() >= max || trimmed >= max;
    return new Advanced(due.size(), rescued, late.size(), trimmed, nextDue(tx.db), more);
  }

  private boolean passGate(Tx tx, Instant now) throws SQLException {
    RescueGate.Step step = gate.pass(tx.db, now);
    if (step.steppedBack()) {
      long furthest = now.plus(tx.settings.lease()).toEpochMilli();
      tx.db.update(BRING_BACK_LEASES, furthest);
      tx.db.update(BRING_BACK_WORKERS, now.toEpochMilli(), furthest);
      tx.db.update(BRING_BACK_CHOICE, now.toEpochMilli(), furthest);
    }
    return step.mayRescue();
  }

  private static Optional<Instant> nextDue(Db db) throws SQLException {
    try (var rows = db.query(NEXT_DUE)) {
      rows.next();
      return Optional.ofNullable(rows.numberIfAny(1)).map(Instant::ofEpochMilli);
    }
  }
}
