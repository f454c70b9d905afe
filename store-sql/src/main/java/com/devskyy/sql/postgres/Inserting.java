package com.devskyy.sql.postgres;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stores new tasks.
final class Inserting {
  private static final String INSERT =
      "SELECT kinds, holders FROM %sinsert_tasks(?::bigint, ?::boolean, ?::boolean, false,"
          + " ?::bigint, ?::text, "
          + TaskArrays.PARAMETERS
          + ")";
  private static final String HERE = INSERT.formatted("");
  private static final InsertAnswer.Kind[] KINDS = {
    InsertAnswer.Kind.INSERTED, InsertAnswer.Kind.REPEATED, InsertAnswer.Kind.DUPLICATE
  };

  private final StoreSettings settings;
  private final QueueRefs queues;
  private final String process;
  private final String anywhere;

  /// @param namespace the schema, for connections that do not have it in their path
  Inserting(StoreSettings settings, QueueRefs queues, String process, String namespace) {
    this.settings = settings;
    this.queues = queues;
    this.process = process;
    anywhere = INSERT.formatted(namespace + ".");
  }

  /// See `TaskStore.insert`. Does not wait for the disk.
  List<InsertAnswer> insert(Connection connection, List<NewTask> tasks, Instant now)
      throws SQLException {
    return insert(connection, HERE, false, new TaskArrays(connection, queues, tasks), tasks, now);
  }

  /// Stores tasks in a transaction of the caller's own.
  ///
  /// @param arrays made of the tasks on another connection
  List<InsertAnswer> insertWithin(
      Connection transaction, TaskArrays arrays, List<NewTask> tasks, Instant now)
      throws SQLException {
    return insert(transaction, anywhere, true, arrays, tasks, now);
  }

  private List<InsertAnswer> insert(
      Connection connection,
      String sql,
      boolean within,
      TaskArrays arrays,
      List<NewTask> tasks,
      Instant now)
      throws SQLException {
    if (tasks.isEmpty()) {
      return List.of();
    }
    try {
      return Statements.query(
          connection,
          sql,
          rows -> {
            rows.next();
            return answers(
                tasks,
                Statements.numbersIfAny(rows, "kinds"),
                rows.getArray("holders") == null ? null : Statements.texts(rows, "holders"));
          },
          arrays.after(
              now.toEpochMilli(), within, arrays.careful, settings.deadLetterBytes(), process));
    } catch (SQLException e) {
      if (PostgresErrors.state(e).equals(PostgresErrors.DEAD_LETTERS)) {
        throw full(e);
      }
      throw e;
    }
  }

  private static List<InsertAnswer> answers(
      List<NewTask> tasks, Integer @Nullable [] kinds, String @Nullable [] holders) {
    var answers = new ArrayList<InsertAnswer>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      InsertAnswer.Kind kind = kinds == null ? InsertAnswer.Kind.INSERTED : KINDS[kinds[i]];
      TaskId id =
          holders != null && holders[i] != null ? new TaskId(holders[i]) : tasks.get(i).id();
      answers.add(new InsertAnswer(id, kind));
    }
    return answers;
  }

  private StoreException full(SQLException e) {
    return new StoreException(
        StoreException.Kind.FULL,
        "failed tasks fill the store (the limit is %,d bytes of their inputs; %s); nothing was stored"
            .formatted(settings.deadLetterBytes(), e.getMessage()),
        "Replay or purge failed tasks, or raise the limit of dead letters.",
        e);
  }
}
