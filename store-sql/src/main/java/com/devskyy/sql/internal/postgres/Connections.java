package com.devskyy.sql.internal.postgres;

import com.devskyy.engine.Pauses;
import com.devskyy.engine.store.Outage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/// A few connections that the threads of a process share, each call on one of them.
///
/// What a broken connection was doing is done again on a new one, ever more slowly, as long as our
/// patience lasts: everything the store does may be repeated. Nothing runs between the calls, so
/// nothing spins while the server is away. The log says once that it is, and once that it is back.
final class Connections implements AutoCloseable {
  private static final Pauses PAUSES = new Pauses(Duration.ofMillis(20), Duration.ofSeconds(1));
  private static final int CONNECT_SECONDS = 5;

  private final Reach reach;
  private final PostgresErrors errors;
  private final Outage outage;
  private final Semaphore free;

  // Guarded by this.
  private final Deque<Connection> idle = new ArrayDeque<>();
  private boolean closed;

  /// What a caller wants done.
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  Connections(Reach reach, PostgresErrors errors) {
    this.reach = reach;
    this.errors = errors;
    outage = new Outage("PostgreSQL", reach.place(), System::nanoTime);
    free = new Semaphore(reach.connections());
  }

  /// Does something that may be done twice. Not interruptible: a caller must know what became of
  /// it, and an interrupt would cut the connection.
  <T> T run(Work<T> work) {
    return run(work, true);
  }

  /// Does something that must not be done twice: repeated only while it cannot have begun.
  <T> T runOnce(Work<T> work) {
    return run(work, false);
  }

  private <T> T run(Work<T> work, boolean repeatable) {
    long until = System.nanoTime() + reach.patience().toNanos();
    Duration pause = Duration.ZERO;
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        boolean begun = false;
        try {
          Connection connection = borrow(until);
          begun = true;
          T answer = runOn(connection, work);
          outage.answered();
          return answer;
        } catch (SQLException e) {
          interrupted |= Thread.interrupted();
          boolean broken = PostgresErrors.isBroken(e);
          boolean over = System.nanoTime() - until >= 0;
          if (broken && (over || !pause.isZero())) {
            // Once does not count: the server may have ended what was idle.
            outage.noAnswer(String.valueOf(e.getMessage()));
          }
          if (!PostgresErrors.isCollision(e) && !(broken && (repeatable || !begun))) {
            throw broken ? outage.marked(errors.of(e)) : errors.of(e);
          }
          if (over) {
            throw outage.marked(errors.unreachable(e));
          }
          pause = PAUSES.after(pause);
          LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause.toNanos()));
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> T runOn(Connection connection, Work<T> work) throws SQLException {
    boolean good = false;
    try {
      T answer = work.run(connection);
      good = true;
      return answer;
    } catch (SQLException e) {
      if (PostgresErrors.isBroken(e)) {
        // The others have most likely gone the same way.
        closeAll(takeIdle());
      } else {
        good = !connection.isClosed();
      }
      throw e;
    } catch (RuntimeException e) {
      // Refused by ourselves or by somebody else: the connection is none the worse for it.
      good = !connection.isClosed();
      throw e;
    } finally {
      giveBack(connection, good);
    }
  }

  private Connection borrow(long until) throws SQLException {
    if (!acquire(until)) {
      throw outage.marked(errors.busy());
    }
    boolean taken = false;
    try {
      Connection connection = takeIdleOne();
      if (connection == null) {
        connection = connect();
      }
      taken = true;
      return connection;
    } finally {
      if (!taken) {
        free.release();
      }
    }
  }

  private boolean acquire(long until) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          // A call under way takes its time whatever our patience.
          long most = reach.answerTimeout().toNanos() + Math.max(0, until - System.nanoTime());
          return free.tryAcquire(most, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized @Nullable Connection takeIdleOne() {
    if (closed) {
      throw errors.closed();
    }
    return idle.pollFirst();
  }

  /// A new connection that belongs to the caller.
  Connection connect() throws SQLException {
    return connect(new Properties());
  }

  /// As above, for [org.postgresql.PGConnection#getNotifications(int)].
  Connection connectToListen() throws SQLException {
    var properties = new Properties();
    PGProperty.SOCKET_FACTORY.set(properties, PromptSockets.class.getName());
    return connect(properties);
  }

  private Connection connect(Properties properties) throws SQLException {
    properties.setProperty("user", reach.user());
    reach.password().ifPresent(it -> properties.setProperty("password", it));
    properties.setProperty("ApplicationName", "devskyy");
    properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
    properties.setProperty("loginTimeout", String.valueOf(CONNECT_SECONDS));
    properties.setProperty(
        "socketTimeout", String.valueOf(Math.max(1, reach.answerTimeout().toSeconds())));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("prepareThreshold", "1");
    Connection connection = new Driver().connect(reach.url(), properties);
    if (connection == null) {
      throw new SQLException("the URL is not one of PostgreSQL", "08001");
    }
    try (Statement statement = connection.createStatement()) {
      // Every table grows from nothing to millions of rows and back while plans are kept: only
      // index after index is right at any size.
      statement.execute(
          "SET search_path TO %s; SET jit = off; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan"
              .formatted(reach.namespace()));
    } catch (SQLException e) {
      close(connection);
      throw e;
    }
    return connection;
  }

  private void giveBack(Connection connection, boolean good) {
    boolean kept;
    synchronized (this) {
      kept = good && !closed;
      if (kept) {
        idle.addFirst(connection);
      }
    }
    if (!kept) {
      close(connection);
    }
    free.release();
  }

  private synchronized List<Connection> takeIdle() {
    var taken = new ArrayList<>(idle);
    idle.clear();
    return taken;
  }

  private static void closeAll(List<Connection> connections) {
    connections.forEach(Connections::close);
  }

  private static void close(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException _) {
        // It was broken already.
      }
    }
  }

  /// Refuses whatever comes and closes what is idle; calls under way end by themselves.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    closeAll(takeIdle());
  }
}
