package com.devskyy.sql.internal;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Writes, one transaction at a time. Whatever callers want at the same time goes into one
/// transaction and one sync: while that is committed, the next callers gather. No timers, so that a
/// lone caller waits for nobody.
///
/// ## Who carries it out
///
/// A platform thread that finds nobody writing does it itself, with whatever else waits: handing it
/// to another thread and being woken by it would cost a lone caller a third of his time. All else is
/// done by a thread of the writer's own, as a virtual thread would keep its carrier while it waits
/// for the disk.
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

  private static final long UNKNOWN = -1;

  private final Db db;
  private final Tx tx;
  private final Hints hints;
  private final Checkpointer checkpointer;
  private final StoreErrors errors;
  private final SyncMode syncMode;
  private final ConcurrentLinkedQueue<Pending<?>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicLong transactions = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;

  // Guarded by writing, as are the connection and what is remembered of the tables.
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
  Writer(
      Db db,
      Tx tx,
      Hints hints,
      Checkpointer checkpointer,
      StoreErrors errors,
      SyncMode syncMode,
      String name) {
    this.db = db;
    this.tx = tx;
    this.hints = hints;
    this.checkpointer = checkpointer;
    this.errors = errors;
    this.syncMode = syncMode;
    thread = Thread.ofPlatform().daemon().name(name).start(this::work);
  }

  /// Carries out a command and waits until it is durable. Not interruptible: a caller must know what
  /// became of his command.
  ///
  /// @param items how much it is
  <T> T write(int items, Command<T> command) {
    return submit(new Pending<>(command, items, true));
  }

  /// The same for what need not outlive a power failure: the commit waits for no disk. A later
  /// synced one makes it durable as well.
  <T> T writeUnsynced(int items, Command<T> command) {
    return submit(new Pending<>(command, items, false));
  }

  /// Something may have happened: see whether another process has written.
  void look() {
    writing.lock();
    try {
      if (!closed) {
        noticeOthers();
      }
    } catch (SQLException _) {
      // The next transaction will say so to somebody who can be told.
    } finally {
      writing.unlock();
    }
  }

  /// How many transactions there were.
  long transactions() {
    return transactions.get();
  }

  private <T> T submit(Pending<T> pending) {
    waiting.add(pending);
    if (closed && waiting.remove(pending)) {
      throw errors.closed();
    }
    boolean carriedOut = !Thread.currentThread().isVirtual() && writing.tryLock();
    if (carriedOut) {
      try {
        carryOutWaiting();
      } finally {
        writing.unlock();
      }
    }
    if (!carriedOut || !waiting.isEmpty()) {
      LockSupport.unpark(thread);
    }
    try {
      return pending.answer.join();
    } catch (CompletionException e) {
      throw errors.asThrown(e.getCause());
    }
  }

  private void work() {
    while (!closed) {
      if (waiting.isEmpty()) {
        LockSupport.park(this);
      } else {
        writing.lock();
        try {
          carryOutWaiting();
        } finally {
          writing.unlock();
        }
      }
    }
  }

  /// One transaction of what waits.
  private void carryOutWaiting() {
    var batch = new ArrayList<Pending<?>>();
    int items = 0;
    for (Pending<?> next = waiting.poll(); next != null; next = waiting.poll()) {
      batch.add(next);
      items += next.items;
      if (items >= MAX_ITEMS) {
        break;
      }
    }
    if (closed) {
      batch.forEach(pending -> pending.answer.completeExceptionally(errors.closed()));
    } else if (!batch.isEmpty()) {
      carryOut(batch);
    }
  }

  private void carryOut(List<Pending<?>> batch) {
    Throwable failure = tryTogether(batch);
    if (failure == null) {
      batch.forEach(Pending::succeed);
      tx.tell(hints);
      shortenLog();
    } else if (batch.size() == 1 || failure instanceof BeginException) {
      batch.forEach(pending -> pending.answer.completeExceptionally(failure));
    } else {
      for (Pending<?> pending : batch) {
        carryOut(List.of(pending));
      }
    }
  }

  private void shortenLog() {
    try {
      checkpointer.committed(db);
    } catch (SQLException _) {
      // What was committed stays so; the next transaction will say what is wrong.
    }
  }

  private @Nullable Throwable tryTogether(List<Pending<?>> batch) {
    try {
      sync(batch.stream().anyMatch(pending -> pending.synced));
      db.begin();
      transactions.incrementAndGet();
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

  /// Carries out what waits, then refuses whatever comes; safe to call twice.
  @Override
  public void close() {
    writing.lock();
    try {
      carryOutWaiting();
      closed = true;
      while (!waiting.isEmpty()) {
        carryOutWaiting();
      }
    } finally {
      writing.unlock();
    }
    LockSupport.unpark(thread);
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
