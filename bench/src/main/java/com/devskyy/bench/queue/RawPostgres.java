package com.devskyy.bench.queue;

import com.devskyy.json.JsonCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// The raw limit: the bare driver with one table and two partial indexes, a connection for each
/// caller, one transaction per step, finished rows kept, none of a queue's promises.
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
  private final List<Caller> callers = new ArrayList<>();
  private final Queue<Caller> idle = new ConcurrentLinkedQueue<>();
  private final List<String> payloads = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  /// A connection and what is asked on it.
  private record Caller(
      Connection db,
      PreparedStatement insert,
      PreparedStatement claim,
      PreparedStatement complete) {
    static Caller of(Spot spot, List<String> before) throws SQLException {
      Connection db = PostgresProbe.connect(spot.url());
      try (Statement statement = db.createStatement()) {
        for (String each : before) {
          statement.execute(each);
        }
        statement.execute("SET search_path TO " + spot.namespace());
      }
      return new Caller(
          db,
          db.prepareStatement(INSERT),
          db.prepareStatement(CLAIM),
          db.prepareStatement(COMPLETE));
    }
  }

  private interface Work {
    int on(Caller caller) throws SQLException;
  }

  RawPostgres(Spot spot, Server server) {
    this.spot = spot;
    this.server = server;
    try {
      List<String> tables =
          List.of(
              "CREATE SCHEMA " + spot.namespace(),
              "SET search_path TO " + spot.namespace(),
              TABLE,
              "CREATE INDEX ready ON task (queue, priority, run_at, id) WHERE state = 0",
              "CREATE INDEX lease ON task (lease_until) WHERE state = 1");
      for (int i = 0; i < spot.backend().callers(); i++) {
        callers.add(Caller.of(spot, i == 0 ? tables : List.of()));
      }
      idle.addAll(callers);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private int call(Work work) {
    Caller caller = idle.remove();
    try {
      return work.on(caller);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      idle.add(caller);
    }
  }

  @Override
  public void prepare(int tasks) {
    var codec = new JsonCodec();
    payloads.clear();
    next.set(0);
    for (int i = 0; i < tasks; i++) {
      payloads.add(codec.encode(Order.of(i)).text());
    }
  }

  @Override
  public void insert(int batch) {
    int from = next.getAndAdd(batch);
    String[] some = payloads.subList(from, from + batch).toArray(String[]::new);
    call(
        caller -> {
          caller.insert.setObject(1, some);
          return caller.insert.executeUpdate();
        });
  }

  @Override
  public int claimAndComplete(int batch) {
    return call(
        caller -> {
          caller.claim.setInt(1, batch);
          var ids = new ArrayList<Long>(batch);
          try (ResultSet rows = caller.claim.executeQuery()) {
            while (rows.next()) {
              ids.add(rows.getLong(1));
              if (rows.getString(2).isEmpty()) {
                throw new IllegalStateException("a task without its input");
              }
            }
          }
          caller.complete.setObject(1, ids.toArray(Long[]::new));
          return caller.complete.executeUpdate();
        });
  }

  @Override
  public long completed() {
    return call(
        caller -> {
          try (Statement statement = caller.db.createStatement();
              ResultSet count =
                  statement.executeQuery("SELECT count(*) FROM task WHERE state = 2")) {
            count.next();
            return count.getInt(1);
          }
        });
  }

  @Override
  public long bytes() {
    return server.bytes(spot);
  }

  @Override
  public void close() {
    try {
      for (Caller caller : callers) {
        caller.db.close();
      }
      server.remove(spot);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
