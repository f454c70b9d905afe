package com.devskyy.bench.queue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The handler that does nothing but count.
final class Handled implements Consumer<Order> {
  private final CountDownLatch left;

  /// @param expected how many orders it waits for
  Handled(int expected) {
    left = new CountDownLatch(expected);
  }

  @Override
  public void accept(Order order) {
    left.countDown();
  }

  /// Waits for all of them.
  void await(Duration limit) throws InterruptedException {
    if (!left.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "%,d tasks were not handled within %d s".formatted(left.getCount(), limit.toSeconds()));
    }
  }
}
