package com.devskyy.engine.testkit;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One process's connection to a store, on which things go wrong as a [Fault.Plan] says. Several of
/// them may share a store, as processes do. Threads may share it.
public final class FaultyTaskStore implements TaskStore {
  private final TaskStore store;

  // The rest is guarded by this.
  private final Queue<Runnable> late = new ArrayDeque<>();
  private Fault.Plan plan;
  private long calls;
  private boolean crashed;

  /// @param store what does the work; closed by whoever opened it
  public FaultyTaskStore(TaskStore store, Fault.Plan plan) {
    this.store = store;
    this.plan = plan;
  }

  /// Goes on with another plan.
  public synchronized void plan(Fault.Plan next) {
    plan = next;
  }

  /// Whether the process on this connection has died.
  public synchronized boolean crashed() {
    return crashed;
  }

  /// The process on this connection dies now: every later call throws [SimulatedCrash].
  public synchronized void crash() {
    crashed = true;
  }

  /// A new process takes the place of one that died.
  public synchronized void revive() {
    crashed = false;
  }

  /// How many calls were made.
  public synchronized long calls() {
    return calls;
  }

  /// Lets all requests that are still on their way reach the store, in the order they were made;
  /// nobody gets their answers. Answers how many there were. They do arrive after a crash.
  public int deliverLate() {
    List<Runnable> requests;
    synchronized (this) {
      requests = new ArrayList<>(late);
      late.clear();
    }
    requests.forEach(Runnable::run);
    return requests.size();
  }

  private <T> T call(Fault.Verb verb, Supplier<T> request) {
    Fault fault;
    String where;
    synchronized (this) {
      calls++;
      where = verb + " (call " + calls + ")";
      if (crashed) {
        throw new SimulatedCrash(where);
      }
      fault = plan.apply(verb, calls);
      crashed = fault instanceof Fault.CrashBefore || fault instanceof Fault.CrashAfter;
      if (fault instanceof Fault.DeliverLate || fault instanceof Fault.DeliverAgain) {
        late.add(() -> inVain(request));
      }
    }
    return switch (fault) {
      case Fault.None(), Fault.DeliverAgain() -> request.get();
      case Fault.FailBefore(), Fault.DeliverLate() -> throw unavailable(where);
      case Fault.FailAfter() -> {
        var _ = request.get();
        throw unavailable(where);
      }
      case Fault.CrashBefore() -> throw new SimulatedCrash(where);
      case Fault.CrashAfter() -> {
        var _ = request.get();
        throw new SimulatedCrash(where);
      }
      case Fault.Hang(var until, var atMost) -> {
        try {
          if (!until.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            throw unavailable(where + ", which hung for " + atMost);
          }
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          throw unavailable(where + ", interrupted");
        }
        yield request.get();
      }
    };
  }

  private static void inVain(Supplier<?> request) {
    try {
      var _ = request.get();
    } catch (StoreException _) {
      // Nobody waits for its answer.
    }
  }

  private static StoreException unavailable(String where) {
    return new StoreException(
        StoreException.Kind.UNAVAILABLE, "a planned fault at " + where, "Try again.");
  }

  @Override
  public InstantSource clock() {
    return store.clock();
  }

  @Override
  public StoreSettings settings() {
    return store.settings();
  }

  @Override
  public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
    return call(Fault.Verb.INSERT, () -> store.insert(tasks, now));
  }

  @Override
  public Claimed claim(ClaimRequest request) {
    return call(Fault.Verb.CLAIM, () -> store.claim(request));
  }

  @Override
  public List<Write.Answer> apply(List<Write> writes, Instant now) {
    return call(Fault.Verb.APPLY, () -> store.apply(writes, now));
  }

  @Override
  public List<Extended> extend(List<Lease> leases, Instant now) {
    return call(Fault.Verb.EXTEND, () -> store.extend(leases, now));
  }

  @Override
  public Advanced advance(Instant now, int max) {
    return call(Fault.Verb.ADVANCE, () -> store.advance(now, max));
  }

  @Override
  public void register(WorkerRecord worker, Instant now) {
    call(
        Fault.Verb.REGISTER,
        () -> {
          store.register(worker, now);
          return worker;
        });
  }

  @Override
  public Changed change(Selection selection, Change change, Instant now) {
    return call(Fault.Verb.CHANGE, () -> store.change(selection, change, now));
  }

  @Override
  public Map<TaskId, Task> find(List<TaskId> ids) {
    return call(Fault.Verb.READ, () -> store.find(ids));
  }

  @Override
  public TaskPage list(TaskQuery query) {
    return call(Fault.Verb.READ, () -> store.list(query));
  }

  @Override
  public History history(TaskId id) {
    return call(Fault.Verb.READ, () -> store.history(id));
  }

  @Override
  public Optional<Position> position(TaskId id) {
    return call(Fault.Verb.READ, () -> store.position(id));
  }

  @Override
  public Counts counts() {
    return call(Fault.Verb.READ, store::counts);
  }

  @Override
  public Registry registry() {
    return call(Fault.Verb.READ, store::registry);
  }

  @Override
  public AutoCloseable subscribe(Consumer<Hint> listener) {
    return store.subscribe(listener);
  }

  /// Does nothing: the store behind belongs to whoever opened it.
  @Override
  public void close() {}
}
