package com.devskyy.sql.internal.postgres;

import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Position;
import com.devskyy.engine.store.Registry;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.sql.internal.shared.Codes;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The reads that need no page. Threads share it.
final class Lookups {
  private static final String FIND =
      "SELECT "
          + SeenTask.COLUMNS
          + ", t.input, e.result FROM unnest(?::text[]) AS a (id)"
          + " JOIN seen s ON s.id = ANY (ARRAY[a.id COLLATE \"C\"])"
          + " JOIN task t ON t.id = ANY (ARRAY[s.id])"
          + " LEFT JOIN ended e ON e.id = ANY (ARRAY[s.id]) AND s.status = 5";
  private static final String RUNS =
      """
      SELECT run, attempt, worker, started_at, ended_at, how, error_type, error_message,
        error_detail
      FROM run WHERE id = ? ORDER BY run
      """;
  private static final String STEPS = "SELECT name, value FROM step WHERE id = ? ORDER BY position";
  private static final String LOG =
      "SELECT at, run, level, message FROM log WHERE id = ? ORDER BY line";
  private static final String UNIQUE_KEY =
      "SELECT unique_key, unique_for_ms FROM task WHERE id = ? AND unique_key IS NOT NULL";
  private static final String COSTS =
      "SELECT run, n, provider, amount, unit FROM cost WHERE id = ? ORDER BY run, n";
  private static final String SETTLE = "SELECT settle_all()";
  private static final String ARRIVED = "SELECT EXISTS (SELECT FROM arrival)";
  private static final String POSITION =
      """
      SELECT
        (SELECT count(*) FROM (SELECT FROM ready r
          WHERE r.queue = t.queue AND r.lane = t.lane AND (r.tag, r.id) < (t.tag, t.id)
            AND (r.tag, r.id) >= (t.low_tag, t.low_id)
          LIMIT ?) x)
        + CASE WHEN t.lane < 5 THEN (SELECT count(*) FROM (SELECT FROM ready r
          WHERE r.queue = t.queue AND r.lane > t.lane AND r.lane < 5 LIMIT ?) x) ELSE 0 END
      FROM (
        SELECT t.id, t.queue, coalesce(t.tag, 0) AS tag, s.low_tags[t.lane + 1] AS low_tag,
          s.low_ids[t.lane + 1] AS low_id, t.lane
        FROM (SELECT t.*, CASE WHEN t.crashes >= 2 THEN 5 ELSE level_of(t.priority) END AS lane
          FROM task t WHERE t.id = ?) t
        CROSS JOIN LATERAL (
          SELECT s.* FROM queue_state s WHERE s.queue = t.queue ORDER BY s.n DESC LIMIT 1) s) t
      WHERE EXISTS (SELECT FROM ready r
        WHERE r.queue = t.queue AND r.lane = t.lane AND r.tag = t.tag AND r.id = t.id)
      """;
  private static final String COUNTS =
      """
      SELECT q.name, t.status, sum(t.tasks) FROM tally t JOIN queue q ON q.ref = t.queue
      GROUP BY q.name, t.status HAVING sum(t.tasks) <> 0
      """;
  private static final String QUEUES =
      """
      SELECT q.name, q.paused, (
        SELECT min(f.created_at) FROM generate_series(0, 5) AS l (lane) CROSS JOIN LATERAL (
          SELECT t.created_at FROM ready r JOIN task t ON t.id = r.id
          WHERE r.queue = q.ref AND r.lane = l.lane AND s.waiting[l.lane + 1] > 0
            AND (r.tag, r.id) >= (s.low_tags[l.lane + 1], s.low_ids[l.lane + 1])
          ORDER BY r.tag, r.id LIMIT 1) f)
      FROM queue q LEFT JOIN LATERAL (
        SELECT s.* FROM queue_state s WHERE s.queue = q.ref ORDER BY s.n DESC LIMIT 1) s ON true
      """;
  private static final String WORKERS =
      "SELECT id, host, started_at, slots, running, state, heartbeat FROM worker ORDER BY id";
  private static final String TYPES =
      """
      SELECT worker, name, description, input_schema, output_schema, max_attempts, run_limit_ms,
        retention_ms
      FROM type ORDER BY worker, position, name
      """;

