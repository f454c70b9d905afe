package com.devskyy.tasks.provider;

import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.Json;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskClient;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.testkit.FakeClock;
import com.devskyy.engine.testkit.Fault;
import com.devskyy.engine.testkit.FaultyTaskStore;
import com.devskyy.engine.testkit.MemoryRecords;
import com.devskyy.engine.testkit.MemoryTaskStore;
import com.devskyy.engine.testkit.SimulatedCrash;
import com.devskyy.engine.worker.WorkerCore;
import com.devskyy.engine.worker.WorkerRuntime;
import com.devskyy.engine.worker.WorkerSettings;
import com.devskyy.json.JsonCodec;
import com.devskyy.providers.Waiting;
import com.devskyy.providers.fetch.FetchRules;
import com.devskyy.providers.fetch.InputFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Workers on one thread, one after another: each runs until it dies or there is nothing to do, and
/// another takes its place. Time passes when somebody waits. Used by one thread.
public final class Fleet {
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final int PATIENCE = 40_000;

  public final FakeClock clock = new FakeClock();
  public final JsonCodec codec = new JsonCodec();
  public final MemoryRecords records = new MemoryRecords();
  public final Shelf shelf;
  public final Inputs inputs;
  public final ArtifactStore artifacts;

  private final MemoryTaskStore store =
      new MemoryTaskStore(clock, StoreSettings.DEFAULT, new Random(1));
  private final TaskClient client;
  private FaultyTaskStore connection = new FaultyTaskStore(store, Fault.Plan.none());
  private WorkerCore worker;
  private List<ServedType<?, ?>> served = List.of();
  private Runnable waited = () -> {};
  private int workers;

  public Fleet(Path folder, List<TaskType<?, ?>> types) {
    this(folder, types, new FolderArtifactStore(folder.resolve("artifacts")));
  }

  public Fleet(Path folder, List<TaskType<?, ?>> types, ArtifactStore artifacts) {
    this.artifacts = artifacts;
    this.shelf = new Shelf(artifacts);
    this.inputs = new Inputs(FetchRules.of(folder, Set.of()));
    this.client =
        new TaskClient(
            store, codec, new TaskId.Generator(clock, new Random(2), 0), Tiers.DEFAULT, types);
  }

  /// Time passes, and a worker that lives renews its leases meanwhile.
  public Waiting waiting() {
    return time -> {
      clock.advance(time);
      worker.renew();
      waited.run();
    };
  }

  /// Looks on each time a handler has waited.
  public void onWaiting(Runnable look) {
    waited = look;
  }

  /// What is read of inputs in place of what they refer to.
  public static Inputs reading(InputFile file) {
    return new Inputs(() -> (_, _, _) -> file);
  }

  public Service service(String name) {
    return new Service(name, records, codec, clock, new Random(3));
  }

  public void serve(List<ServedType<?, ?>> types) {
    served = types;
    worker = hire();
  }

  /// A worker's death.
  public record Kill(long call, Fault fault) {
    /// All that are possible within so many calls of the store.
    public static List<Kill> everywhere(long calls) {
      return LongStream.rangeClosed(1, calls)
          .boxed()
          .flatMap(
              call ->
                  Stream.of(
                      new Kill(call, new Fault.CrashBefore()),
                      new Kill(call, new Fault.CrashAfter())))
          .toList();
    }

    @Override
    public String toString() {
      return fault + " at call " + call;
    }
  }

  /// Has the worker that is at work die so.
  public void plan(Kill kill) {
    plan(Fault.Plan.at(kill.call, kill.fault));
  }

  /// What goes wrong between the worker that is at work and the store. Its successors meet
  /// nothing.
  public void plan(Fault.Plan plan) {
    connection.plan(plan);
  }

  /// Calls of the store by the first worker.
  public long calls() {
    return connection.calls();
  }

  /// Whether a step of a task has its value.
  public boolean hasDone(TaskId id, String step) {
    return history(id).steps().stream()
        .anyMatch(one -> one.name().equals(step) && one.value().isPresent());
  }

  public TaskId enqueue(TaskType<?, ?> type, Object input) {
    return client.enqueue(type.name().value(), codec.encode(input), EnqueueOptions.DEFAULT).id();
  }

  public TaskId enqueue(String type, String input) {
    return client.enqueue(type, Json.of(input), EnqueueOptions.DEFAULT).id();
  }

  public void replay(TaskId id) {
    store.change(new Selection.Ids(List.of(id)), new Change.Replay(), clock.instant());
  }

  /// What the notes of a task say that it cost.
  public BigDecimal noted(TaskId id) {
    return history(id).costs().stream()
        .map(History.Cost::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  public TaskClient client() {
    return client;
  }

  public Task task(TaskId id) {
    return store.find(List.of(id)).get(id);
  }

  public History history(TaskId id) {
    return store.history(id);
  }

  public Map<?, ?> result(TaskId id) {
    return (Map<?, ?>)
        codec
            .decode(
                task(id).result().orElseThrow(),
                Object.class,
                com.devskyy.engine.Codec.UnknownFields.IGNORE)
            .value();
  }

  public byte[] file(String url) throws IOException {
    try (var in = URI.create(url).toURL().openStream()) {
      return in.readAllBytes();
    }
  }

  /// Works until a task has ended.
  public Task toEnd(TaskId id) {
    for (int i = 0; i < PATIENCE; i++) {
      if (task(id).status().isEnd()) {
        return task(id);
      }
      step();
    }
    throw new AssertionError("did not end: " + task(id));
  }

  /// One round of a worker; a dead one is replaced.
  public void step() {
    try {
      worker.renew();
      worker.heartbeat();
      while (worker.advance().isZero()) {
        continue;
      }
      worker.hear(Hint.EVERYTHING);
      while (worker.claim()) {
        continue;
      }
      clock.advance(TICK);
    } catch (SimulatedCrash crash) {
      connection = new FaultyTaskStore(store, Fault.Plan.none());
      worker = hire();
    }
  }

  private WorkerCore hire() {
    workers++;
    return new WorkerCore(
        connection,
        codec,
        artifacts,
        served,
        new WorkerSettings(
            "w" + workers, "test", 4, 1, Duration.ofMinutes(5), Duration.ZERO, Tiers.DEFAULT),
        new WorkerRuntime(
            () -> Duration.between(FakeClock.START, clock.instant()).toNanos(),
            new Random(4),
            clock::advance,
            Runnable::run,
            Runnable::run),
        WorkerCore.directly(connection),
        new WorkerCore.News() {
          @Override
          public void slotFreed() {
            // It looks at every step.
          }

          @Override
          public void dueSoon() {
            // It looks at every step.
          }
        });
  }
}
