package com.devskyy.sql;

import com.devskyy.engine.Codec;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskMaker;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.NewTask;
import com.devskyy.sql.postgres.OutboxTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Enqueues into another store, such as Redis, in a JDBC transaction of the caller's own: the task
/// is written down in that transaction, and an [OutboxRelay] hands it to the other store once it
/// has committed. It gets there exactly if the transaction commits, and once, as its id is made
/// here.
///
/// Threads share one outbox; each has its own connection.
public final class Outbox {
  private final PostgresStore store;
  private final OutboxTable table;
  private final TaskId.Generator ids;
  private final TaskMaker maker;

  /// @param store holds the table; tasks of its own it need not have
  /// @param tiers what a producer may name
  public Outbox(PostgresStore store, Codec codec, TaskId.Generator ids, Tiers tiers) {
    this.store = store;
    this.table = store.inner().outbox();
    this.ids = ids;
    this.maker = new TaskMaker(codec, tiers);
  }

  /// Writes a task down.
  ///
  /// @param transaction leads to the database of the store; neither committed nor closed here
  /// @return the id that the task will have; if its unique key is held when it gets to the other
  ///     store, no task of this id comes to be
  /// @throws InvalidInputException when the input is refused; nothing has happened
  /// @throws SQLException as the database throws it; roll the transaction back
  public <I> TaskId enqueue(
      Connection transaction, TaskType<I, ?> type, I input, EnqueueOptions options)
      throws SQLException {
    NewTask task =
        maker.make(
            options.id().orElseGet(ids::next),
            type,
            input,
            options,
            Optional.empty(),
            store.tasks().clock().instant());
    table.write(transaction, task);
    return task.id();
  }
}
