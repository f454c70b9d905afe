package com.devskyy.sql.internal;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Lease;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives leases.
final class Claiming {
  private static final String LEASE =
      """
      INSERT INTO lease (id, seq, queue, run, token, until, wrote, version, traits, input_bytes,
        started_at, claim, worker)
      VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?)
      """;
  private static final String CANNOT_EXPIRE = "DELETE FROM expiry WHERE deadline = ? AND id = ?";
  private static final String HELD =
      "SELECT l.id, l.token, l.until FROM lease l WHERE l.worker = ? AND l.claim = ?";
  private static final String TASKS = "SELECT " + TaskRow.ANY + ", " + TaskRow.INPUT + TaskRow.FROM;
  private static final String TASKS_BY_ID = TASKS + " WHERE t.id IN " + Db.LISTED;

  private final Tx tx;
  private final ClaimRequest request;
  private final long now;
  private final long until;
  private final List<Claimed.Leased> leases = new ArrayList<>();

  private Claiming(Tx tx, ClaimRequest request) {
    this.tx = tx;
    this.request = request;
    now = request.now().toEpochMilli();
    until = now + tx.settings.lease().toMillis();
  }

  /// See `TaskStore.claim`.
  static Claimed claim(Tx tx, ClaimRequest request) throws SQLException {
    return new Claiming(tx, request).claim();
  }

  private Claimed claim() throws SQLException {
    String worker = request.worker();
    ClaimMemory.Last last = tx.claims.last(worker);
    if (last != null && request.n() <= last.n()) {
      return request.n() == last.n() ? repeated(last) : Claimed.NOTHING;
    }
    Claimed claimed = claimNew();
    if (claimed.leases().isEmpty() && !claimed.drain()) {
      tx.claims.gaveNothing(worker, request.n());
    } else {
      tx.claims.gave(worker, request.n(), claimed.drain(), now);
    }
    return claimed;
  }

  private Claimed claimNew() throws SQLException {
    Map<Queue, Integer> asked = askedFor();
    var suspects = new Suspects(tx, request, now);
    if (suspects.mayBeHandled(asked.keySet())) {
      if (!request.idle()) {
        suspects.choose();
        return new Claimed(List.of(), true);
      }
      Optional<Candidate> suspect = suspects.takeFirst(asked.keySet());
      if (suspect.isPresent()) {
        give(suspect.get());
        flush();
        return new Claimed(leases, false);
      }
    }
    takeInTurn(asked);
    flush();
    return new Claimed(leases, false);
  }

  private Map<Queue, Integer> askedFor() throws SQLException {
    var asked = new LinkedHashMap<Queue, Integer>();
    for (Map.Entry<TypeName, Integer> slots : request.slots().entrySet()) {
      Optional<Queue> queue = tx.queues.find(slots.getKey());
      if (queue.isPresent() && !queue.get().isPaused() && slots.getValue() > 0) {
        asked.put(queue.get(), slots.getValue());
      }
    }
    return asked;
  }

  /// One task of each queue, round and round.
  private void takeInTurn(Map<Queue, Integer> asked) throws SQLException {
    var lines = new ArrayList<Line>();
    for (var queue : asked.entrySet()) {
      int most = Math.min(queue.getValue(), request.total());
      lines.add(new Line(tx, queue.getKey(), most, request.maxBytes(), now));
    }
    var open = new ArrayList<>(lines);
    long bytes = 0;
    boolean more = true;
    while (more && !open.isEmpty()) {
      for (var each = open.iterator(); more && each.hasNext(); ) {
        Line line = each.next();
        Optional<Candidate> next = line.next();
        if (next.isEmpty()) {
          each.remove();
        } else {
          give(next.get());
          bytes += next.get().row().inputBytes;
          more = leases.size() < request.total() && bytes < request.maxBytes();
        }
      }
    }
    for (Line line : lines) {
      line.leave();
    }
  }

  private void give(Candidate candidate) throws SQLException {
    TaskRow row = candidate.row();
    boolean suspect = row.crashes >= Task.SUSPECT_CRASHES;
    row.status = TaskStatus.PROCESSING;
    row.run++;
    row.version++;
    row.worker = request.worker();
    row.startedAt = now;
    if (row.firstStartedAt == null) {
      row.firstStartedAt = now;
    }
    long token = tx.tokens.nextLong();
    tx.db
        .batch(LEASE)
        .add(
            row.id.value(),
            row.seq,
            row.queue,
            row.run,
            token,
            until,
            row.version,
            HeldLease.traits(candidate.holdsKey(), suspect),
            row.inputBytes,
            now,
            request.n(),
            request.worker());
    if (row.deadline != null) {
      tx.db.batch(CANNOT_EXPIRE).add(row.deadline, row.id.value());
    }
    tx.queues.of(row.queue).moved(TaskStatus.QUEUED, TaskStatus.PROCESSING);
    tx.changed(row.id);
    leases.add(leased(row, token, until, suspect));
  }

  private void flush() throws SQLException {
    tx.db.batch(LEASE).run();
    tx.db.batch(CANNOT_EXPIRE).run();
  }

  private Claimed.Leased leased(TaskRow row, long token, long until, boolean suspect)
      throws SQLException {
    Task task = row.toTask(tx.queues.of(row.queue).name());
    var lease = new Lease(row.id, row.run, token, Instant.ofEpochMilli(until));
    return new Claimed.Leased(task, lease, suspect);
  }

  /// The leases a claim gave that are still held.
  private Claimed repeated(ClaimMemory.Last last) throws SQLException {
    record Held(long token, long until) {}
    var held = new LinkedHashMap<TaskId, Held>();
    try (var rows = tx.db.query(HELD, request.worker(), request.n())) {
      while (rows.next()) {
        held.put(new TaskId(rows.text(1)), new Held(rows.number(2), rows.number(3)));
      }
    }
    var found = new ArrayList<TaskRow>();
    try (var rows = tx.db.query(TASKS_BY_ID, Db.list(held.keySet()))) {
      while (rows.next()) {
        var row = new TaskRow(rows);
        row.input = rows.bytes(TaskRow.COLUMNS + 1);
        found.add(row);
      }
    }
    for (TaskRow row : found) {
      Held lease = held.get(row.id);
      if (lease != null) {
        boolean suspect = row.crashes >= Task.SUSPECT_CRASHES;
        leases.add(leased(row, lease.token(), lease.until(), suspect));
      }
    }
    return new Claimed(leases, last.drain());
  }
}
