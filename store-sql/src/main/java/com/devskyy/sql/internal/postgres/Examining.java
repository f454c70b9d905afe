package com.devskyy.sql.internal.postgres;

import com.devskyy.engine.store.Advice;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a server's settings and state mean for tasks.
final class Examining {
  /// Beyond this age a snapshot begins to cost: dead rows behind it stay, and are stepped over.
  private static final Duration LONG = Duration.ofMinutes(10);

  /// Fewer free connections than this: a few workers more, and somebody is refused.
  private static final int FEW = 10;

  private static final String FACTS =
      """
      SELECT current_setting('server_version') AS version,
        pg_is_in_recovery() AS standby,
        current_setting('transaction_read_only')::boolean AS read_only,
        current_setting('fsync')::boolean AS fsync,
        current_setting('full_page_writes')::boolean AS full_pages,
        current_setting('synchronous_commit') AS commits,
        current_setting('autovacuum')::boolean AND current_setting('track_counts')::boolean AS vacuum,
        current_setting('max_connections')::int AS most,
        least(current_setting('max_connections')::int
            - current_setting('superuser_reserved_connections')::int - u.all_used,
          nullif(r.rolconnlimit, -1) - u.by_user,
          nullif(d.datconnlimit, -1) - u.of_database) AS free,
        u.all_used AS used,
        a.hidden, a.idle_pid, a.idle_seconds, a.snapshot_pid, a.snapshot_seconds,
        (SELECT min(gid) FROM pg_prepared_xacts
          WHERE prepared < clock_timestamp() - make_interval(secs => ?)) AS prepared,
        (SELECT min(slot_name) FROM pg_replication_slots WHERE NOT active) AS slot
      FROM (SELECT (SELECT sum(numbackends)::int FROM pg_stat_database) AS all_used,
          (count(*) FILTER (WHERE usename = current_user))::int AS by_user,
          (count(*) FILTER (WHERE datname = current_database()))::int AS of_database
          FROM pg_stat_activity) u,
        (SELECT (count(*) FILTER (WHERE query = '<insufficient privilege>'))::int AS hidden,
          extract(epoch FROM max(clock_timestamp() - xact_start)
            FILTER (WHERE state LIKE 'idle in transaction%'))::bigint AS idle_seconds,
          (array_agg(pid ORDER BY xact_start)
            FILTER (WHERE state LIKE 'idle in transaction%'))[1] AS idle_pid,
          extract(epoch FROM max(clock_timestamp() - xact_start)
            FILTER (WHERE backend_xmin IS NOT NULL))::bigint AS snapshot_seconds,
          (array_agg(pid ORDER BY xact_start)
            FILTER (WHERE backend_xmin IS NOT NULL AND xact_start IS NOT NULL))[1] AS snapshot_pid
          FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()
            AND backend_type IS DISTINCT FROM 'autovacuum worker') a,
        (SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user) r,
        (SELECT datconnlimit FROM pg_database WHERE datname = current_database()) d
      """;

  private final ResultSet facts;
  private final int ofAProcess;
  private final Duration tooLong;
  private final List<Advice> advice = new ArrayList<>();

  private Examining(ResultSet facts, int ofAProcess, Duration tooLong) {
    this.facts = facts;
    this.ofAProcess = ofAProcess;
    this.tooLong = tooLong;
  }

  /// Asks the server.
  ///
  /// @param ofAProcess most connections of one of ours
  static List<Advice> advice(Connection connection, int ofAProcess) throws SQLException {
    return advice(connection, ofAProcess, LONG);
  }

  /// As above, where a transaction is old after another time.
  static List<Advice> advice(Connection connection, int ofAProcess, Duration tooLong)
      throws SQLException {
    return Statements.query(
        connection,
        FACTS,
        rows -> {
          rows.next();
          return new Examining(rows, ofAProcess, tooLong).advice();
        },
        (double) tooLong.toSeconds());
  }

  private List<Advice> advice() throws SQLException {
    advice.add(Advice.ok("server", "PostgreSQL " + facts.getString("version")));
    writable();
    durability();
    autovacuum();
    vacuumHeldBack();
    slots();
    connections();
    return advice;
  }

  private void writable() throws SQLException {
    if (facts.getBoolean("standby")) {
      advice.add(
          Advice.bad(
              "role",
              "this is a standby, which takes no writes: no task can be stored or run",
              "Name the primary in the address; several: postgresql://…@a,b/db?targetServerType=primary"));
    } else if (facts.getBoolean("read_only")) {
      advice.add(
          Advice.bad(
              "role",
              "transactions of this user are read-only: no task can be stored or run",
              "ALTER ROLE … SET default_transaction_read_only = off, or the same for the database"));
    } else {
      advice.add(Advice.ok("role", "primary, takes writes"));
    }
  }

