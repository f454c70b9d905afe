package com.devskyy.bench.queue;

import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A queue of which nothing is left once it is closed.
record Removed(TaskQueue queue, Runnable removal) implements TaskQueue {
  @Override
  public void enqueue(Order order) {
    queue.enqueue(order);
  }

  @Override
  public void enqueueAll(Stream<Order> orders, int users) {
    queue.enqueueAll(orders, users);
  }

  @Override
  public void work(Consumer<Order> handler) {
    queue.work(handler);
  }

  @Override
  public long completed() {
    return queue.completed();
  }

  @Override
  public long waiting() {
    return queue.waiting();
  }

  @Override
  public OptionalLong bytes() {
    return queue.bytes();
  }

  @Override
  public void close() {
    queue.close();
    removal.run();
  }
}
