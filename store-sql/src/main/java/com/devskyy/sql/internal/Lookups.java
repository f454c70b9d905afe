package com.devskyy.sql.internal;

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
          + TaskRow.ANY
          + ", "
          + TaskRow.INPUT
          + ", "
          + TaskRow.RESULT
          + TaskRow.FROM
          + " WHERE t.id IN "
          + Db.LISTED;
  private static final String GIVEN =
      "SELECT seq, unique_key, unique_for_ms FROM task WHERE id = ?";
  private static final String RUNS =
      """
      SELECT run, attempt, worker, started_at, ended_at, how, error_type IS NOT NULL, error_type,
        error_message, error_detail
      FROM run WHERE seq = ? ORDER BY run
      """;
  private static final String STEPS =
      "SELECT name, value FROM step WHERE seq = ? ORDER BY position";
  private static final String LOG =
      "SELECT at, run, level, message FROM log WHERE seq = ? ORDER BY line";
  private static final String COSTS =
      "SELECT run, n, provider, amount, unit FROM cost WHERE seq = ? ORDER BY run, n";
  private static final String LINE =
      """
      SELECT r.queue, r.lane, r.tag FROM task t JOIN ready r ON r.queue = t.queue
        AND r.lane = CASE WHEN t.crashes >= 2 THEN 5 ELSE t.level END
        AND r.tag = COALESCE(t.tag, 0) AND r.id = t.id
      WHERE t.id = ?
      """;
  private static final String AHEAD_IN_LANE =
      """
      SELECT count(*) FROM (SELECT 1 FROM ready
        WHERE queue = ? AND lane = ? AND (tag, id) < (?, ?) LIMIT ?)
      """;
  private static final String AHEAD_IN_HIGHER_LEVELS =
      """
      SELECT count(*) FROM (SELECT 1 FROM ready
        WHERE queue = ? AND lane > ? AND lane < 5 LIMIT ?)
      """;
  private static final String QUEUES =
      """
      SELECT ref, name, paused, waiting, scheduled, queued, processing, retrying, completed, failed,
        cancelled, expired
      FROM queue
      """;
  private static final String FIRST_CREATED =
      """
      SELECT t.created_at FROM ready r CROSS JOIN task t ON t.seq = r.seq
      WHERE r.queue = ? AND r.lane = ? ORDER BY r.tag, r.id LIMIT 1
      """;
  private static final String WORKERS =
      "SELECT id, host, started_at, slots, running, state, heartbeat FROM worker ORDER BY id";
  private static final String TYPES =
      """
      SELECT worker, name, description, input_schema, output_schema, max_attempts, run_limit_ms,
        retention_ms
      FROM type ORDER BY worker, position, name
      """;

  private final Names names;

  Lookups(Names names) {
    this.names = names;
  }

  Map<TaskId, Task> find(Db db, List<TaskId> ids) throws SQLException {
    var found = new HashMap<TaskId, TaskRow>();
    try (var rows = db.query(FIND, Db.list(ids))) {
      while (rows.next()) {
        var row = new TaskRow(rows);
        row.input = rows.bytes(TaskRow.COLUMNS + 1);
        if (row.status == TaskStatus.COMPLETED) {
          row.result = rows.bytes(TaskRow.COLUMNS + 2);
        }
        found.put(row.id, row);
      }
    }
    var inOrder = new LinkedHashMap<TaskId, Task>();
    for (TaskId id : ids) {
      TaskRow row = found.get(id);
      if (row != null) {
        inOrder.put(id, row.toTask(names.of(db, row.queue)));
      }
    }
    return inOrder;
  }

  History history(Db db, TaskId id) throws SQLException {
    long seq;
    Optional<UniqueKey> key;
    try (var rows = db.query(GIVEN, id.value())) {
      if (!rows.next()) {
        return History.NONE;
      }
      seq = rows.number(1);
      key = uniqueKey(rows);
    }
    return new History(runs(db, seq), steps(db, seq), log(db, seq), costs(db, seq), key);
  }

  private static Optional<UniqueKey> uniqueKey(Rows rows) throws SQLException {
    String value = rows.textIfAny(2);
    Long period = rows.numberIfAny(3);
    return Optional.ofNullable(value)
        .map(key -> new UniqueKey(key, Optional.ofNullable(period).map(Duration::ofMillis)));
  }

  static List<History.Run> runs(Db db, long seq) throws SQLException {
    var runs = new ArrayList<History.Run>();
    try (var rows = db.query(RUNS, seq)) {
      while (rows.next()) {
        boolean failed = rows.integer(7) != 0;
        runs.add(
            new History.Run(
                rows.integer(1),
                rows.integer(2),
                rows.text(3),
                Instant.ofEpochMilli(rows.number(4)),
                Instant.ofEpochMilli(rows.number(5)),
                rows.text(6),
                failed ? Optional.of(TaskRow.error(rows, 8)) : Optional.empty()));
      }
    }
    return runs;
  }

  private static List<History.Step> steps(Db db, long seq) throws SQLException {
    var steps = new ArrayList<History.Step>();
    try (var rows = db.query(STEPS, seq)) {
      while (rows.next()) {
        steps.add(
            new History.Step(
                rows.text(1), Optional.ofNullable(rows.bytesIfAny(2)).map(Json::ofBytes)));
      }
    }
    return steps;
  }

  private static List<History.LogLine> log(Db db, long seq) throws SQLException {
    var lines = new ArrayList<History.LogLine>();
    try (var rows = db.query(LOG, seq)) {
      while (rows.next()) {
        lines.add(
            new History.LogLine(
                Instant.ofEpochMilli(rows.number(1)), rows.integer(2), rows.text(3), rows.text(4)));
      }
    }
    return lines;
  }

  private static List<History.Cost> costs(Db db, long seq) throws SQLException {
    var costs = new ArrayList<History.Cost>();
    try (var rows = db.query(COSTS, seq)) {
      while (rows.next()) {
        costs.add(
            new History.Cost(
                rows.integer(1),
                rows.integer(2),
                rows.text(3),
                new BigDecimal(rows.text(4)),
                rows.text(5)));
      }
    }
    return costs;
  }

  Optional<Position> position(Db db, TaskId id) throws SQLException {
    int queue;
    int lane;
    long tag;
    try (var rows = db.query(LINE, id.value())) {
      if (!rows.next()) {
        return Optional.empty();
      }
      queue = rows.integer(1);
      lane = rows.integer(2);
      tag = rows.number(3);
    }
    int most = TaskStore.MAX_SCAN + 1;
    long ahead = db.number(AHEAD_IN_LANE, 0, queue, lane, tag, id.value(), most);
    if (ahead < most && lane < Queue.SUSPECTS) {
      ahead += db.number(AHEAD_IN_HIGHER_LEVELS, 0, queue, lane, most - ahead);
    }
    int known = (int) Math.min(ahead, TaskStore.MAX_SCAN);
    return Optional.of(new Position(known, ahead <= TaskStore.MAX_SCAN));
  }

  Counts counts(Db db) throws SQLException {
    var counts = new HashMap<TypeName, Counts.Queue>();
    try (var rows = db.query(QUEUES)) {
      while (rows.next()) {
        var tasks = new EnumMap<TaskStatus, Long>(TaskStatus.class);
        for (TaskStatus status : TaskStatus.values()) {
          long n = rows.number(4 + Codes.of(status));
          if (n > 0) {
            tasks.put(status, n);
          }
        }
        Optional<Instant> oldest = oldestNext(db, rows.integer(1));
        boolean paused = rows.integer(3) != 0;
        counts.put(new TypeName(rows.text(2)), new Counts.Queue(tasks, oldest, paused));
      }
    }
    return new Counts(counts);
  }

  private static Optional<Instant> oldestNext(Db db, int queue) throws SQLException {
    long oldest = Long.MAX_VALUE;
    for (int lane = 0; lane <= Queue.SUSPECTS; lane++) {
      oldest = Math.min(oldest, db.number(FIRST_CREATED, Long.MAX_VALUE, queue, lane));
    }
    return oldest == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(oldest));
  }

  Registry registry(Db db) throws SQLException {
    var types = new HashMap<String, List<TypeRegistration>>();
    try (var rows = db.query(TYPES)) {
      while (rows.next()) {
        types
            .computeIfAbsent(rows.text(1), _ -> new ArrayList<>())
            .add(
                new TypeRegistration(
                    new TypeName(rows.text(2)),
                    rows.text(3),
                    Json.ofBytes(rows.bytes(4)),
                    Json.ofBytes(rows.bytes(5)),
                    rows.integer(6),
                    Duration.ofMillis(rows.number(7)),
                    Duration.ofMillis(rows.number(8))));
      }
    }
    var workers = new ArrayList<WorkerRecord>();
    try (var rows = db.query(WORKERS)) {
      while (rows.next()) {
        workers.add(
            new WorkerRecord(
                rows.text(1),
                rows.text(2),
                Instant.ofEpochMilli(rows.number(3)),
                rows.integer(4),
                rows.integer(5),
                WorkerRecord.State.valueOf(rows.text(6)),
                types.getOrDefault(rows.text(1), List.of()),
                Instant.ofEpochMilli(rows.number(7))));
      }
    }
    return new Registry(workers, types.getOrDefault("", List.of()));
  }
}
