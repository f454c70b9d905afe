package com.devskyy.sql.internal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A few connections that only read, each read seeing one state of things and waiting for no
/// writer. Threads share it.
///
/// A platform thread reads by itself. A virtual one hands over to a platform thread: in native code
/// it would hold on to its carrier, and a few slow reads could hold on to all of them.
final class Readers implements AutoCloseable {
  private final BlockingQueue<Db> free;
  private final List<Db> all;
  private final StoreErrors errors;
  private final ExecutorService forVirtualThreads;
  private volatile boolean closed;

  /// A read.
  interface Read<T> {
    T run(Db db) throws SQLException;
  }

  Readers(List<Db> connections, StoreErrors errors, String threadName) {
    all = List.copyOf(connections);
    free = new ArrayBlockingQueue<>(all.size(), false, all);
    this.errors = errors;
    forVirtualThreads =
        Executors.newFixedThreadPool(
            all.size(), Thread.ofPlatform().daemon().name(threadName, 0).factory());
  }

  <T> T read(Read<T> read) {
    if (closed) {
      throw errors.closed();
    }
    if (!Thread.currentThread().isVirtual()) {
      return readHere(read);
    }
    try {
      return CompletableFuture.supplyAsync(() -> readHere(read), forVirtualThreads).join();
    } catch (CompletionException e) {
      throw errors.asThrown(e.getCause());
    }
  }

  private <T> T readHere(Read<T> read) {
    Db db = borrow();
    try {
      if (closed) {
        throw errors.closed();
      }
      return readOneState(db, read);
    } catch (SQLException e) {
      throw errors.of(e);
    } finally {
      free.add(db);
    }
  }

  private static <T> T readOneState(Db db, Read<T> read) throws SQLException {
    db.beginReading();
    T answer;
    try {
      answer = read.run(db);
    } catch (SQLException | RuntimeException | Error e) {
      try {
        db.rollback();
      } catch (SQLException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    db.commit();
    return answer;
  }

  /// Not interruptible: a read is short, and an interrupted caller wants its answer no less.
  private Db borrow() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return free.take();
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

  /// Waits for reads under way; safe to call twice.
  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    forVirtualThreads.shutdown();
    var mine = new ArrayList<Db>();
    while (mine.size() < all.size()) {
      mine.add(borrow());
    }
    for (Db db : mine) {
      db.close();
    }
    free.addAll(mine);
  }
}
