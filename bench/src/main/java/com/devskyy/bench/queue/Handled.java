package com.devskyy.bench.queue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The handler that does nothing but count. Its clock begins with the first order, so that how long
/// a worker takes to start, or to look for the first time, is nobody's loss.
final class Handled implements Consumer<Order> {
  private final CountDownLatch left;
  private final AtomicLong firstAt = new AtomicLong();

  /// @param expected how many orders it waits for
  Handled(int expected) {
    left = new CountDownLatch(expected);
  }

  @Override
  public void accept(Order order) {
    if (firstAt.get() == 0) {
      firstAt.compareAndSet(0, System.nanoTime());
    }
    left.countDown();
  }

  /// How long ago the first came.
  double seconds() {
    return (System.nanoTime() - firstAt.get()) / 1e9;
  }

  /// Waits for all of them.
  void await(Duration limit) throws InterruptedException {
    if (!left.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "%,d tasks were not handled within %d s".formatted(left.getCount(), limit.toSeconds()));
    }
  }
}
