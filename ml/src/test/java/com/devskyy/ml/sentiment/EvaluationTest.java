package com.devskyy.ml.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final Offset<Double> TINY = within(1e-12);

  @Test
  void figuresEqualThoseWorkedOutByHand() {
    var matrix = new ConfusionMatrix(6, 2, 9, 3);
    assertThat(matrix.accuracy()).isEqualTo(15 / 20.0, TINY);
    assertThat(matrix.precision()).isEqualTo(6 / 8.0, TINY);
    assertThat(matrix.recall()).isEqualTo(6 / 9.0, TINY);
    assertThat(matrix.f1()).isEqualTo(12 / 17.0, TINY);
    assertThat(matrix.macroF1()).isEqualTo((12 / 17.0 + 18 / 23.0) / 2, TINY);
  }

  @Test
  void emptyDenominatorsAreZero() {
    var matrix = new ConfusionMatrix(0, 0, 5, 0);
    assertThat(matrix.precision()).isZero();
    assertThat(matrix.recall()).isZero();
    assertThat(matrix.f1()).isZero();
  }

  @Test
  void probabilitiesBecomeAllFigures() {
    var evaluation =
        Evaluation.of(
            new double[] {0.9, 0.6, 0.4, 0.1}, 0.5, new boolean[] {true, false, true, false});
    assertThat(evaluation.confusion()).isEqualTo(new ConfusionMatrix(1, 1, 1, 1));
    assertThat(evaluation.rocAuc()).isEqualTo(0.75, TINY);
    assertThat(evaluation.brier()).isEqualTo((0.01 + 0.36 + 0.36 + 0.01) / 4, TINY);
    assertThat(evaluation.calibrationError()).isEqualTo((0.1 + 0.6 + 0.6 + 0.1) / 4, TINY);
    assertThat(evaluation.positiveShare()).isEqualTo(0.5, TINY);
    assertThat(evaluation.toMap())
        .containsKeys(
            "accuracy",
            "precision",
            "recall",
            "f1_score",
            "macro_f1",
            "roc_auc",
            "brier",
            "calibration_error");
  }

  @Test
  void tiesCountHalfInTheAuc() {
    // Pairs (positive, negative): 0.5 ties 0.5, beats 0.2; 0.8 beats both: 3.5 of 4.
    assertThat(
            Evaluation.rocAuc(
                new double[] {0.5, 0.5, 0.8, 0.2}, new boolean[] {true, false, true, false}))
        .isEqualTo(0.875, TINY);
    assertThat(Evaluation.rocAuc(new double[] {1, 1, 1}, new boolean[] {true, false, false}))
        .isEqualTo(0.5, TINY);
    assertThat(Evaluation.rocAuc(new double[] {1, 2}, new boolean[] {true, true})).isNaN();
  }

  @Test
  void aucEqualsTheShareOfPairsInOrder() {
    var random = new SplittableRandom(3);
    var score = random.ints(300, 0, 40).asDoubleStream().toArray();
    var positive = new boolean[score.length];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = random.nextInt(40) < score[i];
    }
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < score.length; i++) {
      for (int j = 0; j < score.length; j++) {
        if (positive[i] && !positive[j]) {
          pairs++;
          won += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
        }
      }
    }
    assertThat(Evaluation.rocAuc(score, positive)).isEqualTo(won / pairs, within(1e-9));
  }

  @Test
  void calibrationFindsTheSigmoidThatMadeTheLabels() {
    var random = new SplittableRandom(5);
    var score = new double[20_000];
    var positive = new boolean[score.length];
    for (int i = 0; i < score.length; i++) {
      score[i] = random.nextDouble(-3, 3);
      positive[i] = random.nextDouble() < 1 / (1 + Math.exp(-(1.5 * score[i] + 0.7)));
    }
    var calibration = Calibration.fit(score, positive);
    assertThat(calibration.slope()).isEqualTo(1.5, within(0.1));
    assertThat(calibration.offset()).isEqualTo(0.7, within(0.1));
    assertThat(calibration.threshold()).isBetween(0.4, 0.6);
  }

  @Test
  void calibrationOfPerfectScoresStaysFinite() {
    var calibration =
        Calibration.fit(new double[] {-1, -2, 1, 2}, new boolean[] {false, false, true, true});
    assertThat(calibration.probability(2)).isBetween(0.5, 1.0);
    assertThat(calibration.probability(-1e9)).isBetween(0.0, 0.5);
    assertThat(calibration.probability(1e9)).isBetween(0.5, 1.0);
  }
}
