package com.devskyy.ml.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.devskyy.ml.InvalidInputException;
import com.devskyy.ml.TrainingProgress;
import com.devskyy.ml.sample.SampleReviews;
import com.devskyy.ml.sentiment.SentimentData.Label;
import com.devskyy.ml.sentiment.SentimentData.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentimentTrainerTest {
  private static SentimentData sample;

  @BeforeAll
  static void sample(@TempDir Path folder) throws IOException {
    var file =
        Files.writeString(
            folder.resolve("sample.csv"),
            SampleReviews.csv(SampleReviews.ROWS, SampleReviews.SEED));
    sample = SentimentData.read(file, SentimentSettings.defaults());
  }

  private static TrainedSentiment train(SentimentData data, Map<String, ?> hyperparameters)
      throws InterruptedException {
    return new SentimentTrainer(SentimentSettings.from(hyperparameters))
        .train(data, TrainingProgress.SILENT);
  }

  private static SentimentData of(List<Row> rows) {
    return new SentimentData(rows, "negative", "positive", 0, "0".repeat(64));
  }

  @Test
  void learnsTheSampleButNotByHeart() throws InterruptedException {
    var trained = train(sample, Map.of());
    var heldOut = trained.heldOut().orElseThrow();
    assertThat(heldOut.confusion().accuracy()).isBetween(0.80, 0.95);
    assertThat(heldOut.rocAuc()).isBetween(0.85, 0.98);
    assertThat(heldOut.calibrationError()).isLessThan(0.07);
    assertThat(trained.trainingSamples() + trained.heldOutSamples()).isEqualTo(3_000);
    assertThat(trained.heldOutSamples()).isBetween(500, 700);
    assertThat(heldOut.confusion().total()).isEqualTo(trained.heldOutSamples());
    assertThat(trained.metrics())
        .containsKeys(
            "accuracy",
            "roc_auc",
            "training_samples",
            "held_out_samples",
            "malformed_rows",
            "epochs_completed");
  }

  @Test
  void confidenceIsTheChanceOfBeingRight() throws InterruptedException {
    var trained = train(sample, Map.of("held_out_share", 0.5));
    var heldOut =
        sample.rows().stream().filter(row -> Split.of(row.text()).position() < 0.5).toList();
    double right = 0;
    double claimed = 0;
    var predictions = trained.model().predict(heldOut.stream().map(Row::text).toList());
    for (int i = 0; i < heldOut.size(); i++) {
      boolean positive = predictions.get(i).sentiment().equals("positive");
      right += positive == (heldOut.get(i).label() == Label.POSITIVE) ? 1 : 0;
      claimed += predictions.get(i).confidence();
      assertThat(predictions.get(i).confidence()).isBetween(0.0, 1.0);
      assertThat(predictions.get(i).text()).isEqualTo(heldOut.get(i).text());
    }
    assertThat(right / heldOut.size())
        .isEqualTo(trained.heldOut().orElseThrow().confusion().accuracy(), within(1e-12));
    assertThat(claimed / heldOut.size()).isEqualTo(right / heldOut.size(), within(0.04));
  }

  @Test
  void sameDataAndSeedGiveTheSameBytes() throws InterruptedException {
    var once = train(sample, Map.of("epochs", 3)).model().toBytes();
    assertThat(train(sample, Map.of("epochs", 3)).model().toBytes()).isEqualTo(once);
    assertThat(train(sample, Map.of("epochs", 3, "seed", 2)).model().toBytes()).isNotEqualTo(once);
  }

  @Test
  void epochsAreThePassesMade() throws InterruptedException {
    var told = new ArrayList<String>();
    var settings = SentimentSettings.from(Map.of("epochs", 3));
    var trained =
        new SentimentTrainer(settings)
            .train(sample, (done, total, message) -> told.add(done + "/" + total + " " + message));
    assertThat(told)
        .hasSize(3)
        .allMatch(line -> line.matches("[123]/3 cross-validated AUC 0\\.\\d{4}"));
    assertThat(trained.epochsCompleted()).isEqualTo(3);
    assertThat(train(sample, Map.of("epochs", 1)).model().toBytes())
        .isNotEqualTo(trained.model().toBytes());
  }

  @Test
  void convergedTrainingStopsBeforeItsLastEpoch() throws InterruptedException {
    var trained = train(sample, Map.of("epochs", 1000));
    assertThat(trained.converged()).isTrue();
    assertThat(trained.epochsCompleted()).isBetween(4, 500);
  }

  @Test
  void heldOutLabelsChangeNothingInTheModel() throws InterruptedException {
    var turned =
        sample.rows().stream()
            .map(
                row ->
                    Split.of(row.text()).position() < 0.2
                        ? new Row(
                            row.text(),
                            row.label() == Label.POSITIVE ? Label.NEGATIVE : Label.POSITIVE)
                        : row)
            .toList();
    assertThat(train(of(turned), Map.of()).model().toBytes())
        .isEqualTo(train(sample, Map.of()).model().toBytes());
  }

  @Test
  void duplicatesNeverStraddleTheSplit() {
    for (var row : sample.rows().subList(0, 200)) {
      var other =
          "  " + row.text().toUpperCase(java.util.Locale.ROOT).replace(" ", "\u00a0\n ") + " ";
      assertThat(Split.of(other)).isEqualTo(Split.of(row.text()));
    }
  }

  @Test
  void splitSharesAreKept() {
    var positions = IntStream.range(0, 20_000).mapToObj(i -> Split.of("text " + i)).toList();
    assertThat(positions.stream().filter(s -> s.position() < 0.2).count())
        .isBetween(3_800L, 4_200L);
    assertThat(positions.stream().filter(s -> s.fold() == 0).count()).isBetween(3_800L, 4_200L);
  }

  @Test
  void nothingIsMeasuredWhenNothingIsHeldOut() throws InterruptedException {
    var trained = train(sample, Map.of("held_out_share", 0));
    assertThat(trained.heldOut()).isEmpty();
    assertThat(trained.trainingSamples()).isEqualTo(3_000);
    assertThat(trained.model().evaluate(sample).rocAuc()).isGreaterThan(0.9);
  }

  @Test
  void neutralRowsAreLearntFromAndNeverMeasuredOn() throws InterruptedException {
    var rows = new ArrayList<>(sample.rows());
    for (int i = 0; i < 600; i++) {
      rows.set(i, new Row(rows.get(i).text(), Label.NEUTRAL));
    }
    var with = train(of(rows), Map.of());
    assertThat(with.heldOutSamples()).isLessThan(600);
    assertThat(with.model().toBytes())
        .isNotEqualTo(train(of(rows), Map.of("neutral_weight", 0)).model().toBytes());
  }

  @Test
  void everyHyperparameterChangesTheModel() throws InterruptedException {
    var plain = train(sample, Map.of()).model().toBytes();
    for (var entry :
        Map.of("c", 0.1, "char_weight", 0, "min_count", 5, "held_out_share", 0.4).entrySet()) {
      assertThat(train(sample, Map.of(entry.getKey(), entry.getValue())).model().toBytes())
          .as(entry.getKey())
          .isNotEqualTo(plain);
    }
  }

  @Test
  void tooFewRowsAreRefused() {
    assertThatThrownBy(() -> train(of(sample.rows().subList(0, 30)), Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "training data must have at least 20 negative rows to learn from; has");
  }

  @Test
  void interruptionEndsTrainingBetweenEpochs() {
    var epochs = new ArrayList<Integer>();
    var trainer = new SentimentTrainer(SentimentSettings.from(Map.of("epochs", 100)));
    assertThatThrownBy(
            () ->
                trainer.train(
                    sample,
                    (done, total, message) -> {
                      epochs.add(done);
                      if (done == 2) {
                        Thread.currentThread().interrupt();
                      }
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(epochs).containsExactly(1, 2);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void evaluationRefusesOtherLabels() throws InterruptedException {
    var model = train(sample, Map.of("epochs", 1)).model();
    assertThatThrownBy(() -> model.evaluate(new SentimentData(sample.rows(), "0", "1", 0, "")))
        .hasMessage(
            "labels must be \"negative\" and \"positive\", as the model learnt them; were \"0\" and \"1\"");
  }

  @Test
  void negationTurnsPraiseRound() throws InterruptedException {
    var model = train(sample, Map.of()).model();
    assertThat(model.predict(List.of("The fabric is soft.", "The fabric is not soft.")))
        .extracting(SentimentModel.Prediction::sentiment)
        .containsExactly("positive", "negative");
  }

  @Test
  void oddTextsArePredictedToo() throws InterruptedException {
    var model = train(sample, Map.of("epochs", 1)).model();
    var odd =
        List.of("", " ", "\uD83D\uDE0D\uD83D\uDE0D", "''", "!!!!!!", "\uD83D", "x".repeat(100_000));
    assertThat(model.predict(odd))
        .hasSize(odd.size())
        .allMatch(p -> p.confidence() >= 0 && p.confidence() <= 1);
    assertThat(model.predict(List.of())).isEmpty();
  }
}
