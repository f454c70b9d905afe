package com.devskyy.bench.queue;

import com.devskyy.sql.SqliteSettings.Sync;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What must be reached, judged by a run's results.
///
/// @param sizes by which the backlogs are named
record Targets(Results results, Sizes sizes) {
  private static final List<Contestant> JOBRUNR =
      List.of(Contestant.JOBRUNR_H2, Contestant.JOBRUNR_SQLITE);
  private static final List<Contestant> DB_SCHEDULER =
      List.of(
          Contestant.DB_SCHEDULER_HSQLDB,
          Contestant.DB_SCHEDULER_H2,
          Contestant.DB_SCHEDULER_SQLITE);

  List<Target> all(List<Integer> batches) {
    Measure drain = Measure.drain(sizes.backlog(), 0);
    List<Target> targets = new ArrayList<>();
    addPeers(targets, "drain, times JobRunr's", 25, drain, JOBRUNR);
    addPeers(targets, "drain, times db-scheduler's", 5, drain, DB_SCHEDULER);
    addPeers(targets, "bulk enqueue, times JobRunr's", 7, Measure.ENQUEUE_BULK, JOBRUNR);
    for (int batch : batches) {
      for (Measure measure :
          List.of(
              Measure.insert(batch), Measure.claimAndComplete(batch), Measure.storeLife(batch))) {
        targets.add(
            beside(
                measure.name() + ", share of the raw limit",
                0.5,
                measure,
                List.of(Contestant.RAW)));
      }
    }
    for (int users : Sizes.USERS) {
      targets.add(
          atLeast(
              "drain with %,d waiting, share of the rate with %,d, users: %,d"
                  .formatted(sizes.bigBacklog(), sizes.backlog(), users),
              0.85,
              ratio(
                  Measure.drainFirst(sizes.first(), sizes.bigBacklog(), users),
                  Measure.drainFirst(sizes.first(), sizes.backlog(), users))));
    }
    targets.add(
        atLeast(
            "16 threads enqueuing one by one, times one thread",
            5,
            ratio(Measure.ENQUEUE_THREADS, Measure.ENQUEUE_ONE)));
    targets.add(atMost("pickup in process, p50, ms", 1, Measure.pickup(PickupRun.IN_PROCESS, 50)));
    targets.add(atMost("pickup in process, p99, ms", 5, Measure.pickup(PickupRun.IN_PROCESS, 99)));
    targets.add(atMost("bytes per waiting task beyond its input", 350, Measure.BYTES));
    targets.add(atMost("idle worker, % of a core", 1, Measure.IDLE));
    return targets;
  }

  /// Beside the best store of a peer's in each round: of those that keep what we keep, and, harder,
  /// of all.
  private void addPeers(
      List<Target> targets, String name, double wanted, Measure measure, List<Contestant> peers) {
    List<Contestant> durable = peers.stream().filter(Contestant::syncsEveryCommit).toList();
    targets.add(beside(name + ", as durable", wanted, measure, durable));
    targets.add(beside(name + ", any store", wanted, measure, peers));
  }

  private Target beside(String name, double wanted, Measure measure, List<Contestant> others) {
    return atLeast(
        name,
        wanted,
        ours(measure)
            .flatMap(
                ours ->
                    results
                        .best(Sync.FULL, measure, others)
                        .flatMap(theirs -> measure.unit().factor(ours, theirs).present())));
  }

  private Optional<Series> ratio(Measure over, Measure under) {
    return ours(over).flatMap(a -> ours(under).flatMap(b -> a.over(b).present()));
  }

  private Optional<Series> ours(Measure measure) {
    return results.of(Sync.FULL, measure, Contestant.OURS);
  }

  private static Target atLeast(String name, double wanted, Optional<Series> measured) {
    return new Target(name, wanted, true, measured);
  }

  private Target atMost(String name, double wanted, Measure measure) {
    return new Target(name, wanted, false, ours(measure));
  }
}