  private final QueueRefs queues;

  Lookups(QueueRefs queues) {
    this.queues = queues;
  }

  Map<TaskId, Task> find(Connection connection, List<TaskId> ids) throws SQLException {
    Map<TaskId, Task> found =
        Statements.query(
            connection,
            FIND,
            rows -> {
              var tasks = new HashMap<TaskId, Task>();
              while (rows.next()) {
                TypeName type = queues.name(connection, rows.getInt(2));
                Task task =
                    SeenTask.read(
                        rows,
                        type,
                        Optional.of(Json.ofBytes(rows.getBytes(26))),
                        Optional.ofNullable(rows.getBytes(27)).map(Json::ofBytes));
                tasks.put(task.id(), task);
              }
              return tasks;
            },
            (Object) ids.stream().distinct().map(TaskId::value).toArray(String[]::new));
    var inOrder = new LinkedHashMap<TaskId, Task>();
    for (TaskId id : ids) {
      Task task = found.get(id);
      if (task != null) {
        inOrder.put(id, task);
      }
    }
    return inOrder;
  }

  History history(Connection connection, TaskId id) throws SQLException {
    return Statements.atOneMoment(
        connection,
        at ->
            new History(
                runs(at, id), steps(at, id), log(at, id), costs(at, id), uniqueKey(at, id)));
  }

  private static Optional<UniqueKey> uniqueKey(Connection connection, TaskId id)
      throws SQLException {
    return Statements.query(
        connection,
        UNIQUE_KEY,
        rows ->
            rows.next()
                ? Optional.of(
                    new UniqueKey(
                        rows.getString(1),
                        Optional.ofNullable(Statements.numberIfAny(rows, "unique_for_ms"))
                            .map(Duration::ofMillis)))
                : Optional.empty(),
        id.value());
  }

  private static List<History.Run> runs(Connection connection, TaskId id) throws SQLException {
    return Statements.query(
        connection,
        RUNS,
        rows -> {
          var runs = new ArrayList<History.Run>();
          while (rows.next()) {
            runs.add(
                new History.Run(
                    rows.getInt(1),
                    rows.getInt(2),
                    rows.getString(3),
                    Instant.ofEpochMilli(rows.getLong(4)),
                    Instant.ofEpochMilli(rows.getLong(5)),
                    rows.getString(6),
                    SeenTask.error(rows.getString(7), rows.getString(8), rows.getString(9))));
          }
          return runs;
        },
        id.value());
  }

  private static List<History.Step> steps(Connection connection, TaskId id) throws SQLException {
    return Statements.query(
        connection,
        STEPS,
        rows -> {
          var steps = new ArrayList<History.Step>();
          while (rows.next()) {
            steps.add(
                new History.Step(
                    rows.getString(1), Optional.ofNullable(rows.getBytes(2)).map(Json::ofBytes)));
          }
          return steps;
        },
        id.value());
  }

  private static List<History.LogLine> log(Connection connection, TaskId id) throws SQLException {
    return Statements.query(
        connection,
        LOG,
        rows -> {
          var lines = new ArrayList<History.LogLine>();
          while (rows.next()) {
            lines.add(
                new History.LogLine(
                    Instant.ofEpochMilli(rows.getLong(1)),
                    rows.getInt(2),
                    rows.getString(3),
                    rows.getString(4)));
          }
          return lines;
        },
        id.value());
  }

  private static List<History.Cost> costs(Connection connection, TaskId id) throws SQLException {
    return Statements.query(
        connection,
        COSTS,
        rows -> {
          var costs = new ArrayList<History.Cost>();
          while (rows.next()) {
            costs.add(
                new History.Cost(
                    rows.getInt(1),
                    rows.getInt(2),
                    rows.getString(3),
                    new BigDecimal(rows.getString(4)),
                    rows.getString(5)));
          }
          return costs;
        },
        id.value());
  }

