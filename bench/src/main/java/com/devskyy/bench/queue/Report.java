package com.devskyy.bench.queue;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Prints results as tables in Markdown, which read well as plain text too.
final class Report {
  private static final String NONE = "–";

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
                .orElse(NONE));
      }
      rows.add(row);
    }
    print(rows);
  }

  private static String cell(
      Measure measure, Series series, Contestant contestant, Optional<Series> ours) {
    String figure = text(series);
    return contestant == Contestant.OURS
        ? figure
        : ours.flatMap(our -> measure.unit().factor(our, series).present())
            .map(factor -> "%s; ours ×%s".formatted(figure, number(factor.median())))
            .orElse(figure);
  }

  void printTargets(Backend backend, List<Target> targets) {
    if (targets.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("target, " + backend.title(), "wanted", "measured", ""));
    for (Target target : targets) {
      rows.add(
          List.of(
              target.name(),
              (target.atLeast() ? "≥ " : "≤ ") + number(target.wanted()),
              target.measured().map(Report::text).orElse(NONE),
              target.met().map(met -> met ? "met" : "MISSED").orElse("not measured")));
    }
    print(rows);
  }

  void printMissing() {
    for (Results.Missing missing : results.missing()) {
      out.printf("not run: %s: %s%n", missing.assignment().text(), missing.reason());
    }
  }

  private void print(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (int r = 0; r < rows.size(); r++) {
      var line = new StringBuilder("|");
      for (int i = 0; i < columns; i++) {
        String text = rows.get(r).get(i);
        line.append(' ').append(text).append(" ".repeat(widths[i] - text.length())).append(" |");
      }
      out.println(line);
      if (r == 0) {
        line.setLength(1);
        for (int width : widths) {
          line.append("-".repeat(width + 2)).append('|');
        }
        out.println(line);
      }
    }
    out.println();
    out.flush();
  }

  /// Median, and the spread where there is one.
  static String text(Series series) {
    return series.rounds().size() == 1
        ? number(series.median())
        : "%s (%s to %s)"
            .formatted(number(series.median()), number(series.min()), number(series.max()));
  }

  /// Three figures that count.
  static String number(double value) {
    String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
