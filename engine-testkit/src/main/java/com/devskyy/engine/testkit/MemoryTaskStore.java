package com.devskyy.engine.testkit;

import static com.devskyy.engine.store.TaskStore.checkBatch;
import static com.devskyy.engine.testkit.MemoryState.cut;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Position;
import com.devskyy.engine.store.Registry;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.store.Write;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Keeps tasks in memory: the reference for every other store, and the store for users' own tests.
///
/// Written to be seen through, not to be fast: one lock around each verb, everything said once.
/// Good for tens of thousands of tasks. Listeners are called on the thread of the verb, after it.
public final class MemoryTaskStore implements TaskStore {
  // Here are the lock and the hints. What a verb does is said in the class of its duty, all of them
  // over one MemoryState.

  private final InstantSource clock;
  private final Map<Object, Consumer<Hint>> listeners = new ConcurrentHashMap<>();

  // The rest is guarded by this.
  private final MemoryState state;
  private final Inserting inserting;
  private final Claiming claiming;
  private final Applying applying;
  private final Advancing advancing;
  private final Reading reading;
  private final Changing changing;
  private boolean closed;

  /// @param clock the store's clock
  /// @param settings what to keep and for how long
  /// @param tokens makes the leases' tokens; a seeded one makes a test repeatable
  public MemoryTaskStore(InstantSource clock, StoreSettings settings, RandomGenerator tokens) {
    this.clock = clock;
    state = new MemoryState(settings);
    inserting = new Inserting(state);
    claiming = new Claiming(state, tokens);
    applying = new Applying(state, inserting);
    advancing = new Advancing(state, claiming);
    reading = new Reading(state);
    changing = new Changing(state, reading);
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public StoreSettings settings() {
    return state.settings;
  }

  @Override
  public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
    checkBatch(tasks);
    return atomically(() -> inserting.insert(tasks, cut(now)));
  }

  @Override
  public Claimed claim(ClaimRequest request) {
    return atomically(() -> claiming.claim(request, cut(request.now())));
  }

  @Override
  public List<Write.Answer> apply(List<Write> writes, Instant now) {
    checkBatch(writes);
    return atomically(() -> writes.stream().map(write -> applying.apply(write, cut(now))).toList());
  }

  @Override
  public List<Extended> extend(List<Lease> leases, Instant now) {
    checkBatch(leases);
    return atomically(
        () -> leases.stream().map(lease -> claiming.extend(lease, cut(now))).toList());
  }

  @Override
  public Advanced advance(Instant now, int max) {
    return atomically(() -> advancing.advance(cut(now), max));
  }

  @Override
  public void register(WorkerRecord worker, Instant now) {
    atomically(
        () -> {
          state.workers.register(worker, cut(now));
          return worker;
        });
  }

  @Override
  public Changed change(Selection selection, Change change, Instant now) {
    return atomically(() -> changing.change(selection, change, cut(now)));
  }

  @Override
  public Map<TaskId, Task> find(List<TaskId> ids) {
    checkBatch(ids);
    return atomically(() -> reading.find(ids));
  }

  @Override
  public TaskPage list(TaskQuery query) {
    return atomically(() -> reading.list(query));
  }

  @Override
  public History history(TaskId id) {
    return atomically(() -> reading.history(id));
  }

  @Override
  public Optional<Position> position(TaskId id) {
    return atomically(() -> reading.position(id));
  }

  @Override
  public Counts counts() {
    return atomically(reading::counts);
  }

  @Override
  public Registry registry() {
    return atomically(state.workers::registry);
  }

  /// Everything there is, at one moment, for checks that no verb could make.
  public Snapshot snapshot() {
    return atomically(reading::snapshot);
  }

  /// What [#snapshot()] shows.
  ///
  /// @param tasks all of them
  /// @param leases of those that are processing
  /// @param tags of those queued that are no suspects
  public record Snapshot(
      Map<TaskId, Task> tasks, Map<TaskId, Lease> leases, Map<TaskId, Long> tags) {}

  @Override
  public AutoCloseable subscribe(Consumer<Hint> listener) {
    var subscription = new Object();
    listeners.put(subscription, listener);
    return () -> listeners.remove(subscription);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    listeners.clear();
  }

  /// One verb: alone, and its hint once it is done.
  private <T> T atomically(Supplier<T> verb) {
    T answer;
    Hint hint;
    synchronized (this) {
      if (closed) {
        throw new StoreException(
            StoreException.Kind.UNAVAILABLE, "the store is closed", "Open it again.");
      }
      state.beginCall();
      answer = verb.get();
      hint = state.hint();
    }
    if (!hint.tasks().isEmpty() || !hint.queues().isEmpty()) {
      for (var listener : listeners.values()) {
        try {
          listener.accept(hint);
        } catch (RuntimeException _) {
          // A hint may be lost; the verb has been done and must say so.
        }
      }
    }
    return answer;
  }
}
