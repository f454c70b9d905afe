package com.devskyy.engine.testkit;

import com.devskyy.engine.Json;
import com.devskyy.engine.Outcome;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A worker of a [Simulation], without threads: makes the calls that a real one makes, one step at
/// a time. A call that fails is repeated at the next step, with the same numbers.
final class SimulatedWorker {
  private static final int SLOTS = 3;
  private static final Duration ADVANCE_EVERY = Duration.ofSeconds(1);
  private static final Duration GIVE_UP_BEFORE = Duration.ofMillis(500);

  final String id;
  final FaultyTaskStore store;
  private final List<TypeName> types;
  private final SimulatedWorld world;
  private final Simulation.Decision decision;
  private final RandomGenerator random;
  private final Map<TaskId, Attempt> attempts = new LinkedHashMap<>();

  // By its own monotonic clock, since the simulation began.
  private Duration renewed = Duration.ofSeconds(-100);
  private Duration advanced = Duration.ofSeconds(-100);

  private @Nullable ClaimRequest unanswered;
  private Duration unansweredSince = Duration.ZERO;
  private long requests;
  private boolean drain;
  private boolean stopping;
  private boolean gone;

  /// One task that it runs.
  private static final class Attempt {
    final Claimed.Leased leased;
    final Duration endsAt;
    Duration leaseEnd;
    int written;
    Optional<Write> unanswered = Optional.empty();
    boolean begun;
    boolean cancelRequested;

    Attempt(Claimed.Leased leased, Duration endsAt, Duration leaseEnd) {
      this.leased = leased;
      this.endsAt = endsAt;
      this.leaseEnd = leaseEnd;
    }
  }

