package com.devskyy.sql.internal.shared;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Hint;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells listeners what has changed. Tasks that change while they are being told of others are
/// gathered into the next hint. Threads share it.
public final class Hints implements AutoCloseable {
  /// Tasks that are named one by one; beyond that, anything may have changed.
  private static final int MAX_TASKS = 10_000;

  private static final Logger log = LoggerFactory.getLogger(Hints.class);

  private final Map<Object, Consumer<Hint>> listeners = new ConcurrentHashMap<>();
  private final String threadName;

  // Guarded by this.
  private Set<TaskId> tasks = new HashSet<>();
  private boolean everything;
  private boolean closed;
  private @Nullable Thread thread;

  /// @param threadName of the thread that tells
  public Hints(String threadName) {
    this.threadName = threadName;
  }

  /// Adds a listener.
  ///
  /// @return ends it
  public AutoCloseable subscribe(Consumer<Hint> listener) {
    var subscription = new Object();
    listeners.put(subscription, listener);
    synchronized (this) {
      if (thread == null && !closed) {
        thread = Thread.ofPlatform().daemon().name(threadName).start(this::work);
      }
    }
    return () -> listeners.remove(subscription);
  }

  /// Tasks changed.
  public void changed(Collection<TaskId> changed) {
    if (listeners.isEmpty() || changed.isEmpty()) {
      return;
    }
    synchronized (this) {
      if (tasks.size() + changed.size() > MAX_TASKS) {
        everything = true;
      } else if (!everything) {
        tasks.addAll(changed);
      }
      notifyAll();
    }
  }

  /// Queues have something to claim: told at once, by the calling thread, as a worker that waits
  /// for nothing else should not have to wait for another thread as well.
  public void claimable(Set<TypeName> claimable) {
    if (!claimable.isEmpty()) {
      tell(new Hint(Set.of(), claimable, false, false));
    }
  }

  /// Another process says that queues have something to claim.
  public void claimableElsewhere(Set<TypeName> claimable) {
    if (!claimable.isEmpty()) {
      tell(new Hint(Set.of(), claimable, false, true));
    }
  }

  /// Anything may have changed.
  public void everything() {
    if (listeners.isEmpty()) {
      return;
    }
    synchronized (this) {
      everything = true;
      notifyAll();
    }
  }

  private void work() {
    while (true) {
      Hint hint;
      try {
        hint = next();
      } catch (InterruptedException _) {
        return;
      }
      if (hint == null) {
        return;
      }
      tell(hint);
    }
  }

  private void tell(Hint hint) {
    for (Consumer<Hint> listener : listeners.values()) {
      try {
        listener.accept(hint);
      } catch (RuntimeException e) {
        // A hint may be lost; the other listeners shall hear theirs.
        log.atWarn().setMessage("a listener of hints failed").setCause(e).log();
      }
    }
  }

  /// Waits for the next; null when closed.
  private synchronized @Nullable Hint next() throws InterruptedException {
    while (!closed && !everything && tasks.isEmpty()) {
      wait();
    }
    if (closed) {
      return null;
    }
    Hint hint = everything ? Hint.EVERYTHING : new Hint(tasks, Set.of(), false, false);
    everything = false;
    tasks = new HashSet<>();
    return hint;
  }

  @Override
  public synchronized void close() {
    closed = true;
    listeners.clear();
    notifyAll();
  }
}
