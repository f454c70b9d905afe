package com.devskyy.bench.queue;

import com.devskyy.json.JsonCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The raw limit: the bare driver with one table and two partial indexes, one connection, one
/// transaction per step, finished rows kept, none of a queue's promises.
final class RawPostgres implements StoreLife {
  private static final String TABLE =
      """
      CREATE TABLE task (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, queue text NOT NULL,
        state smallint NOT NULL, priority int NOT NULL, run_at timestamptz NOT NULL,
        payload text NOT NULL, lease_until timestamptz, attempts int NOT NULL,
        created_at timestamptz NOT NULL, finished_at timestamptz, result text)""";
  private static final String INSERT =
      "INSERT INTO task (queue, state, priority, run_at, payload, attempts, created_at)"
          + " SELECT 'q', 0, 0, now(), p, 0, now() FROM unnest(?::text[]) AS p";
  private static final String CLAIM =
      """
      UPDATE task SET state = 1, lease_until = now() + interval '12 s', attempts = attempts + 1
      WHERE id = ANY (ARRAY(
        SELECT id FROM task WHERE queue = 'q' AND state = 0 AND run_at <= now()
        ORDER BY priority, run_at, id LIMIT ? FOR UPDATE SKIP LOCKED))
      RETURNING id, payload""";
  private static final String COMPLETE =
      "UPDATE task SET state = 2, finished_at = now(), result = '\"ok\"', lease_until = NULL"
          + " WHERE id = ANY (?) AND state = 1";

  private final Spot spot;
  private final Server server;
  private final Connection db;
  private final PreparedStatement insert;
  private final PreparedStatement claim;
  private final PreparedStatement complete;
  private final List<String> payloads = new ArrayList<>();
  private int next;

  RawPostgres(Spot spot, Server server) {
    this.spot = spot;
    this.server = server;
    try {
      db = PostgresProbe.connect(spot.url());
      try (Statement statement = db.createStatement()) {
        statement.execute("CREATE SCHEMA " + spot.namespace());
        statement.execute("SET search_path TO " + spot.namespace());
        statement.execute(TABLE);
        statement.execute(
            "CREATE INDEX ready ON task (queue, priority, run_at, id) WHERE state = 0");
        statement.execute("CREATE INDEX lease ON task (lease_until) WHERE state = 1");
      }
      insert = db.prepareStatement(INSERT);
      claim = db.prepareStatement(CLAIM);
      complete = db.prepareStatement(COMPLETE);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void prepare(int tasks) {
    var codec = new JsonCodec();
    payloads.clear();
    next = 0;
    for (int i = 0; i < tasks; i++) {
      payloads.add(codec.encode(Order.of(i)).text());
    }
  }

  @Override
  public void insert(int batch) {
    try {
      insert.setObject(1, payloads.subList(next, next + batch).toArray(String[]::new));
      insert.executeUpdate();
      next += batch;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int claimAndComplete(int batch) {
    try {
      claim.setInt(1, batch);
      var ids = new ArrayList<Long>(batch);
      try (ResultSet rows = claim.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
          if (rows.getString(2).isEmpty()) {
            throw new IllegalStateException("a task without its input");
          }
        }
      }
      complete.setObject(1, ids.toArray(Long[]::new));
      return complete.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long completed() {
    try (Statement statement = db.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM task WHERE state = 2")) {
      count.next();
      return count.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long bytes() {
    return server.bytes(spot);
  }

  @Override
  public void close() {
    try {
      db.close();
      server.remove(spot);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
