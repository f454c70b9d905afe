package com.devskyy.engine.testkit;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// A small world on one thread: producers, workers and a store, where everything goes wrong that
/// can. Processes die between any two calls; requests and answers are lost, come late or twice; the
/// store's clock jumps; tasks fail, snooze, run long, are cancelled, or kill their workers.
///
/// After a while nothing more goes wrong, and then every task must end. The same seed is the same
/// world. Checked on the way and at the end:
///
/// - nothing is lost, counts equal rows, and the rest of [Invariants];
/// - only the last owner of a task is believed, and only until it ended the attempt;
/// - every task reaches an end; poison ends as `WorkerCrash` and nothing else does;
/// - what must happen once happens once.
public final class Simulation {
  private static final StoreSettings SETTINGS =
      new StoreSettings(
          Duration.ofSeconds(12), Duration.ofDays(30), Duration.ofDays(30), 1 << 30, 1 << 30);
  private static final List<TypeName> TYPES = List.of(new TypeName("mail"), new TypeName("image"));
  private static final int STEPS = 150;
  private static final int CALM_STEPS = 3_000;
  private static final int TASKS = 16;
  private static final int CHECK_EVERY = 40;

  private final long seed;
  private final SplittableRandom random;
  private final FakeClock clock = new FakeClock();
  private final SimulatedWorld world = new SimulatedWorld();
  private final TaskId.Generator ids;
  private final TaskStore store;
  private final Ledger ledger;
  private final FaultyTaskStore producer;
  private final List<SimulatedWorker> workers = new ArrayList<>();
  private final List<FaultyTaskStore> connections = new ArrayList<>();
  private final Set<TaskId> stored = new HashSet<>();
  private final Set<TaskId> cancelled = new HashSet<>();
  private List<NewTask> unanswered = List.of();
  private Duration monotonic = Duration.ZERO;
  private int started;
  private int poison;
  private boolean calm;
  private boolean mercy;

  /// @param seed decides everything
  /// @param factory opens the store
  public Simulation(long seed, StoreFactory factory) {
    this.seed = seed;
    random = new SplittableRandom(seed);
    ids = new TaskId.Generator(clock, random.split(), 0);
    store = factory.open(clock, SETTINGS);
    ledger = new Ledger(store);
    producer = connect();
  }

  /// What happened in a simulation, so that a test can tell that it was put to the test.
  ///
  /// @param leases given
  /// @param repeatedClaims leases given again for a repeated claim
  /// @param alone leases of suspects
  /// @param drains times a worker was chosen to run a suspect
  /// @param applied writes
  /// @param alreadyApplied writes that were repeated
  /// @param lost writes of late owners
  /// @param crashed tasks taken back from dead workers
  /// @param returned tasks taken back from living workers
  /// @param quarantined tasks ended as `WorkerCrash`
  public record Report(
      int leases,
      int repeatedClaims,
      int alone,
      int drains,
      int applied,
      int alreadyApplied,
      int lost,
      int crashed,
      int returned,
      int quarantined) {}

