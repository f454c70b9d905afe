package com.devskyy.bench.queue;

import com.devskyy.sql.SqliteSettings.Sync;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a child process is to do.
///
/// @param benchmarks one after another: one alone, so that it has the process for itself, unless
///     nothing is measured anyway
/// @param brief see [Sizes#of]
/// @param folder empty, for whatever it stores
record Assignment(
    List<Benchmark> benchmarks, Contestant contestant, Sync sync, boolean brief, Path folder) {
  List<String> toArguments() {
    return List.of(
        words(), contestant.name(), sync.name(), Boolean.toString(brief), folder.toString());
  }

  static Assignment of(String[] arguments) {
    return new Assignment(
        Stream.of(arguments[0].split(",", -1)).map(Benchmark::parse).toList(),
        Contestant.valueOf(arguments[1]),
        Sync.valueOf(arguments[2]),
        Boolean.parseBoolean(arguments[3]),
        Path.of(arguments[4]));
  }

  Assignment with(List<Benchmark> others) {
    return new Assignment(others, contestant, sync, brief, folder);
  }

  Assignment in(Path other) {
    return new Assignment(benchmarks, contestant, sync, brief, other);
  }

  private String words() {
    return benchmarks.stream().map(Benchmark::word).collect(Collectors.joining(","));
  }

  /// For people.
  String text() {
    return "%s, %s, %s".formatted(words(), contestant.title(), sync);
  }
}
