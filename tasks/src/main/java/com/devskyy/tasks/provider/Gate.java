package com.devskyy.tasks.provider;

import com.devskyy.engine.Codec;
import com.devskyy.engine.Json;
import com.devskyy.engine.Records;
import com.devskyy.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps all workers away from a service for a while, whichever of them was told so. Kept in
/// [Records], so that it is shared and outlives a process. It is a courtesy: when the records do
/// not answer it stands open, as a paid call must not fail by it. Threads may share it.
final class Gate {
  private static final String KIND = "provider_gate";
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int TRIES = 5;
  private static final Logger log = LoggerFactory.getLogger(Gate.class);

  private final String service;
  private final Records records;
  private final Codec codec;
  private final InstantSource clock;

  /// @param until when it opens
  /// @param strikes how often in a row the service was in trouble
  record State(Instant until, int strikes) {
    static final State OPEN = new State(Instant.EPOCH, 0);

    State keptUntil(Instant time, int newStrikes) {
      return new State(time.isAfter(until) ? time : until, newStrikes);
    }
  }

  Gate(String service, Records records, Codec codec, InstantSource clock) {
    this.service = service;
    this.records = records;
    this.codec = codec;
    this.clock = clock;
  }

  /// How long it stays closed; empty when it is open.
  Optional<Duration> closedFor() {
    Duration left = Duration.between(clock.instant(), now().until());
    return left.isPositive() ? Optional.of(left) : Optional.empty();
  }

  /// The service asked for patience.
  void close(Duration time) {
    change(state -> state.keptUntil(clock.instant().plus(time), state.strikes()));
  }

  /// The service is in trouble: the gate stays closed, longer each time in a row. What goes wrong
  /// while it is closed for trouble is the same trouble: many that fail at once count as one.
  ///
  /// @return how long the service needs rest each time now
  Duration strike() {
    Instant now = clock.instant();
    State struck =
        change(
            state ->
                state.strikes() > 0 && now.isBefore(state.until())
                    ? state
                    : state.keptUntil(now.plus(rest(state.strikes())), state.strikes() + 1));
    return rest(struck.strikes() - 1);
  }

  private static Duration rest(int strikesBefore) {
    Duration time = FIRST.multipliedBy(1L << Math.min(strikesBefore, 10));
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }

  /// The service does its work: the next trouble is the first again. What it asked for stands.
  void well() {
    if (now().strikes() > 0) {
      change(state -> new State(state.until(), 0));
    }
  }

  private interface Step {
    State after(State state);
  }

  private State now() {
    try {
      return state(stored());
    } catch (StoreException e) {
      sayUnknown(e);
      return State.OPEN;
    }
  }

  private State change(Step step) {
    try {
      return stored(step);
    } catch (StoreException e) {
      sayUnknown(e);
      return step.after(State.OPEN);
    }
  }

  private void sayUnknown(StoreException e) {
    log.atDebug()
        .setMessage("records do not say whether a service needs rest")
        .addKeyValue("service", service)
        .setCause(e)
        .log();
  }

  /// Others change it too; what is lost after some tries is a hint alone.
  private State stored(Step step) {
    State next = State.OPEN;
    for (int i = 0; i < TRIES; i++) {
      Optional<Json> stored = stored();
      next = step.after(state(stored));
      Json json = codec.encode(next);
      boolean done =
          stored.isEmpty()
              ? records.putIfAbsent(KIND, service, json)
              : records.compareAndSet(KIND, service, stored.get(), json);
      if (done) {
        return next;
      }
    }
    return next;
  }

  private Optional<Json> stored() {
    return records.get(KIND, service);
  }

  private State state(Optional<Json> stored) {
    return stored
        .map(json -> codec.decode(json, State.class, Codec.UnknownFields.IGNORE).value())
        .orElse(State.OPEN);
  }
}
