package com.devskyy.bench.queue;

import com.devskyy.bench.run.Series;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All figures of a run. Threads may add at the same time.
final class Results {
  private record Key(Backend backend, Measure measure, Contestant contestant) {}

  private final int rounds;
  private final Map<Key, List<Double>> figures = new LinkedHashMap<>();
  private final List<Missing> missing = new ArrayList<>();

  /// Something that was not measured.
  record Missing(Assignment assignment, String reason) {}

  Results(int rounds) {
    this.rounds = rounds;
  }

  synchronized void add(
      int round, Backend backend, Measure measure, Contestant contestant, double value) {
    figures
        .computeIfAbsent(
            new Key(backend, measure, contestant),
            _ -> new ArrayList<>(Collections.nCopies(rounds, Double.NaN)))
        .set(round, value);
  }

  synchronized void addMissing(Assignment assignment, String reason) {
    missing.add(new Missing(assignment, reason));
  }

  List<Missing> missing() {
    return List.copyOf(missing);
  }

  /// What was measured, in the order it first was.
  List<Measure> measures(Backend backend) {
    return figures.keySet().stream()
        .filter(key -> key.backend() == backend)
        .map(Key::measure)
        .distinct()
        .toList();
  }

  List<Contestant> contestants(Backend backend) {
    return figures.keySet().stream()
        .filter(key -> key.backend() == backend)
        .map(Key::contestant)
        .distinct()
        .sorted()
        .toList();
  }

  Optional<Series> of(Backend backend, Measure measure, Contestant contestant) {
    return Optional.ofNullable(figures.get(new Key(backend, measure, contestant))).map(Series::new);
  }

  /// The best of some contestants in each round.
  Optional<Series> best(Backend backend, Measure measure, List<Contestant> contestants) {
    return contestants.stream()
        .flatMap(contestant -> of(backend, measure, contestant).stream())
        .reduce((a, b) -> a.with(b, measure.unit()::better));
  }
}
