package com.devskyy.bench.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What is done with a whole queue. Each method warms the process up on a queue of its own, then
/// measures on a new one.
///
/// @param open opens a queue at a spot
/// @param spot at which spots are made
/// @param server what the queues live on
/// @param sizes how much is done
record ProductRun(Function<Spot, TaskQueue> open, Spot spot, Server server, Sizes sizes) {
  private static final int THREADS = 16;
  private static final Duration LIMIT = Duration.ofMinutes(4);

  void enqueue(Figures figures) throws InterruptedException, ExecutionException {
    try (TaskQueue queue = open("one")) {
      oneByOne(queue, sizes.one() / 2);
      var watch = new Stopwatch(server);
      oneByOne(queue, sizes.one());
      figures.addRate(Measure.ENQUEUE_ONE, sizes.one(), watch.read());
    }
    try (TaskQueue queue = open("threads")) {
      int each = sizes.one() * 4 / THREADS;
      byThreads(queue, each / 4);
      var watch = new Stopwatch(server);
      byThreads(queue, each);
      figures.addRate(Measure.ENQUEUE_THREADS, each * THREADS, watch.read());
      Ends.check(queue.waiting(), (each / 4 + each) * (long) THREADS);
    }
  }

  private static void oneByOne(TaskQueue queue, int tasks) {
    for (int i = 0; i < tasks; i++) {
      queue.enqueue(Order.of(i));
    }
  }

  private static void byThreads(TaskQueue queue, int each)
      throws InterruptedException, ExecutionException {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  oneByOne(queue, each);
                  return true;
                }));
      }
      start.countDown();
      for (Future<?> thread : running) {
        thread.get();
      }
    }
  }

  void bulk(Figures figures) {
    var warmingUp = new Stopwatch(Server.NONE);
    for (int i = 0; warmingUp.seconds() < sizes.warmUpFor().toSeconds(); i++) {
      try (TaskQueue queue = open("warm-up-" + i)) {
        fill(queue, sizes.warmUp(), 0);
      }
    }
    try (TaskQueue queue = open("bulk")) {
      int tasks = sizes.bulk();
      long before = queue.bytes().orElse(0);
      var watch = new Stopwatch(server);
      fill(queue, tasks, 0);
      figures.addRate(Measure.ENQUEUE_BULK, tasks, watch.read());
      Ends.check(queue.waiting(), tasks);
      queue
          .bytes()
          .ifPresent(
              bytes ->
                  figures.add(
                      Measure.BYTES,
                      (bytes - before) / (double) tasks - SqliteSize.inputBytes(tasks)));
    }
  }

  /// @param tasks the backlog
  /// @param some how many are its first part
  /// @param all measures until every end is stored
  /// @param first measures the first part alone
  void drain(int tasks, int users, int some, Measure all, Measure first, Figures figures)
      throws InterruptedException {
    warmUp();
    try (TaskQueue queue = open("drain")) {
      fill(queue, tasks, users);
      var someHandled = new Handled(some);
      var allHandled = new Handled(tasks);
      var watch = new Stopwatch(server);
      queue.work(someHandled.andThen(allHandled));
      someHandled.await(LIMIT);
      figures.add(first, some / someHandled.seconds());
      allHandled.await(LIMIT);
      awaitCompleted(queue, tasks);
      figures.addRate(all, tasks, watch.read().within(allHandled.seconds()));
    }
  }

  void life(Figures figures) throws InterruptedException {
    warmUp();
    try (TaskQueue queue = open("life")) {
      int tasks = sizes.bulk();
      var all = new Handled(tasks);
      queue.work(all);
      var watch = new Stopwatch(server);
      fill(queue, tasks, 0);
      all.await(LIMIT);
      awaitCompleted(queue, tasks);
      figures.addRate(Measure.LIFE, tasks, watch.read());
    }
  }

  void idle(Figures figures) throws InterruptedException {
    try (TaskQueue queue = open("idle")) {
      queue.work(_ -> {});
      Thread.sleep(sizes.settle());
      OptionalLong commands = server.commands();
      var watch = new Stopwatch(Server.NONE);
      Thread.sleep(sizes.idle());
      Stopwatch.Reading reading = watch.read();
      figures.add(Measure.IDLE, reading.cpuSeconds() / reading.seconds() * 100);
      if (commands.isPresent()) {
        long asked = server.commands().orElseThrow() - commands.getAsLong();
        figures.add(Measure.IDLE_COMMANDS, asked / reading.seconds());
      }
    }
  }

  /// Lives through all paths, again and again, so that they are compiled.
  void warmUp() throws InterruptedException {
    var warmingUp = new Stopwatch(Server.NONE);
    for (int i = 0; warmingUp.seconds() < sizes.warmUpFor().toSeconds(); i++) {
      try (TaskQueue queue = open("warm-up-" + i)) {
        int tasks = sizes.warmUp();
        var all = new Handled(tasks);
        fill(queue, tasks, 0);
        queue.work(all);
        all.await(LIMIT);
        awaitCompleted(queue, tasks);
      }
    }
  }

  static void fill(TaskQueue queue, int tasks, int users) {
    queue.enqueueAll(IntStream.range(0, tasks).mapToObj(Order::of), users);
  }

  private static void awaitCompleted(TaskQueue queue, long tasks) throws InterruptedException {
    long start = System.nanoTime();
    for (long done = queue.completed(); done < tasks; done = queue.completed()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        Ends.check(done, tasks);
      }
      Thread.sleep(2);
    }
    Ends.check(queue.completed(), tasks);
  }

  private TaskQueue open(String name) {
    try {
      return open.apply(spot.in(Files.createDirectories(spot.folder().resolve(name))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
