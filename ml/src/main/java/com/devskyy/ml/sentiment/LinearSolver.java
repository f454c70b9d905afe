package com.devskyy.ml.sentiment;

import java.util.List;
import java.util.random.RandomGenerator;

/// A linear support vector machine (squared hinge loss, L2 penalty) by dual coordinate descent:
/// Hsieh, Chang, Lin, Keerthi, Sundararajan, "A dual coordinate descent method for large-scale
/// linear SVM", ICML 2008, algorithm 1.
///
/// One epoch visits every example once in a new random order and solves exactly for that example's
/// multiplier. Used by one thread.
final class LinearSolver {
  /// The largest violation of optimality at which a solution counts as found. Measured on clothing
  /// reviews: the cross-validated AUC no longer moves in its fourth digit from there on.
  private static final double TOLERANCE = 0.1;

  private final List<Example> examples;
  private final RandomGenerator random;
  private final double[] weights;
  private final double[] multipliers;
  private final int[] order;
  private double bias;
  private boolean converged;

  /// @param sign 1 or -1
  /// @param cost what an error on it costs, above 0
  record Example(Vocabulary.Vector vector, int sign, double cost) {}

  LinearSolver(List<Example> examples, int dimensions, RandomGenerator random) {
    this.examples = List.copyOf(examples);
    this.random = random;
    this.weights = new double[dimensions];
    this.multipliers = new double[examples.size()];
    this.order = new int[examples.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  /// One pass over all examples. Does nothing once converged.
  void epoch() {
    if (converged) {
      return;
    }
    double worst = 0;
    for (int i = 0; i < order.length; i++) {
      int other = i + random.nextInt(order.length - i);
      int chosen = order[other];
      order[other] = order[i];
      order[i] = chosen;
      worst = Math.max(worst, improve(chosen));
    }
    converged = worst < TOLERANCE;
  }

  private double improve(int i) {
    var example = examples.get(i);
    double diagonal = 0.5 / example.cost;
    double gradient = example.sign * score(example.vector) - 1 + diagonal * multipliers[i];
    if (multipliers[i] == 0 && gradient >= 0) {
      return 0;
    }
    // Vectors have length one; the bias is one more coordinate of value one.
    double before = multipliers[i];
    multipliers[i] = Math.max(0, before - gradient / (2 + diagonal));
    double step = (multipliers[i] - before) * example.sign;
    var at = example.vector.at();
    var value = example.vector.value();
    for (int k = 0; k < at.length; k++) {
      weights[at[k]] += step * value[k];
    }
    bias += step;
    return Math.abs(gradient);
  }

  double score(Vocabulary.Vector vector) {
    var at = vector.at();
    var value = vector.value();
    double sum = bias;
    for (int k = 0; k < at.length; k++) {
      sum += weights[at[k]] * value[k];
    }
    return sum;
  }

  boolean converged() {
    return converged;
  }

  /// The weights by coordinate; the solver's own array.
  double[] weights() {
    return weights;
  }

  double bias() {
    return bias;
  }
}
