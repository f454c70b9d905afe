package com.devskyy.bench.queue;

import java.time.Duration;
import java.util.List;

/// How much of everything is done.
///
/// @param store tasks of a life by the store's verbs
/// @param one tasks enqueued one by one by one thread; sixteen threads enqueue four times as many
/// @param bulk tasks enqueued in bulk, and of a life
/// @param backlog tasks of the backlog that all contestants work off
/// @param bigBacklog tasks of one so large that it must not matter
/// @param first the part of a backlog by which the two are compared
/// @param warmUp tasks that live at once in a process before it measures
/// @param warmUpFor how long that is repeated at least
/// @param pickup how long tasks come at light load
/// @param settle how long an idle worker is left alone before it is measured
/// @param idle how long it is measured
record Sizes(
    int store,
    int one,
    int bulk,
    int backlog,
    int bigBacklog,
    int first,
    int warmUp,
    Duration warmUpFor,
    Duration pickup,
    Duration settle,
    Duration idle) {
  /// How many users the tasks of the two backlogs are of.
  static final List<Integer> USERS = List.of(1, 10_000);

  private static final Sizes FULL =
      new Sizes(
          100_000,
          5_000,
          100_000,
          100_000,
          1_000_000,
          80_000,
          30_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15));

  private static final Sizes BRIEF =
      new Sizes(
          1_000,
          64,
          500,
          1_000,
          2_000,
          800,
          0,
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1));

  /// @param brief whether it only shall be seen that everything runs
  static Sizes of(boolean brief) {
    return brief ? BRIEF : FULL;
  }

  /// The backlogs that are compared on a backend, as was asked for it.
  Compared compared(Backend backend) {
    return switch (backend) {
      case SQLITE_FULL, SQLITE_NORMAL -> new Compared(backlog, bigBacklog, first);
      case REDIS, POSTGRESQL -> new Compared(backlog / 2, bigBacklog, first / 2);
    };
  }

  /// Two backlogs of the same users.
  ///
  /// @param first the part of each by which they are compared
  record Compared(int small, int big, int first) {}

  /// Those of a peer in Java: fewer tasks, or a round would take an hour. A shorter backlog is no
  /// loss to it: the clock begins with its first task.
  Sizes forPeer() {
    return new Sizes(
        store,
        Math.max(32, one / 5),
        Math.max(100, bulk / 5),
        Math.max(100, backlog / 10),
        bigBacklog,
        first / 10,
        warmUp / 15,
        warmUpFor,
        pickup,
        settle,
        idle);
  }
}
