package com.devskyy.bench.queue;

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
  private final Spot spot;
  private final Server server;

  private Child(Assignment assignment, Benchmark benchmark, Spot spot, Server server) {
    this.assignment = assignment;
    this.benchmark = benchmark;
    this.spot = spot;
    this.server = server;
  }

  public static void main(String[] arguments) throws Exception {
    var assignment = Assignment.of(arguments);
    Path folder = assignment.spot().folder();
    try (Server server = Server.of(assignment.spot())) {
      for (Benchmark benchmark : assignment.benchmarks()) {
        Path own =
            benchmark instanceof Benchmark.PickupProducer
                ? folder
                : Files.createTempDirectory(folder, benchmark.name() + "-");
        new Child(assignment, benchmark, assignment.spot().in(own), server).run();
      }
    }
    // Peers leave threads behind.
    System.exit(0);
  }

  private void run() throws Exception {
    if (assignment.contestant().isNode()) {
      new NodePeer(assignment.contestant(), spot, server).run(benchmark, sizes(), PRINTING);
      return;
    }
    switch (benchmark) {
      case Benchmark.Store(int batch) ->
          new StoreRun(
                  this::store,
                  server,
                  spot.backend().callers(),
                  sizes().store(),
                  sizes().store() / 2)
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
                  first(sizes(), users),
                  Measure.drain(waiting, users),
                  Measure.drainFirst(first(Sizes.of(assignment.brief()), users), waiting, users),
                  PRINTING);
      case Benchmark.Life() -> product().life(PRINTING);
      case Benchmark.Idle() -> product().idle(PRINTING);
      case Benchmark.Pickup() -> {
        product().warmUp();
        try (TaskQueue queue = queue(spot)) {
          var run = new PickupRun(queue, sizes());
          run.work(PickupRun.IN_PROCESS, run::produce, PRINTING);
        }
      }
      case Benchmark.PickupAcross() -> {
        product().warmUp();
        Assignment producer =
            assignment.with(List.of(new Benchmark.PickupProducer())).in(spot.folder());
        try (TaskQueue queue = queue(spot)) {
          new PickupRun(queue, sizes())
              .work(PickupRun.ACROSS_PROCESSES, () -> ChildProcess.run(producer), PRINTING);
        }
      }
      case Benchmark.PickupProducer() -> {
        // What it fills is the other process's to remove.
        try (TaskQueue queue = open(spot)) {
          new PickupRun(queue, sizes()).produce();
        }
      }
    }
  }

  /// Twice, the first time to warm up.
  private void rawInserts(Measure measure, int tasks, int batch) {
    try (StoreLife raw = store("raw")) {
      for (boolean warm : new boolean[] {false, true}) {
        raw.prepare(tasks);
        var watch = new Stopwatch(server);
        for (int i = 0; i < tasks; i += batch) {
          raw.insert(batch);
        }
        raw.flush();
        if (warm) {
          PRINTING.addRate(measure, tasks, watch.read());
        }
      }
    }
  }

  private int first(Sizes of, int users) {
    return users == 0 ? of.first() : of.compared(spot.backend()).first();
  }

  private Sizes sizes() {
    Sizes sizes = Sizes.of(assignment.brief());
    Contestant contestant = assignment.contestant();
    return contestant.isPeer() && !contestant.isNode() ? sizes.forPeer() : sizes;
  }

  private ProductRun product() {
    return new ProductRun(this::queue, spot, server, sizes());
  }

  private StoreLife store(String name) {
    Spot own = spot.in(spot.folder().resolve(name));
    if (assignment.contestant() != Contestant.RAW) {
      return new OurStore(own, server);
    }
    return switch (own.backend()) {
      case SQLITE_FULL, SQLITE_NORMAL -> new RawSqlite(own);
      case REDIS -> new RawRedis(own, server);
      case POSTGRESQL -> new RawPostgres(own, server);
    };
  }

  /// A queue that takes what it stored with it.
  private TaskQueue queue(Spot place) {
    return new Removed(open(place), () -> server.remove(place));
  }

  private TaskQueue open(Spot place) {
    return switch (assignment.contestant()) {
      case OURS -> new OurQueue(place, server);
      case JOBRUNR_H2 -> new JobRunrQueue(PeerDatabase.H2, place);
      case JOBRUNR_SQLITE -> new JobRunrQueue(PeerDatabase.SQLITE, place);
      case JOBRUNR_POSTGRES -> new JobRunrQueue(PeerDatabase.POSTGRESQL, place);
      case DB_SCHEDULER_HSQLDB -> new DbSchedulerQueue(PeerDatabase.HSQLDB, place);
      case DB_SCHEDULER_H2 -> new DbSchedulerQueue(PeerDatabase.H2, place);
      case DB_SCHEDULER_SQLITE -> new DbSchedulerQueue(PeerDatabase.SQLITE, place);
      case DB_SCHEDULER_POSTGRES -> new DbSchedulerQueue(PeerDatabase.POSTGRESQL, place);
      case RAW, BULLMQ, GRAPHILE ->
          throw new IllegalArgumentException(assignment.contestant() + " is no queue of Java");
    };
  }
}
