package com.devskyy.bench.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// The life of many tasks by a store's verbs: all inserted, then all claimed and completed.
///
/// @param open opens a new store of that name
/// @param server what it lives on
/// @param callers how many threads call it at once
/// @param tasks how many, a multiple of the batch
/// @param warmUp how many before anything is measured
record StoreRun(
    Function<String, StoreLife> open, Server server, int callers, int tasks, int warmUp) {
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
    var left = new AtomicInteger(count / batch);
    together(
        () -> {
          while (left.getAndDecrement() > 0) {
            store.insert(batch);
          }
        });
    store.flush();
    Stopwatch.Reading inserted = inserting.read();
    long bytes = store.bytes() - empty;
    var draining = new Stopwatch(server);
    var done = new AtomicInteger();
    together(
        () -> {
          // Who is given nothing is done; the others may have the last in hand.
          for (int now = batch; now > 0 && done.get() < count; done.addAndGet(now)) {
            now = store.claimAndComplete(batch);
          }
        });
    Stopwatch.Reading drained = draining.read();
    if (done.get() < count) {
      throw new IllegalStateException("%,d of %,d tasks were given".formatted(done.get(), count));
    }
    Ends.check(store.completed(), count);
    figures.addRate(Measure.insert(batch), count, inserted);
    figures.addRate(Measure.claimAndComplete(batch), count, drained);
    figures.addRate(Measure.storeLife(batch), count, inserted.and(drained));
    figures.add(Measure.storeBytes(batch), bytes / (double) count - SqliteSize.inputBytes(count));
  }

  private void together(Runnable work) {
    if (callers == 1) {
      work.run();
      return;
    }
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      running.add(CompletableFuture.runAsync(work, each -> Thread.ofPlatform().start(each)));
    }
    running.forEach(CompletableFuture::join);
  }
}
