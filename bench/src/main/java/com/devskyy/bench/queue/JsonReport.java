package com.devskyy.bench.queue;

import com.devskyy.json.JsonCodec;
import com.devskyy.sql.SqliteSettings.Sync;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Results for programs.
///
/// @param how how the run was made
record JsonReport(Facts how, List<Figure> figures, List<Verdict> targets, List<Unmeasured> notRun) {
  /// One cell of the table.
  ///
  /// @param rounds a value per round; empty where there is none
  record Figure(
      String sync, String measure, String unit, String contestant, List<Optional<Double>> rounds) {}

  /// One target.
  record Verdict(String target, double wanted, Optional<Double> measured, Optional<Boolean> met) {}

  /// Something that was not measured.
  record Unmeasured(String what, String why) {}

  static String of(Facts how, Results results, List<Target> targets) {
    List<Figure> figures = new ArrayList<>();
    for (Sync sync : Sync.values()) {
      for (Measure measure : results.measures(sync)) {
        for (Contestant contestant : results.contestants(sync)) {
          results
              .of(sync, measure, contestant)
              .ifPresent(
                  series ->
                      figures.add(
                          new Figure(
                              sync.name(),
                              measure.name(),
                              measure.unit().text(),
                              contestant.title(),
                              values(series))));
        }
      }
    }
    var report =
        new JsonReport(
            how,
            figures,
            targets.stream()
                .map(
                    target ->
                        new Verdict(
                            target.name(),
                            target.wanted(),
                            target.measured().map(Series::median),
                            target.met()))
                .toList(),
            results.missing().stream()
                .map(missing -> new Unmeasured(missing.assignment().text(), missing.reason()))
                .toList());
    return new JsonCodec().encode(report).text();
  }

  private static List<Optional<Double>> values(Series series) {
    return series.rounds().stream()
        .map(value -> Optional.of(value).filter(each -> !each.isNaN()))
        .toList();
  }
}
