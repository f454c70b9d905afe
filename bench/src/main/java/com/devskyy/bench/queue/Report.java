package com.devskyy.bench.queue;

import com.devskyy.bench.run.Series;
import com.devskyy.bench.run.Table;
import com.devskyy.bench.run.Target;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Prints results as tables.
final class Report {
  private final PrintWriter out;
  private final Results results;

  Report(PrintWriter out, Results results) {
    this.out = out;
    this.results = results;
  }

  /// One table: median (least to most); behind the others' figures, how many times as good ours is.
  void printFigures(Backend backend) {
    List<Contestant> contestants = results.contestants(backend);
    if (contestants.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    var head = new ArrayList<>(List.of(backend.title(), "unit"));
    contestants.forEach(contestant -> head.add(contestant.title()));
    rows.add(head);
    for (Measure measure : results.measures(backend)) {
      var row = new ArrayList<>(List.of(measure.name(), measure.unit().text()));
      Optional<Series> ours = results.of(backend, measure, Contestant.OURS);
      for (Contestant contestant : contestants) {
        row.add(
            results
                .of(backend, measure, contestant)
                .map(series -> cell(measure, series, contestant, ours))
                .orElse(Table.NONE));
      }
      rows.add(row);
    }
    Table.print(out, rows);
  }

  private static String cell(
      Measure measure, Series series, Contestant contestant, Optional<Series> ours) {
    String figure = Table.text(series);
    return contestant == Contestant.OURS
        ? figure
        : ours.flatMap(our -> measure.unit().factor(our, series).present())
            .map(factor -> "%s; ours ×%s".formatted(figure, Table.number(factor.median())))
            .orElse(figure);
  }

  void printTargets(Backend backend, List<Target> targets) {
    if (!targets.isEmpty()) {
      Table.print(out, backend.title(), targets);
    }
  }

  void printMissing() {
    for (Results.Missing missing : results.missing()) {
      out.printf("not run: %s: %s%n", missing.assignment().text(), missing.reason());
    }
  }
}
