package com.devskyy.sql.internal.postgres;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.StoreSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Gives leases and renews them. Threads share it.
final class Claiming {
  private static final String CLAIM =
      "SELECT * FROM claim(?::text, ?::text, ?::bigint, ?::int[], ?::int[], ?::int, ?::bigint,"
          + " ?::boolean, ?::bigint, ?::bigint, ?::bigint)";
  private static final String EXTEND =
      "SELECT held, cancel FROM extend(?::text[], ?::int[], ?::bigint[], ?::bigint)";

  private static final int LEASED = 1;
  private static final int DRAIN = 2;
  private static final int EXPIRED = 3;
  private static final int MAX_WORKERS = 10_000;

  private final StoreSettings settings;
  private final QueueRefs queues;
  private final Lookups lookups;
  private final String process;

  // Guarded by this.
  private final RandomGenerator tokens;

  /// The last claim of each worker, if it was given nothing: that alone is not stored, as it would
  /// make every question of an idle worker a write, and a worker asks one process only.
  private final Map<String, Long> gaveNothing =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_WORKERS;
        }
      };

  /// A claim's answer.
  ///
  /// @param expired tasks that were past their deadline
  record Answer(Claimed claimed, List<TaskId> expired) {}

  /// A lease given before, of which the task must still be read.
  private record Held(TaskId task, int run, long token, Instant until, boolean suspect) {}

  Claiming(
      StoreSettings settings,
      QueueRefs queues,
      Lookups lookups,
      RandomGenerator tokens,
      String process) {
    this.settings = settings;
    this.queues = queues;
    this.lookups = lookups;
    this.tokens = tokens;
    this.process = process;
  }

  /// See `TaskStore.claim`. Does not wait for the disk.
  Answer claim(Connection connection, ClaimRequest request) throws SQLException {
    if (isKnownToGiveNothing(request)) {
      return new Answer(Claimed.NOTHING, List.of());
    }
    int[] refs = new int[request.slots().size()];
    int[] slots = new int[refs.length];
    int i = 0;
    for (Map.Entry<TypeName, Integer> asked : request.slots().entrySet()) {
      refs[i] = queues.of(connection, asked.getKey());
      slots[i] = asked.getValue();
      i++;
    }
    Instant now = Instant.ofEpochMilli(request.now().toEpochMilli());
    var held = new ArrayList<Held>();
    Answer answer =
        Statements.query(
            connection,
            CLAIM,
            rows -> read(connection, rows, request.worker(), now, held),
            process,
            request.worker(),
            request.n(),
            refs,
            slots,
            request.total(),
            request.maxBytes(),
            request.idle(),
            now.toEpochMilli(),
            settings.lease().toMillis(),
            nextToken());
    if (!held.isEmpty()) {
      return new Answer(new Claimed(leasesOf(connection, held), answer.claimed.drain()), List.of());
    }
    if (answer.claimed.equals(Claimed.NOTHING)) {
      rememberNothing(request);
    }
    return answer;
  }

  private Answer read(
      Connection connection, ResultSet rows, String worker, Instant now, List<Held> held)
      throws SQLException {
    var leases = new ArrayList<Claimed.Leased>();
    var expired = new ArrayList<TaskId>();
    boolean drain = false;
    while (rows.next()) {
      switch (rows.getInt(1)) {
        case LEASED -> {
          TypeName type = queues.name(connection, rows.getInt(7));
          Lease lease = lease(rows);
          Task task = SeenTask.claimed(rows, lease.task(), lease.run(), type, worker, now);
          leases.add(new Claimed.Leased(task, lease, rows.getBoolean(6)));
        }
        case DRAIN -> drain = true;
        case EXPIRED -> expired.add(new TaskId(rows.getString(2)));
        default -> {
          Lease lease = lease(rows);
          boolean suspect = rows.getBoolean(6);
          held.add(new Held(lease.task(), lease.run(), lease.token(), lease.until(), suspect));
        }
      }
    }
    return new Answer(new Claimed(leases, drain), expired);
  }

  private static Lease lease(ResultSet rows) throws SQLException {
    return new Lease(
        new TaskId(rows.getString(2)),
        rows.getInt(3),
        rows.getLong(4),
        Instant.ofEpochMilli(rows.getLong(5)));
  }

  private List<Claimed.Leased> leasesOf(Connection connection, List<Held> held)
      throws SQLException {
    Map<TaskId, Task> tasks = lookups.find(connection, held.stream().map(Held::task).toList());
    var leases = new ArrayList<Claimed.Leased>();
    for (Held each : held) {
      Task task = tasks.get(each.task);
      if (task != null) {
        var lease = new Lease(each.task, each.run, each.token, each.until);
        leases.add(new Claimed.Leased(task, lease, each.suspect));
      }
    }
    return leases;
  }

  private synchronized long nextToken() {
    return tokens.nextLong();
  }

  private synchronized boolean isKnownToGiveNothing(ClaimRequest request) {
    Long last = gaveNothing.get(request.worker());
    return last != null && request.n() <= last;
  }

  private synchronized void rememberNothing(ClaimRequest request) {
    gaveNothing.merge(request.worker(), request.n(), Math::max);
  }

  /// See `TaskStore.extend`. Does not wait for the disk.
  List<Extended> extend(Connection connection, List<Lease> leases, Instant now)
      throws SQLException {
    if (leases.isEmpty()) {
      return List.of();
    }
    long until = now.toEpochMilli() + settings.lease().toMillis();
    return Statements.query(
        connection,
        EXTEND,
        rows -> {
          rows.next();
          var held = (Boolean[]) rows.getArray("held").getArray();
          var cancel = (Boolean[]) rows.getArray("cancel").getArray();
          var answers = new ArrayList<Extended>();
          for (int i = 0; i < leases.size(); i++) {
            answers.add(
                held[i]
                    ? new Extended(true, cancel[i], Instant.ofEpochMilli(until))
                    : new Extended(false, false, leases.get(i).until()));
          }
          return answers;
        },
        leases.stream().map(lease -> lease.task().value()).toArray(String[]::new),
        leases.stream().mapToInt(Lease::run).toArray(),
        leases.stream().mapToLong(Lease::token).toArray(),
        until);
  }
}
