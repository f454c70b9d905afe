package com.devskyy.sql.internal.postgres;

import com.devskyy.engine.Json;
import com.devskyy.sql.internal.shared.DatabaseRecords;
import java.util.ArrayList;
import java.util.List;

/// Keeps records beside the tasks. Threads share it.
final class PostgresRecords extends DatabaseRecords {
  private final Connections connections;

  PostgresRecords(Connections connections) {
    super("entry");
    this.connections = connections;
  }

  @Override
  protected int change(String sql, Object... values) {
    return connections.runOnce(connection -> Statements.update(connection, sql, values));
  }

  @Override
  protected List<Entry> read(String sql, Object... values) {
    return connections.run(
        connection ->
            Statements.query(
                connection,
                sql,
                rows -> {
                  var entries = new ArrayList<Entry>();
                  while (rows.next()) {
                    entries.add(new Entry(rows.getString(1), Json.ofBytes(rows.getBytes(2))));
                  }
                  return entries;
                },
                values));
  }
}
