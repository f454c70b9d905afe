package com.devskyy.sql.postgres;

import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.sql.shared.Times;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Writes workers and what they serve.
final class Registering {
  private static final String REGISTER =
      "SELECT register(?::bigint, ?::boolean, ?::text, ?::text, ?::bigint, ?::int, ?::int,"
          + " ?::text, ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::int[], ?::bigint[],"
          + " ?::bigint[])";

  /// See `TaskStore.register`. Does not wait for the disk.
  void register(Connection connection, WorkerRecord worker, Instant now) throws SQLException {
    List<TypeRegistration> types = worker.types();
    Statements.call(
        connection,
        REGISTER,
        now.toEpochMilli(),
        worker.state() == WorkerRecord.State.GONE,
        worker.id(),
        worker.host(),
        worker.startedAt().toEpochMilli(),
        worker.slots(),
        worker.running(),
        worker.state().name(),
        types.stream().map(type -> type.name().value()).toArray(String[]::new),
        types.stream().map(TypeRegistration::description).toArray(String[]::new),
        types.stream().map(type -> type.inputSchema().bytes()).toArray(byte[][]::new),
        types.stream().map(type -> type.outputSchema().bytes()).toArray(byte[][]::new),
        types.stream().mapToInt(TypeRegistration::maxAttempts).toArray(),
        types.stream().mapToLong(type -> Times.millis(type.runLimit())).toArray(),
        types.stream().mapToLong(type -> Times.millis(type.retention())).toArray());
  }
}
