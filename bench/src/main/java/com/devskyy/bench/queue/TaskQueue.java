package com.devskyy.bench.queue;

import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A whole queue, ours or a peer's, used as its documentation says: a producer's side, and a worker
/// that runs a handler. Any thread may enqueue; the rest is used by one.
interface TaskQueue extends AutoCloseable {
  /// Tasks of a batch, where a queue leaves that to its caller.
  int BATCH = 500;

  /// Enqueues one task; it is stored when this returns.
  void enqueue(Order order);

  /// Enqueues tasks by the queue's own means for many; they are stored when this returns.
  ///
  /// @param users the tasks' users take turns: how many there are, 0 for none
  void enqueueAll(Stream<Order> orders, int users);

  /// Starts a worker. Called once at most.
  ///
  /// @param handler what each task does; called by many threads
  void work(Consumer<Order> handler);

  /// How many tasks are stored as completed.
  long completed();

  /// How many tasks wait.
  long waiting();

  /// How large all that it stores is; empty for a store that appends and tidies up later, where
  /// that says nothing.
  OptionalLong bytes();

  /// Stops the worker if there is one, and closes the store.
  @Override
  void close();
}
