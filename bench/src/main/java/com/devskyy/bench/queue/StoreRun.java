package com.devskyy.bench.queue;

import java.util.function.Function;

/// The life of many tasks by a store's verbs: all inserted, then all claimed and completed.
///
/// @param open opens a new store of that name
/// @param server what it lives on
/// @param tasks how many, a multiple of the batch
/// @param warmUp how many before anything is measured
record StoreRun(Function<String, StoreLife> open, Server server, int tasks, int warmUp) {
  void measure(int batch, Figures figures) {
    try (StoreLife store = open.apply("warm-up")) {
      live(store, warmUp, batch, (_, _) -> {});
    }
    try (StoreLife store = open.apply("store")) {
      live(store, tasks, batch, figures);
    }
  }

  private void live(StoreLife store, int count, int batch, Figures figures) {
    store.prepare(count);
    long empty = store.bytes();
    var inserting = new Stopwatch(server);
    for (int i = 0; i < count; i += batch) {
      store.insert(batch);
    }
    store.flush();
    Stopwatch.Reading inserted = inserting.read();
    long bytes = store.bytes() - empty;
    var draining = new Stopwatch(server);
    int done = 0;
    while (done < count) {
      int now = store.claimAndComplete(batch);
      if (now == 0) {
        throw new IllegalStateException("%,d of %,d tasks were given".formatted(done, count));
      }
      done += now;
    }
    Stopwatch.Reading drained = draining.read();
    Ends.check(store.completed(), count);
    figures.addRate(Measure.insert(batch), count, inserted);
    figures.addRate(Measure.claimAndComplete(batch), count, drained);
    figures.addRate(Measure.storeLife(batch), count, inserted.and(drained));
    figures.add(Measure.storeBytes(batch), bytes / (double) count - SqliteSize.inputBytes(count));
  }
}
