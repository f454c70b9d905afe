package com.devskyy.sql.internal.postgres;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.sql.internal.shared.Found;
import com.devskyy.sql.internal.shared.Mark;
import com.devskyy.sql.internal.shared.Scan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pages of tasks, and the tasks an operator's selection means. Threads share it.
final class Pages {
  private static final String LISTED =
      "SELECT "
          + SeenTask.COLUMNS
          + " FROM unnest(?::text[]) AS a (id) JOIN seen s ON s.id = ANY (ARRAY[a.id COLLATE \"C\"])";

  private final QueueRefs queues;

  Pages(QueueRefs queues) {
    this.queues = queues;
  }

  /// See `TaskStore.list`.
  TaskPage list(Connection connection, TaskQuery query) throws SQLException {
    Optional<Mark> after = query.after().map(Mark::parse);
    settleIfQueued(connection, query.status());
    return Statements.atOneMoment(
        connection,
        at -> {
          var scan =
              new Scan(
                  new Order(at, queues, query.status(), query.type()),
                  query.type(),
                  found -> found.matches(query.userId(), query.errorType()));
          scan.run(after, query.limit(), TaskStore.MAX_SCAN);
          return new TaskPage(read(at, scan.found()), scan.next().map(Mark::text), scan.scanned());
        });
  }

  /// The first tasks that a selection means and that are not yet as wished, however far away.
  List<TaskId> matching(Connection connection, Selection.Matching selection, Change change)
      throws SQLException {
    settleIfQueued(connection, Optional.of(selection.status()));
    var scan =
        new Scan(
            new Order(connection, queues, Optional.of(selection.status()), selection.type()),
            selection.type(),
            found ->
                found.matches(selection.userId(), selection.errorType())
                    && !found.isAsWished(change));
    scan.run(Optional.empty(), TaskStore.MAX_BATCH, Integer.MAX_VALUE);
    return scan.found().stream().map(found -> new TaskId(found.mark().id())).toList();
  }

  private static void settleIfQueued(Connection connection, Optional<TaskStatus> status)
      throws SQLException {
    if (status.equals(Optional.of(TaskStatus.QUEUED))) {
      Lookups.settle(connection);
    }
  }

  private List<Task> read(Connection connection, List<Found> found) throws SQLException {
    Map<String, Task> byId =
        Statements.query(
            connection,
            LISTED,
            rows -> {
              var tasks = new HashMap<String, Task>();
              while (rows.next()) {
                tasks.put(
                    rows.getString(1),
                    SeenTask.read(
                        rows,
                        queues.name(connection, rows.getInt(2)),
                        Optional.empty(),
                        Optional.empty()));
              }
              return tasks;
            },
            (Object) found.stream().map(each -> each.mark().id()).toArray(String[]::new));
    var tasks = new ArrayList<Task>();
    for (Found each : found) {
      Task task = byId.get(each.mark().id());
      if (task != null) {
        tasks.add(task);
      }
    }
    return tasks;
  }
}
