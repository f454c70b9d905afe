package com.devskyy.bench;

import com.devskyy.ml.InvalidInputException;
import com.devskyy.ml.TrainingProgress;
import com.devskyy.ml.sentiment.Evaluation;
import com.devskyy.ml.sentiment.SentimentData;
import com.devskyy.ml.sentiment.SentimentModel;
import com.devskyy.ml.sentiment.SentimentSettings;
import com.devskyy.ml.sentiment.SentimentTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Trains the sentiment model on one file of clothing reviews, from file to model, and measures it
/// on another.
@Command(
    name = "ml",
    mixinStandardHelpOptions = true,
    description = {
      "Trains the sentiment model on DIR/clothing_train.csv.gz and measures it on DIR/clothing_test.csv.gz.",
      "Both have at least the columns title, review_text, rating (1-5), recommended (0 or 1).",
      "SST-2 is measured too where DIR has sst2_train.csv.gz and sst2_test.csv.gz."
    })
final class MlBench implements Callable<Integer> {
  private static final int PREDICTIONS = 10_000;

  private static final List<BenchTask> TASKS =
      List.of(
          new BenchTask(
              "rating",
              "clothing",
              Map.of("text_column", "review_text", "rating_column", "rating")),
          new BenchTask(
              "rating, title+text",
              "clothing",
              Map.of(
                  "text_column",
                  "review_text",
                  "rating_column",
                  "rating",
                  "title_column",
                  "title")),
          new BenchTask(
              "recommended",
              "clothing",
              Map.of("text_column", "review_text", "label_column", "recommended")),
          new BenchTask("SST-2", "sst2", Map.of("text_column", "text", "label_column", "label")));

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "folder with the reviews")
  private Path data = Path.of("");

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "trainings per task, 1 to 1000; default ${DEFAULT-VALUE}")
  private int runs;

  @Spec private CommandSpec spec = CommandSpec.create();

  private record BenchTask(String name, String files, Map<String, String> columns) {
    Path file(Path folder, String part) {
      return folder.resolve(files + "_" + part + ".csv.gz");
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    if (runs < 1 || runs > 1000) {
      throw refused(
          "--runs " + runs + " is refused", "it must be from 1 to 1000", "choose another number");
    }
    for (var part : List.of("train", "test")) {
      var file = TASKS.getFirst().file(data, part);
      if (!Files.isReadable(file)) {
        throw refused(
            "cannot measure without " + file,
            "there is no such file, or it may not be read",
            "give --data the folder that holds clothing_train.csv.gz and clothing_test.csv.gz");
      }
    }
    out.printf(
        "%d runs on %d processors, Java %s; seconds from file to model: min/median/max%n",
        runs, Runtime.getRuntime().availableProcessors(), Runtime.version());
    out.printf(
        "%-20s %7s %9s %9s %7s %20s %12s%n",
        "task", "AUC", "macro-F1", "accuracy", "ECE", "training s", "10,000 texts");
    for (var task : TASKS) {
      if (Files.isReadable(task.file(data, "train")) && Files.isReadable(task.file(data, "test"))) {
        measure(task, out);
        out.flush();
      }
    }
    return 0;
  }

  private void measure(BenchTask task, PrintWriter out) throws InterruptedException {
    // The test file is the held-out part, so all of the training file is learnt from.
    var given = new HashMap<String, Object>(task.columns());
    given.put("held_out_share", 0);
    var settings = SentimentSettings.from(given);
    try {
      var seconds = new ArrayList<Double>();
      SentimentModel model = null;
      for (int run = 0; run < runs; run++) {
        long start = System.nanoTime();
        var training = SentimentData.read(task.file(data, "train"), settings);
        model = new SentimentTrainer(settings).train(training, TrainingProgress.SILENT).model();
        seconds.add(secondsSince(start));
      }
      if (model == null) {
        throw new IllegalStateException("no run was made");
      }
      var test = SentimentData.read(task.file(data, "test"), settings);
      Evaluation measured = model.evaluate(test);
      var texts = new ArrayList<String>(PREDICTIONS);
      for (int i = 0; i < PREDICTIONS; i++) {
        texts.add(test.rows().get(i % test.rows().size()).text());
      }
      long start = System.nanoTime();
      model.predict(texts);
      double prediction = secondsSince(start);
      Collections.sort(seconds);
      out.printf(
          Locale.ROOT,
          "%-20s %7.4f %9.4f %9.4f %7.4f %6.2f/%6.2f/%6.2f %12.2f%n",
          task.name(),
          measured.rocAuc(),
          measured.confusion().macroF1(),
          measured.confusion().accuracy(),
          measured.calibrationError(),
          seconds.getFirst(),
          seconds.get(seconds.size() / 2),
          seconds.getLast(),
          prediction);
    } catch (InvalidInputException | IOException e) {
      throw refused(
          "cannot measure " + task.name(),
          String.valueOf(e.getMessage()),
          "mend the files or give another --data");
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private ParameterException refused(String what, String why, String next) {
    return new ParameterException(
        spec.commandLine(), "what: %s%nwhy:  %s%nnext: %s".formatted(what, why, next));
  }
}
