package com.devskyy.bench.queue;

import java.nio.file.Path;
import java.util.function.Function;

/// The life of many tasks by a store's verbs: all inserted, then all claimed and completed.
///
/// @param open opens a new store in a file
/// @param folder where files are made
/// @param tasks how many, a multiple of the batch
/// @param warmUp how many before anything is measured
record StoreRun(Function<Path, StoreLife> open, Path folder, int tasks, int warmUp) {
  void measure(int batch, Figures figures) {
    try (StoreLife store = open.apply(folder.resolve("warm-up.db"))) {
      live(store, "warm-up.db", warmUp, batch, (_, _) -> {});
    }
    try (StoreLife store = open.apply(folder.resolve("tasks.db"))) {
      live(store, "tasks.db", tasks, batch, figures);
    }
  }

  private void live(StoreLife store, String file, int count, int batch, Figures figures) {
    store.prepare(count);
    long empty = SqliteSize.of(folder.resolve(file));
    var inserting = new Stopwatch();
    for (int i = 0; i < count; i += batch) {
      store.insert(batch);
    }
    double insertSeconds = inserting.seconds();
    double insertCpu = inserting.cpuSeconds();
    long bytes = SqliteSize.of(folder.resolve(file)) - empty;
    var draining = new Stopwatch();
    int done = 0;
    while (done < count) {
      int now = store.claimAndComplete(batch);
      if (now == 0) {
        throw new IllegalStateException("%,d of %,d tasks were given".formatted(done, count));
      }
      done += now;
    }
    double drainSeconds = draining.seconds();
    double drainCpu = draining.cpuSeconds();
    Ends.check(store.completed(), count);
    figures.addRate(Measure.insert(batch), count, insertSeconds, insertCpu);
    figures.addRate(Measure.claimAndComplete(batch), count, drainSeconds, drainCpu);
    figures.addRate(
        Measure.storeLife(batch), count, insertSeconds + drainSeconds, insertCpu + drainCpu);
    figures.add(Measure.storeBytes(batch), bytes / (double) count - SqliteSize.inputBytes(count));
  }
}
