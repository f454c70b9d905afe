package com.devskyy.app.chaos;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;

/// What a run does, by a seed: which tasks there are, and when who is killed. The same seed gives
/// the same plan; how fast the machine works it off is its own affair.
final class Plan {
  /// Of this many tasks one kills its workers.
  static final int POISON_EVERY = 50_000;

  private static final int MAX_DELAY_MILLIS = 8_000;

  /// About as long as a worker takes to start.
  private static final Duration START = Duration.ofMillis(300);

  private final RandomGenerator tasks;
  private final RandomGenerator kills;
  private final Duration life;
  private int made;

  /// A task of the plan.
  ///
  /// @param delay from its creation
  record Planned(ChaosTask task, Duration delay) {}

  /// @param life of a worker that works, in the mean
  Plan(long seed, Duration life) {
    // A generator each, so that how far one has come does not change the other.
    this.tasks = new Random(seed);
    this.kills = new Random(~seed);
    this.life = life;
  }

  /// The next task. The first kills its workers, as it takes longest to be found out.
  Planned next() {
    int number = made++;
    int kind = tasks.nextInt(100);
    int millis = tasks.nextInt(10);
    int failures = kind < 15 ? 1 + tasks.nextInt(3) : kind < 16 ? ChaosTask.MAX_ATTEMPTS : 0;
    int steps = kind >= 10 && kind < 40 ? 1 + tasks.nextInt(2) : 0;
    boolean charges = kind >= 30 && kind < 60;
    Duration delay =
        tasks.nextInt(10) == 0 ? Duration.ofMillis(tasks.nextInt(MAX_DELAY_MILLIS)) : Duration.ZERO;
    return number % POISON_EVERY == 0
        ? new Planned(new ChaosTask(number, 0, 0, false, 0, true), Duration.ZERO)
        : new Planned(new ChaosTask(number, millis, steps, charges, failures, false), delay);
  }

  /// The next worker's life. One in ten is killed while it starts, the others at work: some at
  /// once, some late.
  Life nextLife() {
    boolean starting = kills.nextInt(10) == 0;
    return new Life(
        starting,
        Duration.ofNanos((long) ((starting ? START : life).toNanos() * 2 * kills.nextDouble())));
  }

  /// How long a worker lives.
  ///
  /// @param starting whether that counts from its start, or from when it was ready
  record Life(boolean starting, Duration time) {}
}
