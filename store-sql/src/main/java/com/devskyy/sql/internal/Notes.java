package com.devskyy.sql.internal;

import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.TaskStore;
import java.sql.SQLException;

/// Writes what an attempt says while it runs.
final class Notes {
  private static final String PROGRESS =
      "UPDATE lease SET progress = ?, progress_message = ? WHERE id = ?";
  private static final String LAST_LINE =
      "SELECT line FROM log WHERE seq = ? ORDER BY line DESC LIMIT 1";
  private static final String LOG =
      "INSERT INTO log (seq, line, at, run, level, message) VALUES (?, ?, ?, ?, ?, ?)";
  private static final String DROP_LINE = "DELETE FROM log WHERE seq = ? AND line <= ?";
  private static final String INTEND =
      """
      INSERT INTO step (seq, name, position, value)
      VALUES (?1, ?2, (SELECT 1 + COALESCE(max(position), 0) FROM step WHERE seq = ?1), ?3)
      ON CONFLICT (seq, name) DO NOTHING
      """;
  private static final String FINISH =
      "UPDATE step SET value = ? WHERE seq = ? AND name = ? AND value IS NULL";
  private static final String WITHDRAW =
      "DELETE FROM step WHERE seq = ? AND name = ? AND value IS NULL";
  private static final String COST =
      "INSERT INTO cost (seq, run, n, provider, amount, unit) VALUES (?, ?, ?, ?, ?, ?)";

  private Notes() {}

  /// Writes one note under a lease that is held.
  static void write(Tx tx, HeldLease lease, Note note, long now) throws SQLException {
    tx.changed(lease.id);
    Db db = tx.db;
    switch (note) {
      case Note.Progress(var progress) -> {
        lease.version++;
        db.update(PROGRESS, progress.fraction(), progress.message(), lease.id.value());
      }
      case Note.Log log -> {
        long line = db.number(LAST_LINE, 0, lease.seq) + 1;
        db.update(
            LOG, lease.seq, line, log.at().toEpochMilli(), lease.run, log.level(), log.message());
        if (line > TaskStore.MAX_LOG_LINES) {
          db.update(DROP_LINE, lease.seq, line - TaskStore.MAX_LOG_LINES);
        }
      }
      case Note.StepIntent(var name) -> db.update(INTEND, lease.seq, name, null);
      case Note.StepDone(var name, var value) -> {
        if (db.update(INTEND, lease.seq, name, value.bytes()) == 0) {
          db.update(FINISH, value.bytes(), lease.seq, name);
        }
      }
      case Note.StepUndone(var name) -> db.update(WITHDRAW, lease.seq, name);
      case Note.Cost(var provider, var amount, var unit) ->
          db.update(COST, lease.seq, lease.run, lease.wrote, provider, amount.toString(), unit);
      case Note.Child(var task) -> Inserting.insertChild(tx, task, now);
    }
  }
}
