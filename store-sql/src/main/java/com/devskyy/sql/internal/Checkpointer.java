package com.devskyy.sql.internal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Copies the write-ahead log into the file, on a thread and a connection of its own: done by the
/// writer, as SQLite does by itself, it would keep callers waiting for tens of milliseconds every
/// few thousand tasks.
///
/// The log begins anew once all of it was copied and nobody adds to it meanwhile. Under endless
/// load that never comes about by itself; so from a certain length on the writer copies the little
/// that is left.
final class Checkpointer implements AutoCloseable {
  /// Pages of the log to be copied at once (16 MiB): a page written often is then copied once.
  private static final int PAGES = 4_096;

  /// Length of the log in pages (64 MiB) from which on the writer helps.
  private static final int LONG = 4 * PAGES;

  /// Pages that are not worth the writer's help.
  private static final int FEW = PAGES / 4;

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private static final String LOOK = "PRAGMA wal_checkpoint(NOOP)";
  private static final String COPY = "PRAGMA wal_checkpoint(PASSIVE)";

  private final Db db;
  private final Thread thread;
  private volatile boolean wanted;
  private volatile boolean closed;

  /// @param db a connection of its own
  Checkpointer(Db db, String threadName) {
    this.db = db;
    thread = Thread.ofPlatform().daemon().name(threadName).start(this::work);
  }

  /// For the writer after each commit.
  ///
  /// @param writer its connection
  void committed(Db writer) throws SQLException {
    int log;
    int uncopied;
    try (var rows = writer.query(LOOK)) {
      rows.next();
      log = rows.integer(2);
      uncopied = log - rows.integer(3);
    }
    if (log > LONG && uncopied > FEW) {
      copy(writer);
    } else if (uncopied > PAGES && !wanted) {
      wanted = true;
      LockSupport.unpark(thread);
    }
  }

  private void work() {
    while (!closed) {
      if (!wanted) {
        LockSupport.park(this);
        continue;
      }
      try {
        copy(db);
      } catch (SQLException _) {
        // The log goes on growing; a disk that is full will be said to whoever writes next.
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
      }
      wanted = false;
    }
  }

  private static void copy(Db db) throws SQLException {
    try (var rows = db.query(COPY)) {
      rows.next();
    }
  }

  /// Ends it; safe to call twice.
  @Override
  public void close() throws SQLException {
    closed = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    db.close();
  }
}
