package com.devskyy.bench.queue;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/// The values of one figure, one per round; NaN for a round in which there was none.
///
/// @param rounds in order
record Series(double... rounds) {
  private double[] sorted() {
    return Arrays.stream(rounds).filter(value -> !Double.isNaN(value)).sorted().toArray();
  }

  /// This series, unless it has no value at all.
  Optional<Series> present() {
    return sorted().length == 0 ? Optional.empty() : Optional.of(this);
  }

  double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double min() {
    return sorted()[0];
  }

  double max() {
    double[] sorted = sorted();
    return sorted[sorted.length - 1];
  }

  /// Round by round, this over the other.
  Series over(Series other) {
    return with(other, (mine, theirs) -> mine / theirs);
  }

  /// Round by round.
  Series with(Series other, DoubleBinaryOperator operator) {
    return new Series(
        IntStream.range(0, rounds.length)
            .mapToDouble(i -> operator.applyAsDouble(rounds[i], other.rounds[i]))
            .toArray());
  }
}
