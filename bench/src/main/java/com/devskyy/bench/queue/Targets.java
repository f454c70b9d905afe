package com.devskyy.bench.queue;

import com.devskyy.bench.run.Series;
import com.devskyy.bench.run.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What must be reached on a backend, judged by a run's results.
///
/// @param sizes by which the backlogs are named
record Targets(Results results, Backend backend, Sizes sizes) {
  private static final List<Contestant> JOBRUNR =
      List.of(Contestant.JOBRUNR_H2, Contestant.JOBRUNR_SQLITE);
  private static final List<Contestant> DB_SCHEDULER =
      List.of(
          Contestant.DB_SCHEDULER_HSQLDB,
          Contestant.DB_SCHEDULER_H2,
          Contestant.DB_SCHEDULER_SQLITE);

  List<Target> all(List<Integer> batches) {
    return switch (backend) {
      case SQLITE_FULL -> sqlite(batches);
      case SQLITE_NORMAL -> List.of();
      case REDIS -> redis(batches);
      case POSTGRESQL -> postgres(batches);
    };
  }

  private List<Target> sqlite(List<Integer> batches) {
    List<Target> targets = new ArrayList<>();
    addPeers(targets, "drain, times JobRunr's", 25, drain(), JOBRUNR);
    addPeers(targets, "drain, times db-scheduler's", 5, drain(), DB_SCHEDULER);
    addPeers(targets, "bulk enqueue, times JobRunr's", 7, Measure.ENQUEUE_BULK, JOBRUNR);
    for (int batch : batches) {
      addShare(targets, Measure.insert(batch), 0.5);
      addShare(targets, Measure.claimAndComplete(batch), 0.5);
      addShare(targets, Measure.storeLife(batch), 0.5);
    }
    addBacklogs(targets);
    targets.add(
        atLeast(
            "16 threads enqueuing one by one, times one thread",
            5,
            ratio(Measure.ENQUEUE_THREADS, Measure.ENQUEUE_ONE)));
    addPickup(targets, PickupRun.IN_PROCESS, 1, 5);
    targets.add(atMost("bytes per waiting task beyond its input", 350, Measure.BYTES));
    targets.add(atMost("idle worker, % of a core", 1, Measure.IDLE));
    return targets;
  }

  private List<Target> redis(List<Integer> batches) {
    List<Contestant> bullmq = List.of(Contestant.BULLMQ);
    List<Target> targets = new ArrayList<>();
    targets.add(beside("drain, times BullMQ's", 3, drain(), bullmq));
    targets.add(beside("bulk enqueue, times BullMQ's", 4, Measure.ENQUEUE_BULK, bullmq));
    targets.add(
        new Target(
            "Redis's CPU for a life (bulk enqueue and drain), share of BullMQ's",
            1 / 3.0,
            false,
            cpuOfLife(Contestant.OURS)
                .flatMap(
                    ours -> cpuOfLife(Contestant.BULLMQ).flatMap(b -> ours.over(b).present()))));
    batches.forEach(batch -> addShare(targets, Measure.storeLife(batch), 0.35));
    addPickup(targets, PickupRun.ACROSS_PROCESSES, 1, 4);
    addBacklogs(targets);
    targets.add(atMost("bytes per waiting task beyond its input", 280, Measure.BYTES));
    addIdle(targets);
    return targets;
  }

  private Optional<Series> cpuOfLife(Contestant contestant) {
    return results
        .of(backend, Measure.serverCpu(Measure.ENQUEUE_BULK), contestant)
        .flatMap(
            bulk ->
                results
                    .of(backend, Measure.serverCpu(drain()), contestant)
                    .map(drain -> bulk.with(drain, Double::sum)));
  }

  private List<Target> postgres(List<Integer> batches) {
    List<Target> targets = new ArrayList<>();
    targets.add(
        beside(
            "drain, times db-scheduler's", 5, drain(), List.of(Contestant.DB_SCHEDULER_POSTGRES)));
    targets.add(beside("drain, times Graphile Worker's", 1, drain(), List.of(Contestant.GRAPHILE)));
    batches.forEach(batch -> addShare(targets, Measure.storeLife(batch), 0.5));
    addPickup(targets, PickupRun.ACROSS_PROCESSES, 2.5, 8);
    addBacklogs(targets);
    addIdle(targets);
    return targets;
  }

  private Measure drain() {
    return Measure.drain(sizes.backlog(), 0);
  }

  private void addShare(List<Target> targets, Measure measure, double wanted) {
    targets.add(
        beside(
            measure.name() + ", share of the raw limit", wanted, measure, List.of(Contestant.RAW)));
  }

  private void addBacklogs(List<Target> targets) {
    Sizes.Compared compared = sizes.compared(backend);
    for (int users : Sizes.USERS) {
      targets.add(
          atLeast(
              "drain with %,d waiting, share of the rate with %,d, users: %,d"
                  .formatted(compared.big(), compared.small(), users),
              0.85,
              ratio(
                  Measure.drainFirst(compared.first(), compared.big(), users),
                  Measure.drainFirst(compared.first(), compared.small(), users))));
    }
  }

  private void addPickup(List<Target> targets, String where, double p50, double p99) {
    targets.add(atMost("pickup %s, p50, ms".formatted(where), p50, Measure.pickup(where, 50)));
    targets.add(atMost("pickup %s, p99, ms".formatted(where), p99, Measure.pickup(where, 99)));
  }

  private void addIdle(List<Target> targets) {
    targets.add(atMost("idle worker, % of a core", 1, Measure.IDLE));
    targets.add(atMost("idle worker, commands/s", 10, Measure.IDLE_COMMANDS));
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
                        .best(backend, measure, others)
                        .flatMap(theirs -> measure.unit().factor(ours, theirs).present())));
  }

  private Optional<Series> ratio(Measure over, Measure under) {
    return ours(over).flatMap(a -> ours(under).flatMap(b -> a.over(b).present()));
  }

  private Optional<Series> ours(Measure measure) {
    return results.of(backend, measure, Contestant.OURS);
  }

  private static Target atLeast(String name, double wanted, Optional<Series> measured) {
    return new Target(name, wanted, true, measured);
  }

  private Target atMost(String name, double wanted, Measure measure) {
    return new Target(name, wanted, false, ours(measure));
  }
}
