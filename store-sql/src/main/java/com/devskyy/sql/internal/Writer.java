package com.devskyy.sql.internal;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.StoreException;
import com.devskyy.sql.shared.Hints;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Writes, one transaction at a time. Whatever callers want at the same time goes into one
/// transaction: while that is committed, the next callers gather. No timers, so that a lone caller
/// waits for nobody.
///
/// ## When a commit counts
///
/// SQLite commits without waiting for the disk. Others see a change from then on and a worker may
/// claim what was enqueued; but whoever made the change, or listens for it, is told only once the
/// [Syncer] has made it durable, while the next transaction is being carried out already. A power
/// failure in between takes the change, those who saw it on this machine, and no promise. Once a
/// sync has failed, nothing is written any more.
///
/// ## Who carries it out
///
/// A platform thread that finds nobody writing does it itself, with whatever else waits: handing it
/// to another thread and being woken by it would cost a lone caller a third of his time. All else
/// is done by a thread of the writer's own, as a virtual thread would keep its carrier while it
/// waits for the disk.
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
  private final Optional<Syncer> syncer;
  private final ConcurrentLinkedQueue<Pending<?>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicLong transactions = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;

  // Guarded by writing, as are the connection and what is remembered of the tables.
  private long dataVersion = UNKNOWN;

  /// What a caller wants done within a transaction.
  interface Command<T> {
    T run(Tx tx) throws SQLException;
  }

  /// @param db the connection, which from now on is the writer's and syncs no commit by itself
  /// @param syncer absent when no commit need outlive a power failure
  Writer(
      Db db,
      Tx tx,
      Hints hints,
      Checkpointer checkpointer,
      StoreErrors errors,
      Optional<Syncer> syncer,
      String name) {
    this.db = db;
    this.tx = tx;
    this.hints = hints;
    this.checkpointer = checkpointer;
    this.errors = errors;
    this.syncer = syncer;
    thread = Thread.ofPlatform().daemon().name(name).start(this::work);
  }

  /// Carries out a command and waits until it is durable. Not interruptible: a caller must know
  /// what became of his command.
  ///
  /// @param items how much it is
  <T> T write(int items, Command<T> command) {
    return submit(new Pending<>(command, items, true));
  }

  /// The same for what need not outlive a power failure: the answer waits for no disk. A later sync
  /// makes it durable as well.
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
      carryOutWaiting();
    }
    if (!carriedOut || !waiting.isEmpty()) {
      LockSupport.unpark(thread);
    }
    if (carriedOut && syncer.isPresent()) {
      if (pending.answer.isDone()) {
        syncer.get().start();
      } else {
        syncer.get().sync();
      }
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
        carryOutWaiting();
        syncer.ifPresent(Syncer::start);
      }
    }
  }

  /// One transaction of what waits; gives the lock back that the caller has taken.
  private void carryOutWaiting() {
    Set<TypeName> claimable;
    try {
      carryOut(takeWaiting());
      claimable = tx.takeClaimable();
    } finally {
      writing.unlock();
    }
    // Only now, as whoever hears it will want to write.
    hints.claimable(claimable);
  }

  private List<Pending<?>> takeWaiting() {
    var batch = new ArrayList<Pending<?>>();
    int items = 0;
    for (Pending<?> next = waiting.poll(); next != null; next = waiting.poll()) {
      batch.add(next);
      items += next.items;
      if (items >= MAX_ITEMS) {
        break;
      }
    }
    return batch;
  }

  private void carryOut(List<Pending<?>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    StoreException refusal = refusal();
    if (refusal != null) {
      batch.forEach(pending -> pending.answer.completeExceptionally(refusal));
      return;
    }
    Throwable failure = tryTogether(batch);
    if (failure == null) {
      committed(batch);
      shortenLog();
    } else if (batch.size() == 1 || failure instanceof BeginException) {
      batch.forEach(pending -> pending.answer.completeExceptionally(failure));
    } else {
      for (Pending<?> pending : batch) {
        carryOut(List.of(pending));
      }
    }
  }

  private @Nullable StoreException refusal() {
    if (closed) {
      return errors.closed();
    }
    IOException unsynced = syncer.isPresent() ? syncer.get().failure() : null;
    return unsynced == null ? null : errors.distrusted(unsynced);
  }

  private void committed(List<Pending<?>> batch) {
    List<TaskId> changed = tx.takeChanged();
    List<Pending<?>> synced = new ArrayList<>();
    for (Pending<?> pending : batch) {
      if (pending.synced && syncer.isPresent()) {
        synced.add(pending);
      } else {
        pending.succeed();
      }
    }
    if (synced.isEmpty()) {
      hints.changed(changed);
    } else {
      syncer
          .orElseThrow()
          .add(
              failure -> {
                if (failure == null) {
                  synced.forEach(Pending::succeed);
                  hints.changed(changed);
                } else {
                  StoreException unsynced = errors.unsynced(failure);
                  synced.forEach(pending -> pending.answer.completeExceptionally(unsynced));
                }
              });
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
      carryOut(takeWaiting());
      closed = true;
      while (!waiting.isEmpty()) {
        carryOut(takeWaiting());
      }
      if (syncer.isPresent()) {
        syncer.get().close();
      }
    } catch (IOException e) {
      throw errors.unsynced(e);
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
}
