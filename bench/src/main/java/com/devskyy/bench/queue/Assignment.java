package com.devskyy.bench.queue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a child process is to do.
///
/// @param benchmarks one after another: one alone, so that it has the process for itself, unless
///     nothing is measured anyway
/// @param spot its folder is empty
/// @param brief see [Sizes#of]
record Assignment(List<Benchmark> benchmarks, Contestant contestant, Spot spot, boolean brief) {
  List<String> toArguments() {
    return List.of(
        words(),
        contestant.name(),
        spot.backend().name(),
        Boolean.toString(brief),
        spot.folder().toString(),
        spot.address().orElse(""));
  }

  static Assignment of(String[] arguments) {
    return new Assignment(
        Stream.of(arguments[0].split(",", -1)).map(Benchmark::parse).toList(),
        Contestant.valueOf(arguments[1]),
        new Spot(
            Backend.valueOf(arguments[2]),
            Optional.of(arguments[5]).filter(address -> !address.isEmpty()),
            Path.of(arguments[4])),
        Boolean.parseBoolean(arguments[3]));
  }

  Assignment with(List<Benchmark> others) {
    return new Assignment(others, contestant, spot, brief);
  }

  Assignment in(Path other) {
    return new Assignment(benchmarks, contestant, spot.in(other), brief);
  }

  private String words() {
    return benchmarks.stream().map(Benchmark::word).collect(Collectors.joining(","));
  }

  /// For people.
  String text() {
    return "%s, %s, %s".formatted(words(), contestant.title(), spot.backend().title());
  }
}
