package com.devskyy.engine.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Natural batching: while one batch is being stored, the next gathers. Many threads that each have
/// one item share one call; a thread that is alone calls at once. No timer, no thread of its own,
/// nothing to close.
///
/// The threads take turns at leading: whoever finds no leader takes what has gathered, in order,
/// calls with it and wakes its owners. Batches are called one after the other.
public final class Batcher<I, O> {
  private static final long MAX_BYTES = 16L << 20;

  private final Function<List<I>, List<O>> call;
  private final ToLongFunction<I> bytes;
  private final ConcurrentLinkedQueue<Pending<I, O>> gathering = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean led = new AtomicBoolean();

  /// @param call gets at most [TaskStore#MAX_BATCH] items, answers in the same order
  /// @param bytes size of an item; a batch of more than 16 MiB is split
  public Batcher(Function<List<I>, List<O>> call, ToLongFunction<I> bytes) {
    this.call = call;
    this.bytes = bytes;
  }

  /// Stores one item and waits for its answer. An interrupt is kept for later: what was handed over
  /// is not taken back.
  ///
  /// @throws StoreException as thrown by the call; it then holds for every item of the batch
  public O submit(I item) {
    var mine = new Pending<I, O>(item, Thread.currentThread());
    gathering.add(mine);
    boolean interrupted = Thread.interrupted();
    while (!mine.done) {
      if (led.compareAndSet(false, true)) {
        try {
          if (!mine.done) {
            letOthersJoin();
            callNextBatch();
          }
        } finally {
          led.set(false);
          wakeNextLeader();
        }
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return mine.answer();
  }

  /// Whoever is ready to run may have an item too. A batch too small costs time, nothing else, so
  /// that relying on the scheduler does no harm; when nobody is ready this returns at once.
  @SuppressWarnings("ThreadPriorityCheck")
  private static void letOthersJoin() {
    Thread.yield();
  }

  private void callNextBatch() {
    List<Pending<I, O>> batch = new ArrayList<>();
    List<I> items = new ArrayList<>();
    long size = 0;
    for (var next = gathering.peek();
        next != null && items.size() < TaskStore.MAX_BATCH;
        next = gathering.peek()) {
      size += bytes.applyAsLong(next.item);
      if (size > MAX_BYTES && !items.isEmpty()) {
        break;
      }
      gathering.remove();
      batch.add(next);
      items.add(next.item);
    }
    try {
      List<O> answers = call.apply(items);
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).succeed(answers.get(i));
      }
    } catch (RuntimeException | Error e) {
      batch.forEach(pending -> pending.fail(e));
    }
  }

  /// Whoever added an item after the last look found a leader and parked; this look comes after the
  /// lead was given up, so one of the two sees the other.
  private void wakeNextLeader() {
    var next = gathering.peek();
    if (next != null) {
      LockSupport.unpark(next.owner);
    }
  }

  private static final class Pending<I, O> {
    private final I item;
    private final Thread owner;
    private @Nullable O answer;
    private @Nullable Throwable failure;
    private volatile boolean done;

    Pending(I item, Thread owner) {
      this.item = item;
      this.owner = owner;
    }

    void succeed(O value) {
      answer = value;
      finish();
    }

    void fail(Throwable cause) {
      failure = cause;
      finish();
    }

    private void finish() {
      done = true;
      LockSupport.unpark(owner);
    }

    O answer() {
      if (failure instanceof StoreException e) {
        // A fresh one, so that each thread's stack is its own.
        var own = new StoreException(e.kind(), String.valueOf(e.getMessage()), e.remedy(), e);
        throw e.isLogged() ? own.logged() : own;
      }
      if (failure instanceof Error e) {
        throw e;
      }
      if (failure != null) {
        throw new IllegalStateException(failure);
      }
      return Objects.requireNonNull(answer);
    }
  }
}
