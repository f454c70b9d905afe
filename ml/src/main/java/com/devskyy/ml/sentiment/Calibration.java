package com.devskyy.ml.sentiment;

/// Turns a score into the probability of the positive label, and holds the probability from which
/// it is predicted.
///
/// Platt's sigmoid ("Probabilistic outputs for support vector machines", 1999), fitted by Newton's
/// method with his smoothed targets (after Lin, Lin, Weng, "A note on Platt's probabilistic
/// outputs", 2007) on scores of texts that the scoring model had not learnt from.
///
/// @param slope above 0
/// @param offset added to `slope * score`
/// @param threshold probability from which a text counts as positive
record Calibration(double slope, double offset, double threshold) {
  private static final int MAX_STEPS = 100;

  /// @param scores out-of-fold, of any scale
  /// @param positive the truth, beside each score; both truths must occur
  static Calibration fit(double[] scores, boolean[] positive) {
    int n = scores.length;
    double positives = 0;
    for (var p : positive) {
      positives += p ? 1 : 0;
    }
    double high = (positives + 1) / (positives + 2);
    double low = 1 / (n - positives + 2);
    double slope = 0;
    double offset = Math.log((positives + 1) / (n - positives + 1));
    double loss = loss(scores, positive, high, low, slope, offset);
    for (int step = 0; step < MAX_STEPS; step++) {
      double g1 = 0;
      double g2 = 0;
      double h11 = 1e-12;
      double h22 = 1e-12;
      double h12 = 0;
      for (int i = 0; i < n; i++) {
        double p = sigmoid(slope * scores[i] + offset);
        double error = p - (positive[i] ? high : low);
        double curve = p * (1 - p);
        g1 += scores[i] * error;
        g2 += error;
        h11 += scores[i] * scores[i] * curve;
        h22 += curve;
        h12 += scores[i] * curve;
      }
      if (Math.abs(g1) < 1e-5 && Math.abs(g2) < 1e-5) {
        break;
      }
      double determinant = h11 * h22 - h12 * h12;
      double d1 = -(h22 * g1 - h12 * g2) / determinant;
      double d2 = -(h11 * g2 - h12 * g1) / determinant;
      double size = 1;
      double next = loss(scores, positive, high, low, slope + d1, offset + d2);
      while (next >= loss && size > 1e-10) {
        size /= 2;
        next = loss(scores, positive, high, low, slope + size * d1, offset + size * d2);
      }
      if (next >= loss) {
        break;
      }
      slope += size * d1;
      offset += size * d2;
      loss = next;
    }
    var fitted = new Calibration(slope, offset, 0.5);
    return new Calibration(slope, offset, fitted.bestThreshold(scores, positive));
  }

  double probability(double score) {
    return sigmoid(slope * score + offset);
  }

  /// The threshold of the best macro-F1 in steps of a hundredth, each averaged with two neighbours
  /// on both sides, as the single best point is luck. With 88 % positive texts 0.5 favours the
  /// large class.
  private double bestThreshold(double[] scores, boolean[] positive) {
    int steps = 99;
    var macroF1 = new double[steps + 1];
    for (int t = 1; t <= steps; t++) {
      var predicted = new boolean[scores.length];
      for (int i = 0; i < scores.length; i++) {
        predicted[i] = probability(scores[i]) >= t / 100.0;
      }
      macroF1[t] = ConfusionMatrix.of(predicted, positive).macroF1();
    }
    int best = 50;
    double highest = -1;
    for (int t = 3; t <= steps - 2; t++) {
      double mean =
          (macroF1[t - 2] + macroF1[t - 1] + macroF1[t] + macroF1[t + 1] + macroF1[t + 2]) / 5;
      if (mean > highest) {
        highest = mean;
        best = t;
      }
    }
    return best / 100.0;
  }

  private static double loss(
      double[] scores, boolean[] positive, double high, double low, double slope, double offset) {
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      double z = slope * scores[i] + offset;
      // ln(1 + e^z) - target * z, without overflow
      sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - (positive[i] ? high : low) * z;
    }
    return sum;
  }

  private static double sigmoid(double z) {
    return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
  }
}
