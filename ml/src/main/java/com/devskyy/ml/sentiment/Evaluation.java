package com.devskyy.ml.sentiment;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What was measured on texts that the model had not learnt from. Immutable.
///
/// @param confusion predictions against truths
/// @param rocAuc chance that a positive text scores above a negative one, ties counting half; NaN
///     if one label is absent
/// @param brier mean squared difference of the probability of "positive" and the truth, 0 is best
/// @param calibrationError expected calibration error of that probability over ten equal bins, 0 is
///     best
public record Evaluation(
    ConfusionMatrix confusion, double rocAuc, double brier, double calibrationError) {

  private static final int BINS = 10;

  /// Measures predicted probabilities against the truth.
  ///
  /// @param probability of being positive
  /// @param threshold probability from which a text is predicted positive
  /// @param positive the truth, beside each probability
  public static Evaluation of(double[] probability, double threshold, boolean[] positive) {
    var predicted = new boolean[probability.length];
    double squares = 0;
    var expected = new double[BINS];
    var observed = new double[BINS];
    for (int i = 0; i < probability.length; i++) {
      predicted[i] = probability[i] >= threshold;
      double truth = positive[i] ? 1 : 0;
      squares += (probability[i] - truth) * (probability[i] - truth);
      int bin = Math.min(BINS - 1, (int) (probability[i] * BINS));
      expected[bin] += probability[i];
      observed[bin] += truth;
    }
    double gaps = 0;
    for (int bin = 0; bin < BINS; bin++) {
      gaps += Math.abs(expected[bin] - observed[bin]);
    }
    return new Evaluation(
        ConfusionMatrix.of(predicted, positive),
        rocAuc(probability, positive),
        squares / probability.length,
        gaps / probability.length);
  }

  /// The area under the ROC curve by ranks (Mann and Whitney); NaN if one label is absent.
  public static double rocAuc(double[] score, boolean[] positive) {
    var order =
        IntStream.range(0, score.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> score[i]))
            .mapToInt(i -> i)
            .toArray();
    double rankSum = 0;
    long positives = 0;
    for (int from = 0; from < order.length; ) {
      int to = from + 1;
      while (to < order.length && score[order[to]] == score[order[from]]) {
        to++;
      }
      double meanRank = (from + 1 + to) / 2.0;
      long tied = Arrays.stream(order, from, to).filter(i -> positive[i]).count();
      positives += tied;
      rankSum += tied * meanRank;
      from = to;
    }
    long negatives = score.length - positives;
    return (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
  }

  /// Share of texts whose truth is positive.
  public double positiveShare() {
    return (double) (confusion.truePositives() + confusion.falseNegatives()) / confusion.total();
  }

  /// Every figure by its name on the wire.
  public Map<String, Double> toMap() {
    var map = new TreeMap<String, Double>();
    map.put("accuracy", confusion.accuracy());
    map.put("precision", confusion.precision());
    map.put("recall", confusion.recall());
    map.put("f1_score", confusion.f1());
    map.put("macro_f1", confusion.macroF1());
    map.put("roc_auc", rocAuc);
    map.put("brier", brier);
    map.put("calibration_error", calibrationError);
    map.put("positive_share", positiveShare());
    map.put("true_positives", (double) confusion.truePositives());
    map.put("false_positives", (double) confusion.falsePositives());
    map.put("true_negatives", (double) confusion.trueNegatives());
    map.put("false_negatives", (double) confusion.falseNegatives());
    return map;
  }
}
