package com.devskyy.bench.queue;

import com.devskyy.sql.SqliteSettings.Sync;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The process that measures: does one [Assignment] and prints a line for each figure. Exit code 0
/// when everything reached its end.
public final class Child {
  private static final Figures PRINTING =
      (measure, value) ->
          System.out.printf(
              Locale.ROOT, "figure\t%s\t%s\t%s%n", measure.name(), measure.unit(), value);

  private final Assignment assignment;
  private final Benchmark benchmark;
  private final Path folder;

  private Child(Assignment assignment, Benchmark benchmark, Path folder) {
    this.assignment = assignment;
    this.benchmark = benchmark;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    var assignment = Assignment.of(arguments);
    for (Benchmark benchmark : assignment.benchmarks()) {
      Path folder =
          benchmark instanceof Benchmark.PickupProducer
              ? assignment.folder()
              : Files.createTempDirectory(assignment.folder(), benchmark.name() + "-");
      new Child(assignment, benchmark, folder).run();
    }
    // Peers leave threads behind.
    System.exit(0);
  }

  private void run() throws Exception {
    switch (benchmark) {
      case Benchmark.Store(int batch) ->
          new StoreRun(this::store, folder, sizes().store(), sizes().store() / 2)
              .measure(batch, PRINTING);
      case Benchmark.Enqueue() -> {
        if (assignment.contestant() == Contestant.RAW) {
          rawInserts(Measure.ENQUEUE_ONE, sizes().one(), 1);
        } else {
          product().enqueue(PRINTING);
        }
      }
      case Benchmark.Bulk() -> {
        if (assignment.contestant() == Contestant.RAW) {
          rawInserts(Measure.ENQUEUE_BULK, sizes().bulk(), TaskQueue.BATCH);
        } else {
          product().bulk(PRINTING);
        }
      }
      case Benchmark.Drain(int waiting, int users) ->
          product()
              .drain(
                  assignment.contestant().isPeer() ? sizes().backlog() : waiting,
                  users,
                  Measure.drain(waiting, users),
                  Measure.drainFirst(Sizes.of(assignment.brief()).first(), waiting, users),
                  PRINTING);
      case Benchmark.Life() -> product().life(PRINTING);
      case Benchmark.Idle() -> product().idle(PRINTING);
      case Benchmark.Pickup() -> {
        product().warmUp();
        try (TaskQueue queue = queue(folder)) {
          var run = new PickupRun(queue, sizes());
          run.work(PickupRun.IN_PROCESS, run::produce, PRINTING);
        }
      }
      case Benchmark.PickupAcross() -> {
        product().warmUp();
        Assignment producer = assignment.with(List.of(new Benchmark.PickupProducer())).in(folder);
        try (TaskQueue queue = queue(folder)) {
          new PickupRun(queue, sizes())
              .work(PickupRun.ACROSS_PROCESSES, () -> ChildProcess.run(producer), PRINTING);
        }
      }
      case Benchmark.PickupProducer() -> {
        try (TaskQueue queue = queue(folder)) {
          new PickupRun(queue, sizes()).produce();
        }
      }
    }
  }

  /// Twice, the first time to warm up.
  private void rawInserts(Measure measure, int tasks, int batch) {
    try (var raw = new RawSqlite(folder.resolve("tasks.db"), assignment.sync())) {
      for (boolean warm : new boolean[] {false, true}) {
        raw.prepare(tasks);
        var watch = new Stopwatch();
        for (int i = 0; i < tasks; i += batch) {
          raw.insert(batch);
        }
        if (warm) {
          PRINTING.addRate(measure, tasks, watch.seconds(), watch.cpuSeconds());
        }
      }
    }
  }

  private Sizes sizes() {
    Sizes sizes = Sizes.of(assignment.brief());
    return assignment.contestant().isPeer() ? sizes.forPeer() : sizes;
  }

  private ProductRun product() {
    return new ProductRun(this::queue, folder, sizes());
  }

  private StoreLife store(Path file) {
    return assignment.contestant() == Contestant.RAW
        ? new RawSqlite(file, assignment.sync())
        : new OurStore(file, assignment.sync());
  }

  private TaskQueue queue(Path place) {
    Sync sync = assignment.sync();
    return switch (assignment.contestant()) {
      case OURS -> new OurQueue(place, sync);
      case RAW -> throw new IllegalArgumentException("the bare driver is no whole queue");
      case JOBRUNR_H2 -> new JobRunrQueue(EmbeddedDatabase.H2, place, sync);
      case JOBRUNR_SQLITE -> new JobRunrQueue(EmbeddedDatabase.SQLITE, place, sync);
      case DB_SCHEDULER_HSQLDB -> new DbSchedulerQueue(EmbeddedDatabase.HSQLDB, place, sync);
      case DB_SCHEDULER_H2 -> new DbSchedulerQueue(EmbeddedDatabase.H2, place, sync);
      case DB_SCHEDULER_SQLITE -> new DbSchedulerQueue(EmbeddedDatabase.SQLITE, place, sync);
    };
  }
}