  /// Runs to the end.
  ///
  /// @throws AssertionError naming the seed and what did not hold
  public Report run() {
    int step = 0;
    try (store) {
      for (step = 1; step <= STEPS; step++) {
        trouble();
        step(Duration.ofMillis(random.nextInt(100, 1_000)));
        if (step % CHECK_EVERY == 0) {
          Invariants.check(store);
        }
      }
      calmDown();
      while (!drained()) {
        if (step++ > STEPS + CALM_STEPS) {
          throw new AssertionError("not every task has ended: " + open());
        }
        step(Duration.ofSeconds(1));
      }
      Invariants.check(store);
      world.tasks().forEach(this::endedWell);
      return new Report(
          ledger.leases,
          ledger.repeatedClaims,
          ledger.alone,
          ledger.drains,
          ledger.applied,
          ledger.alreadyApplied,
          ledger.lost,
          ledger.crashed,
          ledger.returned,
          ledger.quarantined);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "simulation with seed %d, step %d: %s".formatted(seed, step, e.getMessage()), e);
    }
  }

  private void step(Duration time) {
    monotonic = monotonic.plus(time);
    clock.advance(time);
    while (workers.size() < 3) {
      workers.add(newWorker());
    }
    List<SimulatedWorker> inTurn = new ArrayList<>(workers);
    Collections.shuffle(inTurn, new Random(random.nextLong()));
    for (SimulatedWorker worker : inTurn) {
      try {
        worker.step(monotonic);
      } catch (SimulatedCrash _) {
        workers.remove(worker);
      }
      if (worker.gone()) {
        workers.remove(worker);
      }
    }
    nothingIsLost();
  }

  private SimulatedWorker newWorker() {
    return new SimulatedWorker("worker-" + ++started, connect(), TYPES, world, random.split());
  }

  private FaultyTaskStore connect() {
    var connection = new FaultyTaskStore(ledger, plan(random.split()));
    connections.add(connection);
    return connection;
  }

  private Fault.Plan plan(RandomGenerator chance) {
    Fault.Plan lesser = Fault.Plan.random(chance, 0.04);
    var extendsToFail = new AtomicInteger();
    return (verb, call) -> {
      if (calm) {
        return new Fault.None();
      }
      if (!mercy && chance.nextInt(300) == 0) {
        return chance.nextBoolean() ? new Fault.CrashBefore() : new Fault.CrashAfter();
      }
      if (chance.nextInt(500) == 0) {
        // Long enough to lose all leases, while heartbeats come through.
        extendsToFail.set(30);
      }
      if (verb == Fault.Verb.EXTEND && extendsToFail.getAndDecrement() > 0) {
        return new Fault.FailBefore();
      }
      return lesser.apply(verb, call);
    };
  }

  private void trouble() {
    // Three crashes of an innocent task that runs alone would rightly quarantine it: stop short.
    mercy = innocents().stream().anyMatch(task -> task.crashes() >= 4);
    produce();
    if (!mercy) {
      for (FaultyTaskStore connection : connections) {
        if (random.nextInt(4) == 0) {
          connection.deliverLate();
        }
      }
      if (random.nextInt(60) == 0) {
        clock.advance(Duration.ofMillis(random.nextLong(-600_000, 600_000)));
      }
    }
    if (random.nextInt(50) == 0 && !workers.isEmpty()) {
      workers.get(random.nextInt(workers.size())).stop();
    }
  }

  private Collection<Task> innocents() {
    return store
        .find(world.tasks().stream().filter(task -> !world.isPoison(task)).toList())
        .values();
  }

  private void produce() {
    if (unanswered.isEmpty() && world.tasks().size() < TASKS && random.nextInt(4) == 0) {
      var tasks = new ArrayList<NewTask>();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        tasks.add(newTask());
      }
      unanswered = tasks;
    }
    try {
      if (!unanswered.isEmpty()) {
        producer.insert(unanswered, clock.instant());
        unanswered.forEach(task -> stored.add(task.id()));
        unanswered = List.of();
      }
      if (random.nextInt(25) == 0 && !stored.isEmpty()) {
        TaskId task = world.tasks().get(random.nextInt(world.tasks().size()));
        cancelled.add(task);
        producer.change(
            new Selection.Ids(List.of(task)), new Change.Cancel("not needed"), clock.instant());
      }
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.UNAVAILABLE) {
        throw e;
      }
    } catch (SimulatedCrash _) {
      // A producer that dies is started again and repeats itself: its numbers are the tasks' ids.
      producer.revive();
    }
  }

  private NewTask newTask() {
    var behaviours = SimulatedWorld.Behaviour.values();
    var behaviour = behaviours[random.nextInt(behaviours.length)];
    if (behaviour == SimulatedWorld.Behaviour.POISON && ++poison > 2) {
      behaviour = SimulatedWorld.Behaviour.QUICK;
    }
    var task =
        new TaskBuilder(ids.next(), TYPES.get(random.nextInt(TYPES.size())))
            .priority(random.nextInt(12))
            .user("user-" + random.nextInt(3));
    if (random.nextInt(5) == 0) {
      task.due(clock.instant().plusMillis(random.nextInt(20_000)));
    }
    NewTask built = task.build();
    world.add(built.id(), behaviour);
    return built;
  }

  private void calmDown() {
    calm = true;
    mercy = false;
    if (!unanswered.isEmpty()) {
      producer.insert(unanswered, clock.instant());
      unanswered.forEach(task -> stored.add(task.id()));
    }
    connections.forEach(FaultyTaskStore::deliverLate);
  }

  private void nothingIsLost() {
    long counted =
        store.counts().queues().values().stream()
            .map(Counts.Queue::tasks)
            .flatMap(tasks -> tasks.values().stream())
            .mapToLong(Long::longValue)
            .sum();
    if (counted < stored.size()) {
      throw new AssertionError(
          "%d tasks are counted, %d were stored".formatted(counted, stored.size()));
    }
  }

  private boolean drained() {
    return open().isEmpty();
  }

  private List<Task> open() {
    return store.find(world.tasks()).values().stream()
        .filter(task -> !task.status().isEnd())
        .toList();
  }

  private void endedWell(TaskId id) {
    Task task = store.find(List.of(id)).get(id);
    if (task == null) {
      throw new AssertionError("task " + id + " is lost");
    }
    boolean crashed = task.error().map(TaskError::type).equals(Optional.of(ErrorType.WORKER_CRASH));
    if (crashed && !world.isPoison(id)) {
      throw new AssertionError("an innocent task was quarantined: " + task);
    }
    if (world.isPoison(id) && !crashed && !cancelled.contains(id)) {
      throw new AssertionError("poison was not quarantined: " + task);
    }
    if (task.status() == TaskStatus.CANCELLED && !cancelled.contains(id)) {
      throw new AssertionError("nobody cancelled " + task);
    }
    if (task.status() == TaskStatus.COMPLETED && world.pays(id) && !world.wasPaid(id)) {
      throw new AssertionError("completed without paying: " + task);
    }
  }
}
