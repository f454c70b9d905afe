package com.devskyy.engine.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/// What goes wrong with one call of a [FaultyTaskStore].
public sealed interface Fault {
  /// Nothing.
  record None() implements Fault {}

  /// The store is not reached: nothing is done, the caller is told `UNAVAILABLE`.
  record FailBefore() implements Fault {}

  /// The answer is lost: everything is done, the caller is told `UNAVAILABLE`.
  record FailAfter() implements Fault {}

  /// The process dies before the call reaches the store. All its later calls die too.
  record CrashBefore() implements Fault {}

  /// The process dies before the answer reaches it.
  record CrashAfter() implements Fault {}

  /// The request is on its way for long: the caller is told `UNAVAILABLE`, and it reaches the store
  /// at [FaultyTaskStore#deliverLate()], with the time it was made at.
  record DeliverLate() implements Fault {}

  /// The request is done now, and once more at [FaultyTaskStore#deliverLate()].
  record DeliverAgain() implements Fault {}

  /// The call hangs until the latch opens, at most so long; then it is done.
  record Hang(CountDownLatch until, Duration atMost) implements Fault {}

  /// The verbs of a store.
  enum Verb {
    INSERT,
    CLAIM,
    APPLY,
    EXTEND,
    ADVANCE,
    REGISTER,
    CHANGE,
    READ;

    /// Whether repeating it is harmless, so that it may come late or twice.
    boolean mayComeLate() {
      return switch (this) {
        case INSERT, CLAIM, APPLY, EXTEND -> true;
        case ADVANCE, REGISTER, CHANGE, READ -> false;
      };
    }
  }

  /// Decides for each call what goes wrong with it. Called by one thread at a time.
  interface Plan extends BiFunction<Verb, Long, Fault> {
    /// @param verb what is called
    /// @param call number of the call, counted over all verbs from 1
    @Override
    Fault apply(Verb verb, Long call);

    /// Nothing goes wrong.
    static Plan none() {
      return (_, _) -> new None();
    }

    /// One call goes wrong.
    static Plan at(long theCall, Fault fault) {
      return (_, call) -> call == theCall ? fault : new None();
    }

    /// Calls fail, come late or come twice at random; no crash, no hanging.
    ///
    /// @param rate share of calls with a fault, 0 to 1
    static Plan random(RandomGenerator random, double rate) {
      return (verb, _) -> {
        if (random.nextDouble() >= rate) {
          return new None();
        }
        return switch (random.nextInt(verb.mayComeLate() ? 4 : 2)) {
          case 0 -> new FailBefore();
          case 1 -> new FailAfter();
          case 2 -> new DeliverLate();
          default -> new DeliverAgain();
        };
      };
    }
  }
}
