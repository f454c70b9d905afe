package com.devskyy.engine.client;

import com.devskyy.engine.Codec;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.UnknownTypeException;
import com.devskyy.engine.store.Batcher;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.TypeRegistration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// How producers and operators use the engine. Threads share one client; single enqueues of many
/// threads share a round trip to the store.
///
/// Everything is checked before anything is stored: [com.devskyy.engine.InvalidInputException] and
/// [UnknownTypeException] mean that nothing happened. [com.devskyy.engine.store.StoreException]
/// means that the store could not answer; repeating the call with the same [EnqueueOptions#id()] is
/// then safe.
public final class TaskClient implements AutoCloseable {
  private final TaskStore store;
  private final TaskId.Generator ids;
  private final TaskMaker maker;
  private final Map<TypeName, TaskType<?, ?>> types = new HashMap<>();
  private final Batcher<NewTask, InsertAnswer> inserts;
  private final Watchers watchers;

  /// @param types what this build knows; types known only by workers' registrations can be enqueued
  ///     as JSON
  public TaskClient(
      TaskStore store, Codec codec, TaskId.Generator ids, Tiers tiers, List<TaskType<?, ?>> types) {
    this.store = store;
    this.ids = ids;
    this.maker = new TaskMaker(codec, tiers);
    types.forEach(type -> this.types.put(type.name(), type));
    this.inserts =
        new Batcher<>(
            tasks -> store.insert(tasks, store.clock().instant()), task -> task.input().length());
    this.watchers = new Watchers(store);
  }

  /// Enqueues a task. When this returns, the task is stored, as durably as the store promises.
  ///
  /// @return the task that now stands for the request: this one, or an earlier one with the same
  ///     unique key
  public <I> InsertAnswer enqueue(TaskType<I, ?> type, I input, EnqueueOptions options) {
    return inserts.submit(
        maker.make(id(options), type, input, options, Optional.empty(), store.clock().instant()));
  }

  /// Enqueues a task given as JSON; the type may be one that only a worker knows.
  ///
  /// @throws UnknownTypeException when nobody knows the type
  public InsertAnswer enqueue(String type, Json input, EnqueueOptions options) {
    return inserts.submit(check(type, input, options));
  }

  /// Enqueues many tasks, all or none of them.
  ///
  /// @param requests at most [TaskStore#MAX_BATCH]
  /// @return in the same order
  public List<InsertAnswer> enqueueAll(List<Request> requests) {
    if (requests.size() > TaskStore.MAX_BATCH) {
      throw new IllegalArgumentException(
          "at most %d tasks can be enqueued as one, were %d"
              .formatted(TaskStore.MAX_BATCH, requests.size()));
    }
    List<NewTask> tasks = new ArrayList<>();
    requests.forEach(
        request -> tasks.add(check(request.type(), request.input(), request.options())));
    return tasks.isEmpty() ? List.of() : store.insert(tasks, store.clock().instant());
  }

