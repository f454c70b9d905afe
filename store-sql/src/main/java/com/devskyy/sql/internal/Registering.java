package com.devskyy.sql.internal;

import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.sql.shared.Times;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Writes workers and what they serve.
final class Registering {
  private static final String WORKER =
      """
      INSERT INTO worker (id, host, started_at, slots, running, state, heartbeat)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET host = excluded.host, started_at = excluded.started_at,
        slots = excluded.slots, running = excluded.running, state = excluded.state,
        heartbeat = excluded.heartbeat
      """;
  private static final String GONE = "DELETE FROM worker WHERE id = ?";
  private static final String GONE_TYPES = "DELETE FROM type WHERE worker = ?";
  private static final String OTHER_TYPES =
      "DELETE FROM type WHERE worker = ? AND name NOT IN " + Db.LISTED;

  /// Does nothing when nothing has changed, as in nearly every heartbeat.
  private static final String TYPE =
      """
      INSERT INTO type (worker, position, name, description, input_schema, output_schema,
        max_attempts, run_limit_ms, retention_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (worker, name) DO UPDATE SET position = excluded.position,
        description = excluded.description, input_schema = excluded.input_schema,
        output_schema = excluded.output_schema, max_attempts = excluded.max_attempts,
        run_limit_ms = excluded.run_limit_ms, retention_ms = excluded.retention_ms
      WHERE (position, description, input_schema, output_schema, max_attempts, run_limit_ms,
          retention_ms)
        <> (excluded.position, excluded.description, excluded.input_schema,
          excluded.output_schema, excluded.max_attempts, excluded.run_limit_ms,
          excluded.retention_ms)
      """;

  /// Stands for the latest worker that described a type.
  private static final String LATEST = "";

  private Registering() {}

  /// See `TaskStore.register`.
  static void register(Tx tx, WorkerRecord worker, Instant now) throws SQLException {
    Db db = tx.db;
    for (TypeRegistration type : worker.types()) {
      write(db, LATEST, 0, type);
    }
    if (worker.state() == WorkerRecord.State.GONE) {
      db.update(GONE, worker.id());
      db.update(GONE_TYPES, worker.id());
      return;
    }
    db.update(
        WORKER,
        worker.id(),
        worker.host(),
        worker.startedAt().toEpochMilli(),
        worker.slots(),
        worker.running(),
        worker.state().name(),
        now.toEpochMilli());
    List<String> names = worker.types().stream().map(type -> type.name().value()).toList();
    db.update(OTHER_TYPES, worker.id(), Db.list(names));
    for (int position = 0; position < worker.types().size(); position++) {
      write(db, worker.id(), position, worker.types().get(position));
    }
  }

  private static void write(Db db, String worker, int position, TypeRegistration type)
      throws SQLException {
    db.update(
        TYPE,
        worker,
        position,
        type.name().value(),
        type.description(),
        type.inputSchema().bytes(),
        type.outputSchema().bytes(),
        type.maxAttempts(),
        Times.millis(type.runLimit()),
        Times.millis(type.retention()));
  }
}
