package com.devskyy.engine.client;

import com.devskyy.engine.Signal;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings news of tasks to whoever watches them: by hint and read, many tasks in one read, with a
/// slow re-read behind because hints may be lost. One thread while anybody watches.
final class Watchers implements AutoCloseable {
  /// How late news can be when its hint was lost.
  private static final Duration SLOW_REREAD = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(Watchers.class);

  private final TaskStore store;
  private final Map<TaskId, List<Watcher>> watched = new ConcurrentHashMap<>();
  private final Set<TaskId> stale = ConcurrentHashMap.newKeySet();
  private final Signal news = new Signal();

  // Guarded by this.
  private @Nullable AutoCloseable subscription;
  private boolean closed;

  Watchers(TaskStore store) {
    this.store = store;
  }

  TaskClient.Watch add(TaskId id, Consumer<Task> listener) {
    start();
    var watcher = new Watcher(listener);
    watched.compute(
        id,
        (_, others) -> {
          List<Watcher> all = others == null ? new CopyOnWriteArrayList<>() : others;
          all.add(watcher);
          return all;
        });
    // Read after the watcher is in place, so that no change falls between.
    Task now = store.find(List.of(id)).get(id);
    if (now == null) {
      remove(id, watcher);
      throw new IllegalArgumentException("there is no task " + id);
    }
    watcher.tell(now);
    return () -> remove(id, watcher);
  }

  private void remove(TaskId id, Watcher watcher) {
    watched.computeIfPresent(
        id,
        (_, all) -> {
          all.remove(watcher);
          return all.isEmpty() ? null : all;
        });
  }

  private synchronized void start() {
    if (closed) {
      throw new IllegalStateException("the client is closed");
    }
    if (subscription == null) {
      subscription = store.subscribe(this::hear);
      Thread.ofVirtual().name("devskyy-watchers").start(this::run);
    }
  }

  private void hear(Hint hint) {
    if (hint.everything()) {
      stale.addAll(watched.keySet());
    } else {
      hint.tasks().stream().filter(watched::containsKey).forEach(stale::add);
    }
    if (!stale.isEmpty()) {
      news.set();
    }
  }

  private void run() {
    boolean reachable = true;
    while (!isClosed()) {
      try {
        if (!news.await(SLOW_REREAD)) {
          stale.addAll(watched.keySet());
        }
        read();
        reachable = true;
      } catch (StoreException e) {
        if (reachable) {
          log.atWarn()
              .setMessage("watching goes on when the store answers again")
              .setCause(e)
              .log();
        }
        reachable = false;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void read() {
    List<TaskId> ids = new ArrayList<>();
    for (var each = stale.iterator(); each.hasNext() && ids.size() < TaskStore.MAX_BATCH; ) {
      ids.add(each.next());
      each.remove();
    }
    if (ids.isEmpty()) {
      return;
    }
    store
        .find(ids)
        .forEach((id, task) -> watched.getOrDefault(id, List.of()).forEach(w -> w.tell(task)));
    if (!stale.isEmpty()) {
      news.set();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    AutoCloseable toEnd;
    synchronized (this) {
      closed = true;
      toEnd = subscription;
      subscription = null;
    }
    news.set();
    if (toEnd != null) {
      try {
        toEnd.close();
      } catch (Exception e) {
        log.atDebug().setMessage("ending a subscription failed").setCause(e).log();
      }
    }
  }

  private static final class Watcher {
    private final Consumer<Task> listener;

    // Guarded by this.
    private long seen = -1;

    Watcher(Consumer<Task> listener) {
      this.listener = listener;
    }

    /// News may come from the thread that began to watch and from the reader at once: an older
    /// state is not told after a newer one.
    synchronized void tell(Task task) {
      if (task.version() <= seen) {
        return;
      }
      seen = task.version();
      try {
        listener.accept(task);
      } catch (RuntimeException e) {
        log.atWarn()
            .setMessage("a listener of a task failed")
            .addKeyValue("task", task.id())
            .setCause(e)
            .log();
      }
    }
  }
}
