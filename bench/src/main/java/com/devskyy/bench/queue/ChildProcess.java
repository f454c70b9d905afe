package com.devskyy.bench.queue;

import com.devskyy.bench.run.ChildFailedException;
import com.devskyy.bench.run.ChildJvm;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Starts a [Child] and takes its figures.
final class ChildProcess {
  private ChildProcess() {}

  /// @return its figures, in its order
  /// @throws ChildFailedException when it did not do all it was told
  static Map<Measure, Double> run(Assignment assignment)
      throws IOException, InterruptedException, ChildFailedException {
    // Brief ones are over before the optimising compiler would pay.
    List<String> options = assignment.brief() ? List.of("-XX:TieredStopAtLevel=1") : List.of();
    List<String> lines =
        ChildJvm.run(assignment.spot().folder(), options, Child.class, assignment.toArguments());
    Map<Measure, Double> figures = new LinkedHashMap<>();
    for (String line : lines) {
      String[] parts = line.split("\t", -1);
      if (parts[0].equals("figure")) {
        figures.put(new Measure(parts[1], Unit.valueOf(parts[2])), Double.parseDouble(parts[3]));
      }
    }
    return figures;
  }
}
