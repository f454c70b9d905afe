package com.devskyy.engine.worker;

import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.Codec;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Outcome;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.client.TaskMaker;
import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The duties of a worker, each one step at a time: claim, renew, watch, advance. It has no thread
/// and never waits, so that [Worker] can drive it with threads and a simulation can drive it by
/// hand, one step after another.
///
/// [#claim] belongs to one thread, [#renew] to one, [#advance] to one; all else may be called by
/// any.
public final class WorkerCore {
  /// How long a handler that was asked to stop may go on before its task is cancelled over its
  /// head.
  public static final Duration CANCEL_GRACE = Duration.ofSeconds(5);

  private static final long MAX_LOOK_BYTES = 4L << 20;
  private static final Duration LEASE_MARGIN = Duration.ofSeconds(1);
  static final Duration ADVANCE_EVERY = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(WorkerCore.class);

  private final TaskStore store;
  private final WorkerSettings settings;
  private final WorkerRuntime runtime;
  private final Map<TypeName, ServedType<?, ?>> types = new LinkedHashMap<>();
  private final List<TypeRegistration> registrations;
  private final Attempts attempts = new Attempts();
  private final List<Lane> lanes;
  private final Claimer claimer;
  private final Runner runner;
  private final Instant startedAt;

  private volatile WorkerRecord.State state = WorkerRecord.State.ACTIVE;

  /// @param writes where an attempt's writes go, see [#directly] and
  ///     [com.devskyy.engine.store.Batcher]
  /// @param news told what is worth another step
  public WorkerCore(
      TaskStore store,
      Codec codec,
      ArtifactStore artifacts,
      List<ServedType<?, ?>> served,
      WorkerSettings settings,
      WorkerRuntime runtime,
      Function<Write, Write.Answer> writes,
      News news) {
    this.store = store;
    this.settings = settings;
    this.runtime = runtime;
    served.forEach(
        type -> {
          if (types.put(type.type().name(), type) != null) {
            throw new IllegalArgumentException(
                "task type %s is served twice by one worker".formatted(type.type().name()));
          }
        });
    this.registrations =
        served.stream()
            .map(type -> TypeRegistration.of(type.type(), codec, settings.runLimit()))
            .toList();
    this.lanes =
        List.of(
            new Lane(ofWork(TaskType.Work.IO), settings.slots()),
            new Lane(ofWork(TaskType.Work.CPU), settings.cpuSlots()));
    this.claimer = new Claimer(store, settings.id(), lanes, attempts, runtime.nanos());
    this.runner =
        new Runner(
            new AttemptContext.Surroundings(
                store, codec, artifacts, new TaskMaker(codec, settings.tiers()), runtime),
            new Writer(writes, runtime),
            attempts,
            news);
    this.startedAt = store.clock().instant();
  }

  /// Told, from any thread, that another step is worth while.
  public interface News {
    /// [#claim] may give more than before.
    void slotFreed();

    /// [#advance] has something to do within a second.
    void dueSoon();
  }

  /// Writes that go to the store one by one.
  public static Function<Write, Write.Answer> directly(TaskStore store) {
    return write -> store.apply(List.of(write), store.clock().instant()).getFirst();
  }

  /// Makes the worker known, with what it serves, and says that it lives.
  public void heartbeat() {
    store.register(
        new WorkerRecord(
            settings.id(),
            settings.host(),
            startedAt,
            settings.slots() + settings.cpuSlots(),
            attempts.size(),
            state,
            registrations,
            startedAt),
        store.clock().instant());
  }

  /// A hint of the store.
  public void hear(Hint hint) {
    if (hint.everything()) {
      lanes.forEach(Lane::hearEverything);
    } else {
      hint.queues().forEach(queue -> lanes.forEach(lane -> lane.hear(queue)));
    }
  }

  /// Claims what there are free slots for and hands it to the executors.
  ///
  /// @return whether claiming again at once may give more
  public boolean claim() {
    if (state != WorkerRecord.State.ACTIVE) {
      return false;
    }
    for (Claimer.Taken taken : claimer.claim()) {
      taken.leases().forEach(leased -> start(leased, taken.sentAt()));
    }
    return claimer.mayHaveMore();
  }

  private void start(Claimed.Leased leased, long sentAt) {
    ServedType<?, ?> served = types.get(leased.task().type());
    if (served == null) {
      throw new IllegalStateException(
          "the store gave a task of type %s, which was not asked for"
              .formatted(leased.task().type()));
    }
    var attempt =
        new Attempt(
            served,
            leased,
            runLimit(leased.task(), served.type()),
            sentAt,
            store.settings().lease());
    // A task that was taken back from this very worker may come back before its old attempt was
    // seen to be lost.
    attempts
        .find(leased.task().id())
        .ifPresent(old -> runner.lose(old, "its task came back under a new lease"));
    attempts.add(attempt);
    Executor executor =
        switch (served.type().work()) {
          case IO -> runtime.io();
          case CPU -> runtime.cpu();
        };
    executor.execute(() -> runner.run(attempt));
  }

  private Duration runLimit(Task task, TaskType<?, ?> type) {
    Duration usual = type.runLimit().orElse(settings.runLimit());
    return task.runLimit().filter(own -> own.compareTo(usual) > 0).orElse(usual);
  }

