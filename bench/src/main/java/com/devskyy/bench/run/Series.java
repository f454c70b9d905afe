package com.devskyy.bench.run;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/// The values of one figure, one per round.
///
/// @param rounds in order; NaN for a round in which there was none
public record Series(List<Double> rounds) {
  public Series {
    rounds = List.copyOf(rounds);
  }

  /// This series, unless it has no value at all.
  public Optional<Series> present() {
    return sorted().isEmpty() ? Optional.empty() : Optional.of(this);
  }

  public double median() {
    List<Double> sorted = sorted();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  public double min() {
    return sorted().getFirst();
  }

  public double max() {
    return sorted().getLast();
  }

  private List<Double> sorted() {
    return rounds.stream().filter(value -> !value.isNaN()).sorted().toList();
  }

  /// Round by round, this over the other.
  public Series over(Series other) {
    return with(other, (mine, theirs) -> mine / theirs);
  }

  /// Round by round.
  public Series with(Series other, DoubleBinaryOperator operator) {
    return new Series(
        IntStream.range(0, rounds.size())
            .mapToObj(i -> operator.applyAsDouble(rounds.get(i), other.rounds.get(i)))
            .toList());
  }
}
