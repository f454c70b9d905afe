package com.devskyy.bench.run;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Tables in Markdown, which read well as plain text too.
public final class Table {
  /// Stands for a figure that there is none of.
  public static final String NONE = "–";

  private Table() {}

  /// Prints one.
  ///
  /// @param rows the head first; all of the same length
  public static void print(PrintWriter out, List<List<String>> rows) {
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

  /// Prints what is wanted beside what was measured.
  ///
  /// @param title what the targets are of
  public static void print(PrintWriter out, String title, List<Target> targets) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("target, " + title, "wanted", "measured", ""));
    for (Target target : targets) {
      rows.add(
          List.of(
              target.name(),
              (target.atLeast() ? "≥ " : "≤ ") + number(target.wanted()),
              target.measured().map(Table::text).orElse(NONE),
              target.met().map(met -> met ? "met" : "MISSED").orElse("not measured")));
    }
    print(out, rows);
  }

  /// Median, and the spread where there is one.
  public static String text(Series series) {
    return series.rounds().size() == 1
        ? number(series.median())
        : "%s (%s to %s)"
            .formatted(number(series.median()), number(series.min()), number(series.max()));
  }

  /// Three figures that count.
  public static String number(double value) {
    String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