  /// Renews the leases of all attempts; stops those that lost theirs and those asked to cancel.
  public void renew() {
    List<Attempt> running = attempts.list();
    for (int from = 0; from < running.size(); from += TaskStore.MAX_BATCH) {
      renew(running.subList(from, Math.min(from + TaskStore.MAX_BATCH, running.size())));
    }
  }

  private void renew(List<Attempt> running) {
    // Taken before the call: the lease counts from when the store heard it, at the earliest from
    // now.
    long until = runtime.nanos().getAsLong() + store.settings().lease().toNanos();
    List<Extended> answers =
        store.extend(running.stream().map(Attempt::lease).toList(), store.clock().instant());
    for (int i = 0; i < answers.size(); i++) {
      Attempt attempt = running.get(i);
      Extended answer = answers.get(i);
      if (!answer.held()) {
        runner.lose(attempt, "its lease was lost");
      } else {
        attempt.renewed(until);
        if (answer.cancelRequested()) {
          cancel(attempt);
        }
      }
    }
  }

  /// Looks whether a running task was asked to cancel, without writing; for use after a hint. Where
  /// that would mean to read large inputs again and again, the next renewal tells.
  public void lookForCancels() {
    List<Attempt> running = attempts.list();
    long bytes =
        running.stream()
            .mapToLong(attempt -> attempt.task().input().map(Json::length).orElse(0))
            .sum();
    if (bytes > MAX_LOOK_BYTES) {
      return;
    }
    for (int from = 0; from < running.size(); from += TaskStore.MAX_BATCH) {
      var part = running.subList(from, Math.min(from + TaskStore.MAX_BATCH, running.size()));
      var found = store.find(part.stream().map(attempt -> attempt.task().id()).toList());
      for (Attempt attempt : part) {
        var task = found.get(attempt.task().id());
        if (task != null && task.cancelRequested() && task.run() == attempt.lease().run()) {
          cancel(attempt);
        }
      }
    }
  }

  private void cancel(Attempt attempt) {
    attempt.cancel("cancelled while running", runtime.nanos().getAsLong() + CANCEL_GRACE.toNanos());
  }

  /// Ends attempts whose run limit has passed and interrupts those whose lease nearly has, by our
  /// own clock.
  public void watch() {
    long now = runtime.nanos().getAsLong();
    for (Attempt attempt : attempts.list()) {
      if (!attempt.isLeasedFor(now, LEASE_MARGIN)) {
        runner.lose(attempt, "its lease could not be renewed");
        continue;
      }
      Duration limit = attempt.runLimit();
      attempt
          .overdue(now, new Outcome.Failed(timeout(limit)))
          .ifPresent(outcome -> stop(attempt, "its time was up", outcome));
    }
  }

  private static TaskError timeout(Duration limit) {
    return new TaskError(
        ErrorType.TIMEOUT, "ran longer than its limit of %s s".formatted(limit.toSeconds()));
  }

  /// Storing may wait for the store: not on the watchdog's thread.
  private void stop(Attempt attempt, String because, Outcome outcome) {
    if (attempt.stop(because)) {
      runtime.io().execute(() -> runner.end(attempt, outcome));
    }
  }

  /// Lets time do its work in the store.
  ///
  /// @return how long until it should be done again
  public Duration advance() {
    Advanced done = store.advance(store.clock().instant(), TaskStore.MAX_BATCH);
    for (Advanced.Rescued rescued : done.rescued()) {
      log.atWarn()
          .setMessage(
              rescued.quarantined()
                  ? "task killed its workers, dead letter"
                  : "task taken back from a lost lease, no attempt spent")
          .addKeyValue("task", rescued.task())
          .addKeyValue("worker", rescued.worker())
          .addKeyValue("crashed", rescued.crashed())
          .log();
    }
    if (done.more()) {
      return Duration.ZERO;
    }
    return done.nextDue()
        .map(due -> Duration.between(store.clock().instant(), due))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .filter(wait -> wait.compareTo(ADVANCE_EVERY) < 0)
        .orElse(ADVANCE_EVERY);
  }

  /// How many attempts are not over and stored yet.
  public int running() {
    return attempts.size();
  }

  /// Claims nothing any more, and says so.
  public void stop() {
    tell(WorkerRecord.State.STOPPING);
  }

  /// Gives back everything that still runs, unspent, and interrupts it.
  public void handBackAll() {
    for (Attempt attempt : attempts.list()) {
      stop(attempt, "the worker was stopped", new Outcome.HandedBack());
    }
  }

  /// Says good-bye.
  public void leave() {
    tell(WorkerRecord.State.GONE);
  }

  /// What the store does not hear, it concludes from the missing heartbeat.
  private void tell(WorkerRecord.State next) {
    state = next;
    try {
      heartbeat();
    } catch (StoreException e) {
      log.atInfo()
          .setMessage("store does not answer, worker's state not written")
          .addKeyValue("state", next)
          .setCause(e)
          .log();
    }
  }

  private Map<TypeName, ServedType<?, ?>> ofWork(TaskType.Work work) {
    Map<TypeName, ServedType<?, ?>> some = new LinkedHashMap<>();
    types.forEach(
        (name, served) -> {
          if (served.type().work() == work) {
            some.put(name, served);
          }
        });
    return some;
  }
}
