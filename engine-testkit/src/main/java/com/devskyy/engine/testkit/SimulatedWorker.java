package com.devskyy.engine.testkit;

import com.devskyy.engine.Artifact;
import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.Json;
import com.devskyy.engine.Outcome;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.Reconciliation;
import com.devskyy.engine.RetryAfter;
import com.devskyy.engine.RetryPolicy;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.worker.WorkerCore;
import com.devskyy.engine.worker.WorkerRuntime;
import com.devskyy.engine.worker.WorkerSettings;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A worker of a [Simulation]: the engine's own [WorkerCore], driven by hand. What its executor is
/// given waits for a random time and then runs whole; so attempts outlive leases, overlap, and die
/// between any two calls of the store.
final class SimulatedWorker {
  private static final int SLOTS = 3;
  private static final Duration POLL_EVERY = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(40);
  private static final RetryPolicy POLICY =
      new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(2));

  private final FaultyTaskStore store;
  private final SimulatedWorld world;
  private final RandomGenerator random;
  private final WorkerCore core;
  private final List<Job> jobs = new ArrayList<>();

  // By its own monotonic clock, since the simulation began.
  private Duration now = Duration.ZERO;
  private Duration renewed = Duration.ofSeconds(-100);
  private Duration advanced = Duration.ofSeconds(-100);
  private Duration polled = Duration.ZERO;
  private Duration advanceAgainAfter = Duration.ZERO;

  private boolean stopping;
  private boolean gone;

  private record Job(Duration readyAt, Runnable work) {}

  /// A duty of the worker; may throw what the store throws.
  @FunctionalInterface
  private interface Duty {
    void run();
  }

  SimulatedWorker(
      String id,
      FaultyTaskStore store,
      List<TypeName> types,
      SimulatedWorld world,
      RandomGenerator random) {
    this.store = store;
    this.world = world;
    this.random = random;
    this.core =
        new WorkerCore(
            store,
            new RawCodec(),
            new NoArtifacts(),
            types.stream().<ServedType<?, ?>>map(this::serve).toList(),
            new WorkerSettings(
                id,
                "host-" + id,
                SLOTS,
                1,
                WorkerSettings.DEFAULT_RUN_LIMIT,
                Duration.ZERO,
                Tiers.DEFAULT),
            new WorkerRuntime(() -> now.toNanos(), random, _ -> {}, this::later, this::later),
            WorkerCore.directly(store),
            new NoNews());
  }

  private ServedType<Json, Json> serve(TypeName type) {
    return TaskType.named(type.value(), Json.class, Json.class)
        .retry(POLICY)
        .runLimit(Duration.ofMinutes(2))
        .build()
        .servedBy(this::handle);
  }

  boolean gone() {
    return gone;
  }

  /// Leaves in good order: hands everything back.
  void stop() {
    stopping = true;
  }

  /// Does what is due.
  ///
  /// @param monotonic its own clock
  /// @throws SimulatedCrash when it dies
  void step(Duration monotonic) {
    now = monotonic;
    core.watch();
    if (now.compareTo(renewed.plus(store.settings().renewEvery())) >= 0) {
      attempt(
          () -> {
            core.renew();
            core.heartbeat();
            renewed = now;
          });
    }
    if (now.compareTo(advanced.plus(advanceAgainAfter)) >= 0) {
      attempt(
          () -> {
            advanceAgainAfter = core.advance();
            advanced = now;
          });
    }
    runWhatIsReady();
    if (stopping) {
      leave();
    } else {
      // Every hint is lost: what remains is the slow poll behind.
      if (now.compareTo(polled.plus(POLL_EVERY)) >= 0) {
        core.hear(Hint.EVERYTHING);
        polled = now;
      }
      attempt(core::claim);
      if (random.nextInt(10) == 0) {
        attempt(core::lookForCancels);
      }
    }
  }

  private void runWhatIsReady() {
    List<Job> ready = jobs.stream().filter(job -> job.readyAt.compareTo(now) <= 0).toList();
    jobs.removeAll(ready);
    ready.forEach(job -> attempt(job.work::run));
  }

  private void leave() {
    core.stop();
    core.handBackAll();
    if (core.running() == 0) {
      core.leave();
      gone = true;
    }
  }

  /// A store that does not answer is asked again at a later step.
  private static void attempt(Duty duty) {
    try {
      duty.run();
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.UNAVAILABLE) {
        throw e;
      }
    }
  }

  private void later(Runnable work) {
    Duration most = random.nextInt(8) == 0 ? LONGER_THAN_A_LEASE : SHORT;
    jobs.add(new Job(now.plusMillis(random.nextLong(most.toMillis())), work));
  }

  private Json handle(TaskContext context, Json input) throws Exception {
    TaskId task = context.id();
    if (world.isPoison(task)) {
      store.crash();
      throw new SimulatedCrash("poison " + task);
    }
    if (random.nextInt(20) == 0) {
      context.log("at work");
    }
    if (world.pays(task)) {
      context.stepOnce(
          "pay",
          Json.class,
          () -> {
            world.pay(task);
            return input;
          },
          () ->
              world.wasPaid(task)
                  ? new Reconciliation.Known<>(input)
                  : new Reconciliation.NotDone<>());
    }
    return switch (world.outcome(context)) {
      case Outcome.Done(var result) -> result;
      case Outcome.Snooze(var delay, var error) ->
          throw new RetryAfter(delay, error.type(), error.message());
      case Outcome.Failed(var error) -> throw new IllegalStateException(error.message());
      case Outcome.Cancelled _, Outcome.HandedBack _ ->
          throw new PermanentFailure("not for a handler to say");
    };
  }

  private static final class NoNews implements WorkerCore.News {
    @Override
    public void slotFreed() {
      // It looks at every step.
    }

    @Override
    public void dueSoon() {
      // It looks at every step.
    }
  }

  private static final class NoArtifacts implements ArtifactStore {
    @Override
    public Artifact put(String name, String mediaType, InputStream content) {
      throw new IllegalStateException("no simulated task makes an artifact");
    }

    @Override
    public InputStream open(String key) {
      throw new IllegalStateException("no simulated task reads an artifact");
    }

    @Override
    public boolean exists(String key) {
      return false;
    }
  }
}
