package com.devskyy.bench.queue;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// How long a task waits for a worker that has nothing else to do.
///
/// @param queue whose worker has not been started yet
/// @param sizes how long tasks come
record PickupRun(TaskQueue queue, Sizes sizes) {
  /// Where the producer is: beside the worker.
  static final String IN_PROCESS = "in process";

  /// Where the producer is: in a process of its own.
  static final String ACROSS_PROCESSES = "across processes";

  private static final int PER_SECOND = 100;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /// A thing that enqueues the orders of [#produce] somewhere.
  @FunctionalInterface
  interface Producer {
    void produce() throws Exception;
  }

  /// Works until every order has come.
  ///
  /// @param where names the figures
  /// @param producer enqueues what [#produce] does
  void work(String where, Producer producer, Figures figures) throws Exception {
    int tasks = tasks();
    var micros = new long[tasks];
    var next = new AtomicInteger();
    var warm = new CountDownLatch(sizes.warmUp());
    var all = new CountDownLatch(tasks);
    queue.work(
        order -> {
          if (order.sentAt() == 0) {
            warm.countDown();
          } else {
            micros[next.getAndIncrement()] = Order.micros() - order.sentAt();
            all.countDown();
          }
        });
    producer.produce();
    if (!warm.await(LIMIT.toSeconds(), TimeUnit.SECONDS)
        || !all.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("%,d tasks were not picked up".formatted(all.getCount()));
    }
    Arrays.sort(micros);
    figures.add(Measure.pickup(where, 50), micros[tasks / 2] / 1e3);
    figures.add(Measure.pickup(where, 99), micros[tasks * 99 / 100] / 1e3);
  }

  /// Warms everything up, by many orders at once and by single ones without a pause, then enqueues
  /// orders at an even pace.
  void produce() throws InterruptedException {
    ProductRun.fill(queue, sizes.warmUp(), 0);
    var warmingUp = new Stopwatch(Server.NONE);
    for (int i = 0; warmingUp.seconds() < sizes.warmUpFor().toSeconds(); i++) {
      queue.enqueue(Order.of(i));
    }
    while (queue.waiting() > 0) {
      Thread.sleep(10);
    }
    for (int i = 0; i < PER_SECOND; i++) {
      queue.enqueue(Order.of(i));
      pace(System.nanoTime() + TimeUnit.SECONDS.toNanos(1) / PER_SECOND);
    }
    long start = System.nanoTime();
    for (int i = 0; i < tasks(); i++) {
      pace(start + i * TimeUnit.SECONDS.toNanos(1) / PER_SECOND);
      queue.enqueue(Order.now(i));
    }
  }

  private int tasks() {
    return (int) (sizes.pickup().toSeconds() * PER_SECOND);
  }

  private static void pace(long until) {
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
