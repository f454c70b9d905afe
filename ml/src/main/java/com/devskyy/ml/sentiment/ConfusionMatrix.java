package com.devskyy.ml.sentiment;

/// How often each label was predicted for each truth.
///
/// A quotient with an empty denominator is 0, as scikit-learn has it.
public record ConfusionMatrix(
    int truePositives, int falsePositives, int trueNegatives, int falseNegatives) {

  /// Counts pairs of prediction and truth.
  ///
  /// @param predicted what was said, `true` for positive
  /// @param actual the truth, beside it
  public static ConfusionMatrix of(boolean[] predicted, boolean[] actual) {
    var cells = new int[4];
    for (int i = 0; i < predicted.length; i++) {
      cells[(predicted[i] ? 2 : 0) + (actual[i] ? 1 : 0)]++;
    }
    return new ConfusionMatrix(cells[3], cells[2], cells[0], cells[1]);
  }

  public int total() {
    return truePositives + falsePositives + trueNegatives + falseNegatives;
  }

  public double accuracy() {
    return quotient(truePositives + trueNegatives, total());
  }

  /// Share of texts predicted positive that are.
  public double precision() {
    return quotient(truePositives, truePositives + falsePositives);
  }

  /// Share of positive texts that were found.
  public double recall() {
    return quotient(truePositives, truePositives + falseNegatives);
  }

  /// F1 of the positive label.
  public double f1() {
    return quotient(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  /// Mean of the F1 of both labels, each counting the same however rare.
  public double macroF1() {
    double negative =
        quotient(2 * trueNegatives, 2 * trueNegatives + falsePositives + falseNegatives);
    return (f1() + negative) / 2;
  }

  private static double quotient(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
