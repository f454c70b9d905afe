package com.devskyy.tasks.ml;

import com.devskyy.ml.sentiment.ConfusionMatrix;
import com.devskyy.ml.sentiment.Evaluation;
import com.devskyy.ml.sentiment.TrainedSentiment;
import java.util.Optional;

/// The result of `ml_training`: what was stored, and how good it is on data it never saw.
public sealed interface TrainingReport {
  /// The version that was stored, as `v3`.
  String modelVersion();

  /// Passes made over the training data.
  int epochsCompleted();

  /// Rows learnt from.
  int trainingSamples();

  /// Of a `sentiment_analyzer`. The metrics are absent when nothing was held out; [#rocAuc()] also
  /// when the held-out part has one label only.
  ///
  /// @param precision of the positive label, as `recall` and `f1Score` are
  /// @param macroF1 mean of both labels' F1
  /// @param brier mean squared error of the confidence; 0 is best
  /// @param calibrationError expected calibration error over ten bins; 0 is best
  /// @param positiveShare class balance: share of positive texts in the held-out part
  /// @param heldOutSamples rows measured on
  /// @param malformedRows rows of the file that could not be read and were left out
  /// @param converged whether more epochs would change nothing worth having
  /// @param dataFingerprint sha256 of the data file
  record Sentiment(
      String modelVersion,
      Optional<Double> accuracy,
      Optional<Double> precision,
      Optional<Double> recall,
      Optional<Double> f1Score,
      Optional<Double> macroF1,
      Optional<Double> rocAuc,
      Optional<Double> brier,
      Optional<Double> calibrationError,
      Optional<Double> positiveShare,
      Optional<ConfusionMatrix> confusionMatrix,
      int trainingSamples,
      int heldOutSamples,
      int malformedRows,
      int epochsCompleted,
      boolean converged,
      String dataFingerprint)
      implements TrainingReport {

    static Sentiment of(TrainedSentiment trained, String modelVersion) {
      Optional<Evaluation> measured = trained.heldOut();
      Optional<ConfusionMatrix> confusion = measured.map(Evaluation::confusion);
      return new Sentiment(
          modelVersion,
          confusion.map(ConfusionMatrix::accuracy),
          confusion.map(ConfusionMatrix::precision),
          confusion.map(ConfusionMatrix::recall),
          confusion.map(ConfusionMatrix::f1),
          confusion.map(ConfusionMatrix::macroF1),
          measured.map(Evaluation::rocAuc).filter(Double::isFinite),
          measured.map(Evaluation::brier),
          measured.map(Evaluation::calibrationError),
          measured.map(Evaluation::positiveShare),
          confusion,
          trained.trainingSamples(),
          trained.heldOutSamples(),
          trained.malformedRows(),
          trained.epochsCompleted(),
          trained.converged(),
          trained.dataFingerprint());
    }
  }
}
