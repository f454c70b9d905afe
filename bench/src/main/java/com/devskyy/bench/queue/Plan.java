package com.devskyy.bench.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Who does what in a round, and in which order.
///
/// @param only names of the benchmarks wanted
/// @param batches tasks per call of the store
/// @param spots where, one for each backend wanted
/// @param peers whether they take part
/// @param brief see [Sizes#of]
record Plan(
    List<String> only, List<Integer> batches, List<Spot> spots, boolean peers, boolean brief) {

  /// One benchmark, all contestants; then the next. The order of contestants is turned round after
  /// each round, so that nobody always comes first after a neighbour's noise.
  List<Assignment> round(int round) {
    List<Contestant> contestants = new ArrayList<>(List.of(Contestant.values()));
    contestants.removeIf(contestant -> contestant.isPeer() && !peers);
    if (round % 2 == 1) {
      contestants = contestants.reversed();
    }
    List<Assignment> assignments = new ArrayList<>();
    for (Function<Backend, Benchmark> each : benchmarks()) {
      for (Spot spot : spots) {
        Benchmark benchmark = each.apply(spot.backend());
        for (Contestant contestant : contestants) {
          if (contestant.isOn(spot.backend())
              && benchmark.isFor(contestant)
              && isWorthIt(benchmark, spot.backend())) {
            assignments.add(new Assignment(List.of(benchmark), contestant, spot, brief));
          }
        }
      }
    }
    return brief ? joined(assignments) : assignments;
  }

  /// All benchmarks of a contestant in one process: starting one takes longer than a brief
  /// benchmark.
  private static List<Assignment> joined(List<Assignment> assignments) {
    Map<Object, Assignment> joined = new LinkedHashMap<>();
    for (Assignment next : assignments) {
      joined.merge(
          List.of(next.contestant(), next.spot()),
          next,
          (before, after) -> {
            List<Benchmark> both = new ArrayList<>(before.benchmarks());
            both.addAll(after.benchmarks());
            return before.with(both);
          });
    }
    return List.copyOf(joined.values());
  }

  /// Most are the same whatever a commit waits for; they would only take time.
  private static boolean isWorthIt(Benchmark benchmark, Backend backend) {
    return backend != Backend.SQLITE_NORMAL || benchmark.dependsOnSync();
  }

  /// What is done on each backend.
  private List<Function<Backend, Benchmark>> benchmarks() {
    var sizes = Sizes.of(brief);
    List<Function<Backend, Benchmark>> benchmarks = new ArrayList<>();
    batches.forEach(batch -> benchmarks.add(_ -> new Benchmark.Store(batch)));
    benchmarks.add(_ -> new Benchmark.Enqueue());
    benchmarks.add(_ -> new Benchmark.Bulk());
    benchmarks.add(_ -> new Benchmark.Drain(sizes.backlog(), 0));
    for (int users : Sizes.USERS) {
      benchmarks.add(on -> new Benchmark.Drain(sizes.compared(on).small(), users));
      benchmarks.add(on -> new Benchmark.Drain(sizes.compared(on).big(), users));
    }
    benchmarks.add(_ -> new Benchmark.Life());
    benchmarks.add(_ -> new Benchmark.Pickup());
    benchmarks.add(_ -> new Benchmark.PickupAcross());
    benchmarks.add(_ -> new Benchmark.Idle());
    benchmarks.removeIf(each -> !only.contains(each.apply(Backend.REDIS).name()));
    return benchmarks;
  }
}