  /// Enqueues any number of tasks, batch by batch: while one is being stored, the next is checked
  /// and encoded. A batch is stored whole or not at all. When a request is refused or the store
  /// fails, the batches before it stay stored, and were answered.
  ///
  /// @param requests read once, by the calling thread
  /// @param answers told of each task once it is stored, in order, by the calling thread
  public void enqueueEach(Stream<Request> requests, Consumer<InsertAnswer> answers) {
    try (var storing = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory())) {
      Optional<Future<List<InsertAnswer>>> before = Optional.empty();
      for (Iterator<Request> each = requests.iterator(); each.hasNext(); ) {
        List<NewTask> batch;
        try {
          batch = nextBatch(each);
        } catch (RuntimeException e) {
          before.ifPresent(earlier -> answered(earlier).forEach(answers));
          throw e;
        }
        var stored = storing.submit(() -> store.insert(batch, store.clock().instant()));
        before.ifPresent(earlier -> answered(earlier).forEach(answers));
        before = Optional.of(stored);
      }
      before.ifPresent(last -> answered(last).forEach(answers));
    }
  }

  private List<NewTask> nextBatch(Iterator<Request> requests) {
    List<NewTask> batch = new ArrayList<>();
    while (requests.hasNext() && batch.size() < TaskStore.MAX_BATCH) {
      Request request = requests.next();
      batch.add(check(request.type(), request.input(), request.options()));
    }
    return batch;
  }

  /// Waits also when interrupted, as what was handed over is not taken back.
  private static List<InsertAnswer> answered(Future<List<InsertAnswer>> stored) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return stored.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw e.getCause() instanceof RuntimeException cause
              ? cause
              : new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// One of many tasks to enqueue.
  public record Request(String type, Json input, EnqueueOptions options) {}

  /// Reads a task.
  public Optional<Task> find(TaskId id) {
    return Optional.ofNullable(store.find(List.of(id)).get(id));
  }

  /// Waits until a task has ended.
  ///
  /// @throws TimeoutException when it has not ended in time; it goes on
  /// @throws IllegalArgumentException when there is no such task
  public Task await(TaskId id, Duration timeout) throws InterruptedException, TimeoutException {
    var ended = new CompletableFuture<Task>();
    try (var _ =
        watch(
            id,
            task -> {
              if (task.status().isEnd()) {
                ended.complete(task);
              }
            })) {
      return ended.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Tells a listener of a task as it is now and then of every state that is seen; states that
  /// follow each other fast may be skipped, the last is not. The listener must return soon.
  ///
  /// @return ends it
  /// @throws IllegalArgumentException when there is no such task
  public Watch watch(TaskId id, Consumer<Task> listener) {
    return watchers.add(id, listener);
  }

  /// Ends a watch. Safe to close twice.
  @FunctionalInterface
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /// Applies a change to everything selected, call after call until nothing is left.
  ///
  /// @param progress told after each call
  /// @return all of it together
  public Changed change(Selection selection, Change change, Consumer<Changed> progress) {
    List<TaskId> changed = new ArrayList<>();
    List<Changed.Skipped> skipped = new ArrayList<>();
    for (boolean more = true; more; ) {
      Changed part = store.change(selection, change, store.clock().instant());
      changed.addAll(part.changed());
      skipped.addAll(part.skipped());
      progress.accept(part);
      // What is skipped stays selected: without progress the next call would skip it again.
      more = part.more() && !part.changed().isEmpty();
    }
    return new Changed(changed, skipped, false);
  }

  /// Says why a task is where it is, and what can be done about it.
  public Optional<Why> why(TaskId id) {
    return find(id).map(task -> Why.of(task, store));
  }

  @Override
  public void close() {
    watchers.close();
  }

  private NewTask check(String name, Json input, EnqueueOptions options) {
    var now = store.clock().instant();
    Optional<TypeName> legal = legalName(name);
    TaskType<?, ?> own = legal.map(types::get).orElse(null);
    if (own != null) {
      return maker.make(id(options), own, input, options, Optional.empty(), now);
    }
    List<TypeRegistration> registered = store.registry().types();
    TypeRegistration theirs =
        registered.stream()
            .filter(type -> type.name().value().equals(name))
            .findFirst()
            .orElseThrow(() -> new UnknownTypeException(name, knownNames(registered)));
    return maker.make(id(options), theirs.name(), theirs.inputSchema(), input, options, now);
  }

  private static Optional<TypeName> legalName(String name) {
    try {
      return Optional.of(new TypeName(name));
    } catch (IllegalArgumentException e) {
      // No type can have this name: it is unknown like any other.
      return Optional.empty();
    }
  }

  private Set<String> knownNames(List<TypeRegistration> registered) {
    var names = new TreeSet<String>();
    types.keySet().forEach(name -> names.add(name.value()));
    registered.forEach(type -> names.add(type.name().value()));
    return names;
  }

  private TaskId id(EnqueueOptions options) {
    return options.id().orElseGet(ids::next);
  }
}