  private void durability() throws SQLException {
    if (!facts.getBoolean("fsync")) {
      advice.add(
          Advice.bad(
              "durability",
              "fsync is off: when power fails the whole database may be damaged",
              "ALTER SYSTEM SET fsync = on; SELECT pg_reload_conf()"));
    } else if (!facts.getBoolean("full_pages")) {
      advice.add(
          Advice.bad(
              "durability",
              "full_page_writes is off: when power fails pages may be half written",
              "ALTER SYSTEM SET full_page_writes = on; SELECT pg_reload_conf()"));
    } else if (facts.getString("commits").equals("off")) {
      advice.add(
          Advice.note(
              "durability",
              "synchronous_commit is off: power that fails may take tasks of the last second that"
                  + " were said to be stored",
              "ALTER SYSTEM SET synchronous_commit = on; SELECT pg_reload_conf(); the same for the"
                  + " user and the database if it is set there"));
    } else {
      advice.add(
          Advice.ok(
              "durability",
              "a stored task survives power loss (synchronous_commit %s)"
                  .formatted(facts.getString("commits"))));
    }
  }

  private void autovacuum() throws SQLException {
    if (facts.getBoolean("vacuum")) {
      advice.add(Advice.ok("autovacuum", "on"));
    } else {
      advice.add(
          Advice.bad(
              "autovacuum",
              "it is off: rows of ended and moved tasks are never cleared away, and work gets"
                  + " slower and slower",
              "ALTER SYSTEM SET autovacuum = on; ALTER SYSTEM SET track_counts = on; SELECT"
                  + " pg_reload_conf()"));
    }
  }

  private void vacuumHeldBack() throws SQLException {
    String prepared = facts.getString("prepared");
    Long idle = Statements.numberIfAny(facts, "idle_seconds");
    Long snapshot = Statements.numberIfAny(facts, "snapshot_seconds");
    if (prepared != null) {
      advice.add(
          Advice.note(
              "vacuum",
              "a prepared transaction is left over, behind which nothing is cleared away: "
                  + prepared,
              "COMMIT PREPARED '%1$s' or ROLLBACK PREPARED '%1$s'".formatted(prepared)));
    } else if (idle != null && idle >= tooLong.toSeconds()) {
      advice.add(
          Advice.note(
              "vacuum",
              "process %d has been idle in a transaction for %s; behind it nothing is cleared away"
                  .formatted(facts.getInt("idle_pid"), minutes(idle)),
              "SELECT pg_terminate_backend(%d); and set idle_in_transaction_session_timeout"
                  .formatted(facts.getInt("idle_pid"))));
    } else if (snapshot != null && snapshot >= tooLong.toSeconds()) {
      advice.add(
          Advice.note(
              "vacuum",
              "process %d has held a snapshot for %s; behind it nothing is cleared away"
                  .formatted(facts.getInt("snapshot_pid"), minutes(snapshot)),
              "SELECT * FROM pg_stat_activity WHERE pid = %1$d; SELECT pg_cancel_backend(%1$d)"
                  .formatted(facts.getInt("snapshot_pid"))));
    } else if (facts.getInt("hidden") > 0) {
      advice.add(
          Advice.note(
              "vacuum",
              "nothing that can be seen holds it back; %d sessions of others cannot be seen"
                  .formatted(facts.getInt("hidden")),
              "GRANT pg_read_all_stats TO … for the user of the store"));
    } else {
      advice.add(Advice.ok("vacuum", "no session holds it back"));
    }
  }

  private void slots() throws SQLException {
    String slot = facts.getString("slot");
    if (slot != null) {
      advice.add(
          Advice.note(
              "replication",
              "nobody uses the replication slot %s: the server keeps its log for it until the disk"
                      .formatted(slot)
                  + " is full",
              "Start its standby, or SELECT pg_drop_replication_slot('%s')".formatted(slot)));
    }
  }

  private void connections() throws SQLException {
    int free = facts.getInt("free");
    int most = facts.getInt("most");
    int used = facts.getInt("used");
    if (free < FEW) {
      advice.add(
          Advice.note(
              "connections",
              "%d in use, %d more can be had; a worker takes up to %d"
                  .formatted(used, Math.max(0, free), ofAProcess),
              "ALTER SYSTEM SET max_connections = %d and restart; or the limit of user or database"
                  .formatted(Math.max(100, 2 * most))));
    } else {
      advice.add(
          Advice.ok(
              "connections",
              "%d in use, %d more can be had; a worker takes up to %d"
                  .formatted(used, free, ofAProcess)));
    }
  }

  private static String minutes(long seconds) {
    return "%,d min".formatted(seconds / 60);
  }
}
