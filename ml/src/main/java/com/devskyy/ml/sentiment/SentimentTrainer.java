package com.devskyy.ml.sentiment;

import com.devskyy.ml.InvalidInputException;
import com.devskyy.ml.TrainingProgress;
import com.devskyy.ml.sentiment.LinearSolver.Example;
import com.devskyy.ml.sentiment.SentimentData.Label;
import com.devskyy.ml.sentiment.SentimentData.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Trains a [SentimentModel]: TF-IDF of words, phrases and parts of words, and a linear support
/// vector machine.
///
/// The steps: keep a part out by content hash; learn from the rest six times side by side, once
/// from all of it and five times leaving out a fifth; from the scores of the texts left out fit the
/// probability and choose the threshold; measure on the held-out part, which nothing before has
/// seen. An epoch is one pass of all six. Stateless.
public final class SentimentTrainer {
  /// Rows of each label needed to learn from: below this, folds and calibration are noise.
  static final int MIN_PER_LABEL = 20;

  /// A row rated 3 reads closer to a complaint: three quarters of its weight are negative, a
  /// quarter is positive.
  private static final double NEUTRAL_NEGATIVE_SHARE = 0.75;

  private final SentimentSettings settings;

  public SentimentTrainer(SentimentSettings settings) {
    this.settings = settings;
  }

  /// Trains, calibrates and measures one model. Uses the processors the common pool offers. Asks
  /// between epochs whether the thread was interrupted.
  ///
  /// @throws InvalidInputException if there are too few rows of a label, to learn from or to
  ///     measure on
  /// @throws InterruptedException if the thread was interrupted; nothing is kept
  public TrainedSentiment train(SentimentData data, TrainingProgress progress)
      throws InterruptedException {
    var split = split(data);
    var rows = split.learnt;
    var folds = split.folds;
    var heldOut = split.heldOut;
    boolean parts = settings.charWeight() > 0;
    var features = rows.parallelStream().map(row -> Features.of(row.text(), parts)).toList();
    var vocabulary = Vocabulary.of(features, settings);
    var vectors = features.parallelStream().map(vocabulary::vector).toList();

    var solvers = solvers(rows, folds, vectors, vocabulary.size());
    var whole = solvers.getLast();
    var scored =
        IntStream.range(0, rows.size()).filter(i -> rows.get(i).label() != Label.NEUTRAL).toArray();
    var positive = new boolean[scored.length];
    var scores = new double[scored.length];
    for (int i = 0; i < scored.length; i++) {
      positive[i] = rows.get(scored[i]).label() == Label.POSITIVE;
    }
    int epochs = 0;
    while (epochs < settings.epochs() && !solvers.stream().allMatch(LinearSolver::converged)) {
      if (Thread.interrupted()) {
        throw new InterruptedException("training was interrupted after " + epochs + " epochs");
      }
      solvers.parallelStream().forEach(LinearSolver::epoch);
      epochs++;
      for (int i = 0; i < scored.length; i++) {
        scores[i] = solvers.get(folds.get(scored[i])).score(vectors.get(scored[i]));
      }
      progress.epoch(
          epochs,
          settings.epochs(),
          String.format(
              Locale.ROOT, "cross-validated AUC %.4f", Evaluation.rocAuc(scores, positive)));
    }

    var model =
        new SentimentModel(
            data.negativeLabel(),
            data.positiveLabel(),
            vocabulary,
            toFloats(whole.weights()),
            whole.bias(),
            Calibration.fit(scores, positive));
    return new TrainedSentiment(
        model,
        heldOut.isEmpty() ? Optional.empty() : Optional.of(model.evaluate(heldOut)),
        rows.size(),
        heldOut.size(),
        data.malformedRows(),
        epochs,
        whole.converged(),
        data.fingerprint());
  }

  /// The rows by use; `folds` lies beside `learnt`.
  private record Parts(List<Row> learnt, List<Integer> folds, List<Row> heldOut) {}

  private Parts split(SentimentData data) {
    var parts = new Parts(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    var splits = data.rows().parallelStream().map(row -> Split.of(row.text())).toList();
    for (int i = 0; i < splits.size(); i++) {
      var row = data.rows().get(i);
      if (splits.get(i).position() >= settings.heldOutShare()) {
        parts.learnt.add(row);
        parts.folds.add(splits.get(i).fold());
      } else if (row.label() != Label.NEUTRAL) {
        parts.heldOut.add(row);
      }
    }
    refuseTooFew(parts.learnt, MIN_PER_LABEL, "to learn from");
    if (settings.heldOutShare() > 0) {
      refuseTooFew(parts.heldOut, 1, "to measure on");
    }
    return parts;
  }

  /// One solver per fold, which learns from all other folds, and last the one that learns from all.
  private List<LinearSolver> solvers(
      List<Row> rows, List<Integer> folds, List<Vocabulary.Vector> vectors, int dimensions) {
    var random = new SplittableRandom(settings.seed());
    var solvers = new ArrayList<LinearSolver>();
    for (int fold = 0; fold <= Split.FOLDS; fold++) {
      var examples = new ArrayList<Example>();
      for (int i = 0; i < rows.size(); i++) {
        if (folds.get(i) != fold) {
          addExamples(examples, rows.get(i).label(), vectors.get(i));
        }
      }
      solvers.add(new LinearSolver(examples, dimensions, random.split()));
    }
    return solvers;
  }

  private void addExamples(List<Example> examples, Label label, Vocabulary.Vector vector) {
    double c = settings.c();
    switch (label) {
      case POSITIVE -> examples.add(new Example(vector, 1, c));
      case NEGATIVE -> examples.add(new Example(vector, -1, c));
      case NEUTRAL -> {
        double neutral = c * settings.neutralWeight();
        if (neutral > 0) {
          examples.add(new Example(vector, -1, neutral * NEUTRAL_NEGATIVE_SHARE));
          examples.add(new Example(vector, 1, neutral * (1 - NEUTRAL_NEGATIVE_SHARE)));
        }
      }
    }
  }

  private static void refuseTooFew(List<Row> rows, int needed, String use) {
    for (var label : List.of(Label.NEGATIVE, Label.POSITIVE)) {
      long found = rows.stream().filter(row -> row.label() == label).count();
      if (found < needed) {
        throw new InvalidInputException(
            "training data must have at least %d %s rows %s; has %d: give more rows or another hyperparameters.held_out_share"
                .formatted(needed, label.name().toLowerCase(Locale.ROOT), use, found));
      }
    }
  }

  private static float[] toFloats(double[] values) {
    var floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