  /// Before the order of queued tasks is looked at: gives those that have just arrived their turns.
  static void settle(Connection connection) throws SQLException {
    boolean arrived =
        Statements.query(
            connection,
            ARRIVED,
            rows -> {
              rows.next();
              return rows.getBoolean(1);
            });
    if (arrived) {
      Statements.call(connection, SETTLE);
    }
  }

  Optional<Position> position(Connection connection, TaskId id) throws SQLException {
    settle(connection);
    int most = TaskStore.MAX_SCAN + 1;
    return Statements.query(
        connection,
        POSITION,
        rows -> {
          if (!rows.next()) {
            return Optional.<Position>empty();
          }
          int ahead = rows.getInt(1);
          return Optional.of(
              new Position(Math.min(ahead, TaskStore.MAX_SCAN), ahead <= TaskStore.MAX_SCAN));
        },
        most,
        most,
        id.value());
  }

  Counts counts(Connection connection) throws SQLException {
    settle(connection);
    return Statements.atOneMoment(connection, Lookups::countsNow);
  }

  private static Counts countsNow(Connection connection) throws SQLException {
    var tasks = new HashMap<String, Map<TaskStatus, Long>>();
    Statements.query(
        connection,
        COUNTS,
        rows -> {
          while (rows.next()) {
            tasks
                .computeIfAbsent(rows.getString(1), _ -> new EnumMap<>(TaskStatus.class))
                .put(Codes.status(rows.getInt(2)), rows.getLong(3));
          }
          return rows;
        });
    var counts = new HashMap<TypeName, Counts.Queue>();
    Statements.query(
        connection,
        QUEUES,
        rows -> {
          while (rows.next()) {
            var type = new TypeName(rows.getString(1));
            boolean paused = rows.getBoolean(2);
            long oldest = rows.getLong(3);
            Optional<Instant> oldestQueued =
                rows.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(oldest));
            Map<TaskStatus, Long> ofType = tasks.getOrDefault(type.value(), Map.of());
            if (paused || !ofType.isEmpty()) {
              counts.put(type, new Counts.Queue(ofType, oldestQueued, paused));
            }
          }
          return rows;
        });
    return new Counts(counts);
  }

  Registry registry(Connection connection) throws SQLException {
    return Statements.atOneMoment(connection, Lookups::registryNow);
  }

  private static Registry registryNow(Connection connection) throws SQLException {
    var types = new HashMap<String, List<TypeRegistration>>();
    Statements.query(
        connection,
        TYPES,
        rows -> {
          while (rows.next()) {
            types
                .computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
                .add(
                    new TypeRegistration(
                        new TypeName(rows.getString(2)),
                        rows.getString(3),
                        Json.ofBytes(rows.getBytes(4)),
                        Json.ofBytes(rows.getBytes(5)),
                        rows.getInt(6),
                        Duration.ofMillis(rows.getLong(7)),
                        Duration.ofMillis(rows.getLong(8))));
          }
          return rows;
        });
    List<WorkerRecord> workers =
        Statements.query(
            connection,
            WORKERS,
            rows -> {
              var all = new ArrayList<WorkerRecord>();
              while (rows.next()) {
                all.add(
                    new WorkerRecord(
                        rows.getString(1),
                        rows.getString(2),
                        Instant.ofEpochMilli(rows.getLong(3)),
                        rows.getInt(4),
                        rows.getInt(5),
                        WorkerRecord.State.valueOf(rows.getString(6)),
                        types.getOrDefault(rows.getString(1), List.of()),
                        Instant.ofEpochMilli(rows.getLong(7))));
              }
              return all;
            });
    return new Registry(workers, types.getOrDefault("", List.of()));
  }
}
