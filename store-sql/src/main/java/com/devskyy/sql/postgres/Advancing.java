package com.devskyy.sql.postgres;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.RescueGate;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.sql.shared.Times;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets time do its work. Threads share it.
final class Advancing {
  private static final String LOOK =
      "SELECT work, advanced_at, rescue_opens_at, next_due FROM look(?::bigint, ?::bigint,"
          + " ?::bigint, ?::bigint, ?::bigint)";
  private static final String ADVANCE =
      "SELECT * FROM advance(?::text, ?::bigint, ?::int, ?::bigint, ?::bigint, ?::bigint,"
          + " ?::bigint, ?::bigint, ?::bigint, ?::bigint, ?::bigint, ?::boolean, ?::bigint,"
          + " ?::bigint)";
  private static final String FORGET_CLOCKS = "SELECT forget_clocks()";
  private static final Duration FORGET_EVERY = Duration.ofSeconds(30);

  private final StoreSettings settings;
  private final QueueRefs queues;
  private final String process;
  private final Gate gate = new Gate();

  // Guarded by this.
  private long low;
  private long lookedAtAll = System.nanoTime();

  /// What was done, and whom to tell.
  ///
  /// @param changed tasks that changed
  /// @param claimable queues that got something to claim
  record Answer(Advanced advanced, List<TaskId> changed, Set<TypeName> claimable) {}

  private record Look(boolean work, RescueGate stored, Optional<Instant> nextDue) {}

  Advancing(StoreSettings settings, QueueRefs queues, String process) {
    this.settings = settings;
    this.queues = queues;
    this.process = process;
  }

  /// See `TaskStore.advance`. Does not wait for the disk: what is lost is done again.
  Answer advance(Connection connection, Instant at, int max) throws SQLException {
    Instant now = Instant.ofEpochMilli(at.toEpochMilli());
    forgetNowAndThen(connection);
    while (true) {
      Look look = look(connection, now);
      RescueGate.Step step = gate.step(look.stored, now);
      if (!look.work && !Gate.isWorthStoring(look.stored, step)) {
        gate.taken(step);
        var nothing = new Advanced(0, List.of(), 0, 0, look.nextDue, false);
        return new Answer(nothing, List.of(), Set.of());
      }
      try {
        Answer answer = advance(connection, now, max, look.stored, step);
        gate.taken(step);
        return answer;
      } catch (SQLException e) {
        if (!PostgresErrors.state(e).equals(PostgresErrors.GATE)) {
          throw e;
        }
        // Another process has advanced in between: see what is left.
      }
    }
  }

  /// Passed clocks say nothing: they only take up room.
  private void forgetNowAndThen(Connection connection) throws SQLException {
    synchronized (this) {
      if (System.nanoTime() - lookedAtAll < FORGET_EVERY.toNanos()) {
        return;
      }
      lookedAtAll = System.nanoTime();
      low = 0;
    }
    Statements.call(connection, FORGET_CLOCKS);
  }

  /// Leases may have been given by a clock that stands before the time up to which we have looked.
  synchronized void clockStandsAt(Instant now) {
    if (now.toEpochMilli() + settings.lease().toMillis() <= low) {
      low = 0;
    }
  }

  private synchronized long low() {
    return low;
  }

  private synchronized void lowIs(long next) {
    low = next;
  }

  private Look look(Connection connection, Instant now) throws SQLException {
    return Statements.query(
        connection,
        LOOK,
        rows -> {
          rows.next();
          var stored =
              new RescueGate(
                  Instant.ofEpochMilli(rows.getLong("advanced_at")),
                  Instant.ofEpochMilli(rows.getLong("rescue_opens_at")));
          return new Look(rows.getBoolean("work"), stored, time(rows, "next_due"));
        },
        now.toEpochMilli(),
        low(),
        Times.millis(settings.retention()),
        Times.millis(settings.deadLetterRetention()),
        settings.retainedBytes());
  }

  private Answer advance(
      Connection connection, Instant now, int max, RescueGate stored, RescueGate.Step step)
      throws SQLException {
    @Nullable Long back = step.steppedBack() ? now.plus(settings.lease()).toEpochMilli() : null;
    var changed = new ArrayList<TaskId>();
    var refs = new ArrayList<Integer>();
    Advanced advanced =
        Statements.query(
            connection,
            ADVANCE,
            rows -> {
              rows.next();
              for (String id : Statements.texts(rows, "changed")) {
                changed.add(new TaskId(id));
              }
              refs.addAll(List.of((Integer[]) rows.getArray("claimable").getArray()));
              lowIs(rows.getLong("low"));
              return read(rows, max);
            },
            process,
            now.toEpochMilli(),
            max,
            settings.lease().toMillis(),
            Times.millis(settings.retention()),
            Times.millis(settings.deadLetterRetention()),
            settings.retainedBytes(),
            stored.lastAdvance().toEpochMilli(),
            stored.opensAt().toEpochMilli(),
            step.after().lastAdvance().toEpochMilli(),
            step.after().opensAt().toEpochMilli(),
            step.mayRescue(),
            back,
            back == null ? low() : 0);
    var claimable = new HashSet<TypeName>();
    for (int ref : refs) {
      claimable.add(queues.name(connection, ref));
    }
    return new Answer(advanced, changed, claimable);
  }

  private static Advanced read(ResultSet rows, int max) throws SQLException {
    String[] ids = Statements.texts(rows, "rescued");
    String[] workers = Statements.texts(rows, "workers");
    var crashed = (Boolean[]) rows.getArray("crashed").getArray();
    var quarantined = (Boolean[]) rows.getArray("quarantined").getArray();
    var rescued = new ArrayList<Advanced.Rescued>();
    for (int i = 0; i < ids.length; i++) {
      rescued.add(new Advanced.Rescued(new TaskId(ids[i]), workers[i], crashed[i], quarantined[i]));
    }
    int due = rows.getInt("due");
    int expired = rows.getInt("expired");
    int trimmed = rows.getInt("trimmed");
    boolean more = due >= max || expired >= max || trimmed >= max || rescued.size() >= max;
    return new Advanced(due, rescued, expired, trimmed, time(rows, "next_due"), more);
  }

  private static Optional<Instant> time(ResultSet rows, String column) throws SQLException {
    return Optional.ofNullable(Statements.numberIfAny(rows, column)).map(Instant::ofEpochMilli);
  }
}
