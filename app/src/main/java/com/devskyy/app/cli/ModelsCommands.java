package com.devskyy.app.cli;

import com.devskyy.app.host.Table;
import com.devskyy.app.host.Table.Cell;
import com.devskyy.app.host.Table.Column;
import com.devskyy.app.host.Table.Narrow;
import com.devskyy.app.text.Quantities;
import com.devskyy.app.text.Style;
import com.devskyy.app.view.When;
import com.devskyy.ml.registry.ModelRegistry;
import com.devskyy.ml.registry.ModelVersion;
import com.devskyy.ml.sample.SampleReviews;
import com.devskyy.tasks.ml.Models;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/// `models`.
@Command(
    header = "Trained models; sample data.",
    description = "Trained models and their versions.",
    footer = {
      "${COMMAND-FULL-NAME} list",
      "${COMMAND-FULL-NAME} sample > reviews.csv && ${ROOT-COMMAND-NAME} run ml_training --example"
    },
    synopsisSubcommandLabel = "COMMAND")
final class ModelsCommands {
  private static final List<String> TOLD =
      List.of("accuracy", "macro_f1", "roc_auc", "mae", "r2_score", "silhouette_score");

  private final Invocation invocation;

  ModelsCommands(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(
      name = "list",
      description =
          "Lists model versions, the latest first, with what was measured on data they never saw.",
      footer = {"${COMMAND-FULL-NAME}", "${COMMAND-FULL-NAME} --json"})
  int list() throws IOException {
    invocation.store();
    ModelRegistry registry = invocation.product().models();
    List<ModelVersion> versions = new ArrayList<>();
    for (String model : Models.IDS) {
      versions.addAll(registry.list(model).reversed());
    }
    if (invocation.isJson()) {
      invocation.printJson(Map.of("models", versions));
      return 0;
    }
    var table =
        new Table(
            Column.of("model", Narrow.KEEP),
            Column.of("version", Narrow.KEEP),
            Column.of("trained", Narrow.DROP),
            Column.number("size", Narrow.DROP),
            Column.of("measured on held-out data", Narrow.CUT));
    Instant now = invocation.host().clock().instant();
    for (ModelVersion version : versions) {
      table.row(
          Cell.of(version.modelId()),
          Cell.of(version.name()),
          When.cell(version.createdAt(), now),
          new Cell(
              Quantities.about(version.sizeBytes()),
              String.valueOf(version.sizeBytes()),
              Style.PLAIN),
          Cell.of(metrics(version)));
    }
    if (table.isEmpty()) {
      invocation.say("no model was trained yet", "run ml_training --example");
    } else {
      table.print(invocation.out());
    }
    return 0;
  }

  @Command(
      name = "sample",
      description =
          "Prints made-up fashion reviews with labels, to train a first sentiment model on.",
      footer = "${COMMAND-FULL-NAME} > reviews.csv")
  int sample() {
    invocation
        .out()
        .print(SampleReviews.csv(SampleReviews.ROWS, SampleReviews.SEED).stripTrailing());
    return 0;
  }

  /// The few that people compare; JSON has all.
  private static String metrics(ModelVersion version) {
    return TOLD.stream()
        .filter(version.metrics()::containsKey)
        .map(name -> String.format(Locale.ROOT, "%s %.3f", name, version.metrics().get(name)))
        .collect(Collectors.joining("  "));
  }
}
