package com.devskyy.bench.queue;

import com.devskyy.bench.run.Series;
import com.devskyy.bench.run.Target;
import com.devskyy.json.JsonCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Results for programs.
///
/// @param how how the run was made
record JsonReport(Facts how, List<Figure> figures, List<Verdict> targets, List<Unmeasured> notRun) {
  /// One cell of the table.
  ///
  /// @param rounds a value per round; empty where there is none
  record Figure(
      String store,
      String measure,
      String unit,
      String contestant,
      List<Optional<Double>> rounds) {}

  /// One target.
  record Verdict(
      String store,
      String target,
      double wanted,
      Optional<Double> measured,
      Optional<Boolean> met) {}

  /// Something that was not measured.
  record Unmeasured(String what, String why) {}

  static String of(Facts how, Results results, Map<Backend, List<Target>> targets) {
    List<Figure> figures = new ArrayList<>();
    for (Backend backend : Backend.values()) {
      for (Measure measure : results.measures(backend)) {
        for (Contestant contestant : results.contestants(backend)) {
          results
              .of(backend, measure, contestant)
              .ifPresent(
                  series ->
                      figures.add(
                          new Figure(
                              backend.title(),
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
            targets.entrySet().stream()
                .flatMap(
                    each -> each.getValue().stream().map(target -> verdict(each.getKey(), target)))
                .toList(),
            results.missing().stream()
                .map(missing -> new Unmeasured(missing.assignment().text(), missing.reason()))
                .toList());
    return new JsonCodec().encode(report).text();
  }

  private static Verdict verdict(Backend backend, Target target) {
    return new Verdict(
        backend.title(),
        target.name(),
        target.wanted(),
        target.measured().map(Series::median),
        target.met());
  }

  private static List<Optional<Double>> values(Series series) {
    return series.rounds().stream()
        .map(value -> Optional.of(value).filter(each -> !each.isNaN()))
        .toList();
  }
}
