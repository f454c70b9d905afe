package com.devskyy.sql.internal.postgres;

import com.devskyy.engine.Pauses;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.sql.internal.shared.Hints;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens to what other processes change, on a connection of its own, and says so in the table
/// `ear`, as nobody tells where nobody listens. When the connection breaks it is made again; what
/// was missed meanwhile may be anything.
final class Ear implements AutoCloseable {
  private static final String LISTENS =
      "INSERT INTO ear (process, until) VALUES (?, clock_timestamp() + ? * interval '1 ms')"
          + " ON CONFLICT (process) DO UPDATE SET until = excluded.until";
  private static final String LISTENS_NO_MORE = "DELETE FROM ear WHERE process = ?";
  private static final String FORGET_DEAD =
      "DELETE FROM ear WHERE until < clock_timestamp() - interval '1 hour'";

  /// How often it says so.
  static final Duration SAY_EVERY = Duration.ofSeconds(10);

  /// It is believed for so many times as long: two that fail do no harm.
  private static final int BELIEVED = 3;

  private static final Pauses PAUSES = new Pauses(Duration.ofMillis(50), Duration.ofSeconds(2));

  private static final Logger log = LoggerFactory.getLogger(Ear.class);

  private final Connections connections;
  private final Hints hints;
  private final String process;
  private final String namespace;
  private final Runnable outbox;
  private final Duration sayEvery;
  private volatile boolean closed;
  private volatile @Nullable Connection connection;

  /// @param process who listens; told nothing of his own
  /// @param outbox called when another process may have put something into the outbox
  /// @param sayEvery see [#SAY_EVERY]
  Ear(
      Connections connections,
      Hints hints,
      String process,
      String namespace,
      Runnable outbox,
      Duration sayEvery) {
    this.connections = connections;
    this.hints = hints;
    this.process = process;
    this.namespace = namespace;
    this.outbox = outbox;
    this.sayEvery = sayEvery;
    Thread.ofPlatform().daemon().name("store-ear").start(this::work);
  }

  private void work() {
    Duration pause = Duration.ZERO;
    while (!closed) {
      try (Connection fresh = connections.connectToListen()) {
        connection = fresh;
        Statements.run(fresh, "LISTEN " + namespace);
        sayListens(fresh);
        Statements.run(fresh, FORGET_DEAD);
        pause = Duration.ZERO;
        hints.everything();
        outbox.run();
        listen(fresh);
      } catch (SQLException _) {
        // Whoever calls the store hears of it; we just try again.
      } catch (RuntimeException e) {
        log.atError().setMessage("listening to the store failed, begins anew").setCause(e).log();
      }
      if (!closed) {
        pause = PAUSES.after(pause);
        LockSupport.parkNanos(pause.toNanos());
      }
    }
  }

  private void listen(Connection fresh) throws SQLException {
    PGConnection postgres = fresh.unwrap(PGConnection.class);
    long said = System.nanoTime();
    while (!closed) {
      Duration left = sayEvery.minusNanos(System.nanoTime() - said);
      if (left.toMillis() > 0) {
        PGNotification[] heard = postgres.getNotifications((int) left.toMillis());
        if (heard != null) {
          tell(heard);
        }
      } else {
        // Also where there is always something to hear: silence must not be waited for.
        sayListens(fresh);
        said = System.nanoTime();
      }
    }
    Statements.update(fresh, LISTENS_NO_MORE, process);
  }

  private void sayListens(Connection fresh) throws SQLException {
    Statements.update(fresh, LISTENS, process, sayEvery.toMillis() * BELIEVED);
  }

  /// A message is: process, queues, tasks; or that there is something in the outbox. Anybody may
  /// send to a channel: what is neither may mean anything.
  private void tell(PGNotification[] heard) {
    Set<TypeName> queues = new HashSet<>();
    Set<TaskId> tasks = new HashSet<>();
    for (PGNotification each : heard) {
      List<String> parts = List.of(each.getParameter().split(" ", -1));
      if (parts.equals(List.of("outbox"))) {
        outbox.run();
      } else if (!parts.getFirst().equals(process) && !isRead(parts, queues, tasks)) {
        hints.everything();
      }
    }
    hints.claimableElsewhere(queues);
    hints.changed(tasks);
  }

  private static boolean isRead(List<String> parts, Set<TypeName> queues, Set<TaskId> tasks) {
    if (parts.size() != 3) {
      return false;
    }
    try {
      List<TypeName> namedQueues = names(parts.get(1)).map(TypeName::new).toList();
      List<TaskId> namedTasks = names(parts.get(2)).map(TaskId::new).toList();
      queues.addAll(namedQueues);
      tasks.addAll(namedTasks);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Stream<String> names(String list) {
    return list.isEmpty() ? Stream.empty() : Stream.of(list.split(",", -1));
  }

  /// Ends it; safe to call twice.
  @Override
  public void close() {
    closed = true;
    Connection open = connection;
    if (open != null) {
      try {
        // It waits for the server, so that closing it in good order would wait as well.
        open.abort(Runnable::run);
      } catch (SQLException _) {
        // It was broken already.
      }
    }
  }
}
