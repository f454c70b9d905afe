package com.devskyy.sql.internal;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The one thread that writes. Whatever callers want at the same time goes into one transaction and
/// one sync: while that is committed, the next callers gather. No timers, so that a lone caller
/// waits for nobody.
///
/// ## When a command fails
///
/// A transaction is undone as a whole; then its commands are carried out again one by one, so that
/// the bad one harms no other.
///
/// ## What others write
///
/// Another process shows in the connection's data version. It is asked for at the beginning of each
/// transaction, when nobody else can write any more, and whenever [#look] says that something may
/// have happened.
final class Writer implements AutoCloseable {
  /// Items after which a transaction takes no further command: some ten milliseconds of work.
  private static final int MAX_ITEMS = 2_000;

  /// Commands that may wait; who comes next waits to be let in.
  private static final int MAX_WAITING = 1_024;

  private static final long UNKNOWN = -1;

  private final Db db;
  private final Tx tx;
  private final Hints hints;
  private final StoreErrors errors;
  private final SyncMode syncMode;
  private final BlockingQueue<Pending<?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicBoolean lookWanted = new AtomicBoolean();
  private final Pending<?> look = new Pending<>(_ -> "", 0, true);
  private final Pending<?> stop = new Pending<>(_ -> "", 0, true);
  private final Thread thread;
  private volatile boolean closed;

  // Confined to the thread.
  private long dataVersion = UNKNOWN;
  private boolean syncing = true;

  /// What a caller wants done within a transaction.
  interface Command<T> {
    T run(Tx tx) throws SQLException;
  }

  /// Turns the waiting for the disk off and on again.
  interface SyncMode {
    void synced(Db db, boolean synced) throws SQLException;
  }

  /// @param db the connection, which from now on is the writer's
  /// @param syncMode for commits that need not outlive a power failure
  Writer(Db db, Tx tx, Hints hints, StoreErrors errors, SyncMode syncMode, String name) {
    this.db = db;
    this.tx = tx;
    this.hints = hints;
    this.errors = errors;
    this.syncMode = syncMode;
    thread = Thread.ofPlatform().daemon().name(name).start(this::work);
  }

  /// Carries out a command and waits until it is durable.
  ///
  /// @param items how much it is
  <T> T write(int items, Command<T> command) {
    return submit(new Pending<>(command, items, true));
  }

  /// The same for what need not outlive a power failure: the commit waits for no disk.
  <T> T writeUnsynced(Command<T> command) {
    return submit(new Pending<>(command, 1, false));
  }

  /// Something may have happened: see whether another process has written. Returns at once.
  void look() {
    if (lookWanted.compareAndSet(false, true) && !waiting.offer(look)) {
      // Then there is enough going on for the next transaction to see it.
      lookWanted.set(false);
    }
  }

  private <T> T submit(Pending<T> pending) {
    if (closed) {
      throw errors.closed();
    }
    put(pending);
    if (closed && waiting.remove(pending)) {
      throw errors.closed();
    }
    try {
      return pending.answer.join();
    } catch (CompletionException e) {
      throw errors.asThrown(e.getCause());
    }
  }

  /// Not interruptible: a caller must know what became of his command.
  private void put(Pending<?> pending) {
    boolean interrupted = false;
    while (true) {
      try {
        waiting.put(pending);
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    var batch = new ArrayList<Pending<?>>();
    boolean open = true;
    while (open) {
      batch.clear();
      boolean looks = false;
      int items = 0;
      try {
        Pending<?> next = waiting.take();
        while (next != null) {
          if (next == look) {
            lookWanted.set(false);
            looks = true;
          } else if (next == stop) {
            open = false;
          } else {
            batch.add(next);
            items += next.items;
          }
          next = items < MAX_ITEMS ? waiting.poll() : null;
        }
      } catch (InterruptedException _) {
        // Nobody but `close` ends this thread.
      }
      if (!batch.isEmpty()) {
        carryOut(batch);
      }
      if (looks) {
        lookNow();
      }
    }
    for (Pending<?> late = waiting.poll(); late != null; late = waiting.poll()) {
      late.answer.completeExceptionally(errors.closed());
    }
  }

  private void carryOut(List<Pending<?>> batch) {
    Throwable failure = tryTogether(batch);
    if (failure == null) {
      batch.forEach(Pending::succeed);
      tx.tell(hints);
    } else if (batch.size() == 1 || failure instanceof BeginException) {
      batch.forEach(pending -> pending.answer.completeExceptionally(failure));
    } else {
      for (Pending<?> pending : batch) {
        carryOut(List.of(pending));
      }
    }
  }

  private @Nullable Throwable tryTogether(List<Pending<?>> batch) {
    try {
      sync(batch.stream().anyMatch(pending -> pending.synced));
      db.begin();
    } catch (SQLException e) {
      undo();
      return new BeginException(e);
    }
    try {
      noticeOthers();
      for (Pending<?> pending : batch) {
        pending.run(tx);
        tx.endCall();
      }
      tx.flush();
      db.commit();
      return null;
    } catch (SQLException | RuntimeException | Error e) {
      undo();
      return e;
    }
  }

  private void sync(boolean wanted) throws SQLException {
    if (wanted != syncing) {
      syncMode.synced(db, wanted);
      syncing = wanted;
    }
  }

  private void undo() {
    try {
      db.rollback();
    } catch (SQLException _) {
      // SQLite has undone it by itself already, as when the disk is full.
    }
    tx.undone();
  }

  private void lookNow() {
    try {
      noticeOthers();
    } catch (SQLException _) {
      // The next transaction will say so to somebody who can be told.
    }
  }

  private void noticeOthers() throws SQLException {
    long version = db.dataVersion();
    if (version != dataVersion) {
      if (dataVersion != UNKNOWN) {
        tx.forget();
        hints.everything();
      }
      dataVersion = version;
    }
  }

  /// Carries out what waits, then ends; safe to call twice.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      put(stop);
    }
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
  }

  /// A transaction could not even begin: no command is to blame.
  private static final class BeginException extends SQLException {
    private static final long serialVersionUID = 1;

    BeginException(SQLException cause) {
      super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
    }
  }

  /// A command and its caller, who waits for the answer.
  private static final class Pending<T> {
    private final Command<T> command;
    private final int items;
    private final boolean synced;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T result;

    Pending(Command<T> command, int items, boolean synced) {
      this.command = command;
      this.items = items;
      this.synced = synced;
    }

    void run(Tx tx) throws SQLException {
      result = command.run(tx);
    }

    void succeed() {
      answer.complete(requireNonNull(result));
    }
  }
}
