package com.devskyy.bench.queue;

import com.devskyy.sql.SqliteSettings.Sync;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All figures of a run. Threads may add at the same time.
final class Results {
  private record Key(Sync sync, Measure measure, Contestant contestant) {}

  private final int rounds;
  private final Map<Key, List<Double>> figures = new LinkedHashMap<>();
  private final List<Missing> missing = new ArrayList<>();

  /// Something that was not measured.
  record Missing(Assignment assignment, String reason) {}

  Results(int rounds) {
    this.rounds = rounds;
  }

  synchronized void add(
      int round, Sync sync, Measure measure, Contestant contestant, double value) {
    figures
        .computeIfAbsent(
            new Key(sync, measure, contestant),
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
  List<Measure> measures(Sync sync) {
    return figures.keySet().stream()
        .filter(key -> key.sync() == sync)
        .map(Key::measure)
        .distinct()
        .toList();
  }

  List<Contestant> contestants(Sync sync) {
    return figures.keySet().stream()
        .filter(key -> key.sync() == sync)
        .map(Key::contestant)
        .distinct()
        .sorted()
        .toList();
  }

  Optional<Series> of(Sync sync, Measure measure, Contestant contestant) {
    return Optional.ofNullable(figures.get(new Key(sync, measure, contestant))).map(Series::new);
  }

  /// The best of some contestants in each round.
  Optional<Series> best(Sync sync, Measure measure, List<Contestant> contestants) {
    return contestants.stream()
        .flatMap(contestant -> of(sync, measure, contestant).stream())
        .reduce((a, b) -> a.with(b, measure.unit()::better));
  }
}
