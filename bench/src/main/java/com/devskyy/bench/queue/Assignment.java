package com.devskyy.bench.queue;

import com.devskyy.sql.SqliteSettings.Sync;
import java.nio.file.Path;
import java.util.List;

/// What a child process is to do.
///
/// @param folder empty, for whatever it stores
record Assignment(
    Benchmark benchmark, Contestant contestant, Sync sync, boolean brief, Path folder) {
  List<String> toArguments() {
    return List.of(
        benchmark.word(),
        contestant.name(),
        sync.name(),
        Boolean.toString(brief),
        folder.toString());
  }

  static Assignment of(String[] arguments) {
    return new Assignment(
        Benchmark.parse(arguments[0]),
        Contestant.valueOf(arguments[1]),
        Sync.valueOf(arguments[2]),
        Boolean.parseBoolean(arguments[3]),
        Path.of(arguments[4]));
  }

  Assignment with(Benchmark other) {
    return new Assignment(other, contestant, sync, brief, folder);
  }

  Assignment in(Path other) {
    return new Assignment(benchmark, contestant, sync, brief, other);
  }

  /// For people.
  String text() {
    return "%s, %s, %s".formatted(benchmark.word(), contestant.title(), sync);
  }
}
