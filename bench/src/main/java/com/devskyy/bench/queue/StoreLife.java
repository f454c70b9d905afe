package com.devskyy.bench.queue;

/// A store whose tasks live as simply as can be: inserted, claimed, completed, a batch per
/// transaction. Used by as many threads as [Backend#callers()] says.
interface StoreLife extends AutoCloseable {
  /// Makes ready what [#insert] stores, so that only storing is measured.
  void prepare(int tasks);

  /// Stores the next of what was prepared.
  void insert(int batch);

  /// Waits until all that was inserted is stored.
  default void flush() {}

  /// Claims tasks and completes them.
  ///
  /// @return how many of them the store says are completed now
  int claimAndComplete(int batch);

  /// How many tasks the store says are completed.
  long completed();

  /// How large everything stored is.
  long bytes();

  @Override
  void close();
}
