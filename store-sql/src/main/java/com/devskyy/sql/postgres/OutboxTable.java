package com.devskyy.sql.postgres;

import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.sql.shared.Times;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Tasks that wait to be handed to another store. Threads share it.
public final class OutboxTable {
  /// One process at a time relays, so that tasks keep their order.
  private static final String LOCK =
      "SELECT pg_try_advisory_xact_lock('outbox'::regclass::oid::bigint::bit(32)::int, 0)";

  /// The first ones, no more than their inputs can be held in memory.
  private static final String FIRST =
      """
      SELECT o.* FROM (
        SELECT o.*, sum(octet_length(o.input)) OVER (ORDER BY o.n) - octet_length(o.input) AS before
        FROM (SELECT o.* FROM outbox o ORDER BY o.n LIMIT ?) o) o
      WHERE o.before < 16777216 ORDER BY o.n
      """;
  private static final String REMOVE = "DELETE FROM outbox WHERE n = ANY (?::bigint[])";

  private final Connections connections;
  private final String write;
  private final String tell;

  OutboxTable(Connections connections, String namespace) {
    this.connections = connections;
    write =
        """
        INSERT INTO %s.outbox (id, type, priority, weight, due_at, deadline, run_limit_ms, user_id,
          tier, parent, unique_key, unique_for_ms, input)
        VALUES (?, ?, ?, ?, ?::bigint, ?::bigint, ?::bigint, ?::text, ?::text, ?::text, ?::text, ?::bigint, ?)
        """
            .formatted(namespace);
    tell =
        """
        SELECT pg_notify('%1$s', 'outbox')
        WHERE EXISTS (SELECT FROM %1$s.ear WHERE until > clock_timestamp())
        """
            .formatted(namespace);
  }

  /// Writes a task in a transaction of the caller's own.
  public void write(Connection transaction, NewTask task) throws SQLException {
    Statements.update(
        transaction,
        write,
        task.id().value(),
        task.type().value(),
        task.priority().value(),
        task.weight(),
        task.dueAt().map(Instant::toEpochMilli).orElse(null),
        task.deadline().map(Instant::toEpochMilli).orElse(null),
        task.runLimit().map(Duration::toMillis).orElse(null),
        task.userId().orElse(null),
        task.tier().orElse(null),
        task.parent().map(TaskId::value).orElse(null),
        task.uniqueKey().map(UniqueKey::value).orElse(null),
        task.uniqueKey().flatMap(UniqueKey::period).map(Times::millis).orElse(null),
        task.input().bytes());
    Statements.call(transaction, tell);
  }

  /// Hands the first tasks over, in the order in which they were written, and removes them once
  /// that has returned.
  ///
  /// @param handOver may be called again with the same tasks, when we end before they are removed
  /// @return how many; empty when another process is at it
  public OptionalInt relay(Consumer<List<NewTask>> handOver) {
    return connections.run(
        connection ->
            Statements.together(
                connection,
                within -> {
                  boolean locked =
                      Statements.query(
                          within,
                          LOCK,
                          rows -> {
                            rows.next();
                            return rows.getBoolean(1);
                          });
                  return locked
                      ? OptionalInt.of(relayLocked(within, handOver))
                      : OptionalInt.empty();
                }));
  }

  private static int relayLocked(Connection within, Consumer<List<NewTask>> handOver)
      throws SQLException {
    var numbers = new ArrayList<Long>();
    List<NewTask> tasks =
        Statements.query(
            within,
            FIRST,
            rows -> {
              var first = new ArrayList<NewTask>();
              while (rows.next()) {
                numbers.add(rows.getLong("n"));
                first.add(read(rows));
              }
              return first;
            },
            TaskStore.MAX_BATCH);
    if (!tasks.isEmpty()) {
      handOver.accept(tasks);
      Statements.update(
          within, REMOVE, (Object) numbers.stream().mapToLong(Long::longValue).toArray());
    }
    return tasks.size();
  }

  private static NewTask read(ResultSet rows) throws SQLException {
    Optional<Duration> period =
        Optional.ofNullable(Statements.numberIfAny(rows, "unique_for_ms")).map(Duration::ofMillis);
    return new NewTask(
        new TaskId(rows.getString("id")),
        new TypeName(rows.getString("type")),
        Json.ofBytes(rows.getBytes("input")),
        new Priority(rows.getInt("priority")),
        Optional.ofNullable(rows.getString("user_id")),
        Optional.ofNullable(rows.getString("tier")),
        rows.getInt("weight"),
        time(rows, "due_at"),
        time(rows, "deadline"),
        Optional.ofNullable(Statements.numberIfAny(rows, "run_limit_ms")).map(Duration::ofMillis),
        Optional.ofNullable(rows.getString("unique_key")).map(key -> new UniqueKey(key, period)),
        Optional.ofNullable(rows.getString("parent")).map(TaskId::new));
  }

  private static Optional<Instant> time(ResultSet rows, String column) throws SQLException {
    return Optional.ofNullable(Statements.numberIfAny(rows, column)).map(Instant::ofEpochMilli);
  }
}
