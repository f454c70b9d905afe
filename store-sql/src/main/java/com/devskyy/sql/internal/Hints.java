package com.devskyy.sql.internal;

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

/// Tells listeners what has changed, on a thread of its own. What happens while they are being told
/// is gathered into the next hint. Threads share it.
final class Hints implements AutoCloseable {
  /// Tasks that are named one by one; beyond that, anything may have changed.
  private static final int MAX_TASKS = 10_000;

  private final Map<Object, Consumer<Hint>> listeners = new ConcurrentHashMap<>();
  private final String threadName;

  // Guarded by this.
  private Set<TaskId> tasks = new HashSet<>();
  private Set<TypeName> queues = new HashSet<>();
  private boolean everything;
  private boolean closed;
  private @Nullable Thread thread;

  Hints(String threadName) {
    this.threadName = threadName;
  }

  /// Adds a listener.
  ///
  /// @return ends it
  AutoCloseable subscribe(Consumer<Hint> listener) {
    var subscription = new Object();
    listeners.put(subscription, listener);
    synchronized (this) {
      if (thread == null && !closed) {
        thread = Thread.ofPlatform().daemon().name(threadName).start(this::work);
      }
    }
    return () -> listeners.remove(subscription);
  }

  void changed(Collection<TaskId> changed, Collection<TypeName> claimable) {
    if (listeners.isEmpty()) {
      return;
    }
    synchronized (this) {
      if (tasks.size() + changed.size() > MAX_TASKS) {
        everything = true;
      } else if (!everything) {
        tasks.addAll(changed);
      }
      queues.addAll(claimable);
      notifyAll();
    }
  }

  void everything() {
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
      for (Consumer<Hint> listener : listeners.values()) {
        try {
          listener.accept(hint);
        } catch (RuntimeException _) {
          // A hint may be lost; the other listeners shall hear theirs.
        }
      }
    }
  }

  /// Waits for the next; null when closed.
  private synchronized @Nullable Hint next() throws InterruptedException {
    while (!closed && !everything && tasks.isEmpty() && queues.isEmpty()) {
      wait();
    }
    if (closed) {
      return null;
    }
    Hint hint = everything ? Hint.EVERYTHING : new Hint(tasks, queues, false);
    everything = false;
    tasks = new HashSet<>();
    queues = new HashSet<>();
    return hint;
  }

  @Override
  public synchronized void close() {
    closed = true;
    listeners.clear();
    notifyAll();
  }
}
