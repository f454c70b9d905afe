package com.devskyy.sql;

import com.devskyy.engine.Codec;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskMaker;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Enqueues in a JDBC transaction of the caller's own: the task exists exactly when that
/// transaction commits, together with whatever else it writes.
///
/// The connection must lead to the database of the [PostgresStore]; it may come from any pool and
/// is neither committed nor closed here. No lock is taken that another caller would wait for, but
/// that of a unique key: who enqueues the same key waits until the transaction has ended. The task
/// takes its user's turn in the order of transactions, which the server numbers at their first
/// write, and is picked up within milliseconds of the commit.
///
/// Threads share one client; each has its own connection.
public final class SqlTaskClient {
  private final PostgresStore store;
  private final TaskId.Generator ids;
  private final TaskMaker maker;

  /// @param tiers what a producer may name
  public SqlTaskClient(PostgresStore store, Codec codec, TaskId.Generator ids, Tiers tiers) {
    this.store = store;
    this.ids = ids;
    this.maker = new TaskMaker(codec, tiers);
  }

  /// Enqueues a task.
  ///
  /// @param transaction its transaction, or one of this call's own when it commits by itself
  /// @return the task that stands for the request once the transaction has committed: this one, or
  ///     an earlier one with the same unique key
  /// @throws InvalidInputException when the input is refused; nothing has happened
  /// @throws StoreException kind FULL when failed tasks fill the store; roll the transaction back
  /// @throws SQLException as the database throws it; roll the transaction back
  public <I> InsertAnswer enqueue(
      Connection transaction, TaskType<I, ?> type, I input, EnqueueOptions options)
      throws SQLException {
    return enqueueAll(transaction, type, List.of(input), options).getFirst();
  }

  /// Enqueues many tasks of a type.
  ///
  /// @param inputs at most [com.devskyy.engine.store.TaskStore#MAX_BATCH]
  /// @param options of each; without an id unless there is one input
  /// @return in the same order
  /// @throws SQLException and others as [#enqueue]
  public <I> List<InsertAnswer> enqueueAll(
      Connection transaction, TaskType<I, ?> type, List<I> inputs, EnqueueOptions options)
      throws SQLException {
    if (options.id().isPresent() && inputs.size() > 1) {
      throw new IllegalArgumentException("several tasks cannot have one id");
    }
    var tasks = new ArrayList<NewTask>();
    for (I input : inputs) {
      tasks.add(
          maker.make(
              options.id().orElseGet(ids::next),
              type,
              input,
              options,
              Optional.empty(),
              store.tasks().clock().instant()));
    }
    return tasks.isEmpty() ? List.of() : store.inner().insertWithin(transaction, tasks);
  }
}