  SimulatedWorker(
      String id,
      FaultyTaskStore store,
      List<TypeName> types,
      SimulatedWorld world,
      Simulation.Decision decision,
      RandomGenerator random) {
    this.id = id;
    this.store = store;
    this.types = types;
    this.world = world;
    this.decision = decision;
    this.random = random;
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
    attempts.values().removeIf(attempt -> monotonic.compareTo(attempt.leaseEnd) >= 0);
    try {
      if (monotonic.compareTo(renewed.plus(store.settings().renewEvery())) >= 0) {
        renew(monotonic);
      }
      if (monotonic.compareTo(advanced.plus(ADVANCE_EVERY)) >= 0) {
        store.advance(now(), 100);
        advanced = monotonic;
      }
      for (Attempt attempt : List.copyOf(attempts.values())) {
        work(attempt, monotonic);
      }
      if (stopping && attempts.isEmpty() && unanswered == null) {
        store.register(record(WorkerRecord.State.GONE), now());
        gone = true;
      } else if (mayClaim()) {
        claim(monotonic);
      }
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.UNAVAILABLE) {
        throw e;
      }
      // Tried again at the next step.
    }
  }

  private Instant now() {
    return store.clock().instant();
  }

  private WorkerRecord record(WorkerRecord.State state) {
    return new WorkerRecord(
        id, "host-" + id, FakeClock.START, SLOTS, attempts.size(), state, List.of(), now());
  }

  private void renew(Duration monotonic) {
    store.register(
        record(stopping ? WorkerRecord.State.STOPPING : WorkerRecord.State.ACTIVE), now());
    List<Attempt> held = List.copyOf(attempts.values());
    List<Lease> leases = held.stream().map(attempt -> attempt.leased.lease()).toList();
    List<Extended> answers = leases.isEmpty() ? List.of() : store.extend(leases, now());
    for (int i = 0; i < answers.size(); i++) {
      Attempt attempt = held.get(i);
      if (answers.get(i).held()) {
        attempt.leaseEnd = localEnd(monotonic);
        attempt.cancelRequested |= answers.get(i).cancelRequested();
      } else {
        drop(attempt);
      }
    }
    renewed = monotonic;
  }

  /// When it stops, were it not to hear from the store again.
  private Duration localEnd(Duration asked) {
    return asked.plus(store.settings().lease()).minus(GIVE_UP_BEFORE);
  }

  private void drop(Attempt attempt) {
    attempts.remove(attempt.leased.task().id());
  }

  private boolean mayClaim() {
    if (unanswered != null) {
      return true;
    }
    boolean alone = attempts.values().stream().anyMatch(attempt -> attempt.leased.alone());
    return !stopping && !alone && attempts.size() < SLOTS && (!drain || attempts.isEmpty());
  }

  private void claim(Duration monotonic) {
    if (unanswered == null) {
      int free = SLOTS - attempts.size();
      var slots = new LinkedHashMap<TypeName, Integer>();
      types.forEach(type -> slots.put(type, free));
      unanswered =
          new ClaimRequest(id, ++requests, slots, free, 1 << 20, attempts.isEmpty(), now());
      unansweredSince = monotonic;
    }
    Claimed claimed = store.claim(unanswered);
    unanswered = null;
    drain = claimed.drain();
    for (Claimed.Leased leased : claimed.leases()) {
      // The lease may have been given when the claim was first sent.
      var attempt =
          new Attempt(
              leased,
              monotonic.plus(world.duration(leased.task().id())),
              localEnd(unansweredSince));
      if (monotonic.compareTo(attempt.leaseEnd) < 0) {
        attempts.put(leased.task().id(), attempt);
      }
    }
  }

  private void work(Attempt attempt, Duration monotonic) {
    TaskId task = attempt.leased.task().id();
    if (world.isPoison(task)) {
      throw new SimulatedCrash("poison " + task);
    }
    if (attempt.unanswered.isPresent() && !send(attempt, attempt.unanswered.get())) {
      return;
    }
    if (!attempt.begun && world.pays(task) && !pay(attempt, task)) {
      return;
    }
    attempt.begun = true;
    if (stopping) {
      end(attempt, new Outcome.HandedBack());
    } else if (attempt.cancelRequested) {
      end(attempt, new Outcome.Cancelled("asked"));
    } else if (monotonic.compareTo(attempt.endsAt) >= 0) {
      end(attempt, world.outcome(attempt.leased.task(), random));
    } else if (random.nextInt(20) == 0) {
      send(attempt, Write.said(attempt.leased.lease(), ++attempt.written, log()));
    }
  }

  /// A step that must happen once, as the engine does it.
  ///
  /// @return whether it is done
  private boolean pay(Attempt attempt, TaskId task) {
    Optional<History.Step> step =
        store.history(task).steps().stream().filter(it -> it.name().equals("pay")).findFirst();
    if (step.isPresent() && step.get().value().isPresent()) {
      return true;
    }
    Lease lease = attempt.leased.lease();
    if (step.isEmpty() || !world.wasPaid(task)) {
      if (!send(attempt, Write.said(lease, ++attempt.written, new Note.StepIntent("pay")))) {
        return false;
      }
      world.pay(task);
    }
    return send(
        attempt, Write.said(lease, ++attempt.written, new Note.StepDone("pay", Json.of("1"))));
  }

  private Note log() {
    return new Note.Log(now(), "info", "at work");
  }

  private void end(Attempt attempt, Outcome outcome) {
    var transition = decision.decide(attempt.leased.task(), outcome, now(), random);
    send(attempt, Write.end(attempt.leased.lease(), ++attempt.written, transition));
  }

  /// Sends a write; when that fails, it is the first thing to be sent again.
  ///
  /// @return whether the attempt goes on
  private boolean send(Attempt attempt, Write write) {
    attempt.unanswered = Optional.of(write);
    Write.Answer answer = store.apply(List.of(write), now()).getFirst();
    attempt.unanswered = Optional.empty();
    if (answer == Write.Answer.LOST || write.what() instanceof Write.End) {
      drop(attempt);
      return false;
    }
    return true;
  }
}
