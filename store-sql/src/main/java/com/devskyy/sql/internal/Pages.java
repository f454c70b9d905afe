package com.devskyy.sql.internal;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.sql.internal.shared.Found;
import com.devskyy.sql.internal.shared.Mark;
import com.devskyy.sql.internal.shared.Scan;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Pages of tasks, and the tasks an operator's selection means. Threads share it.
final class Pages {
  private static final String LISTED =
      "SELECT " + TaskRow.ANY + TaskRow.FROM + " WHERE t.seq IN " + Db.LISTED;
  private final Names names;

  Pages(Names names) {
    this.names = names;
  }

  /// See `TaskStore.list`.
  TaskPage list(Db db, TaskQuery query) throws SQLException {
    Optional<Mark> after = query.after().map(Mark::parse);
    var order = new Order(db, names, query.status(), query.type());
    var scan =
        new Scan(order, query.type(), found -> found.matches(query.userId(), query.errorType()));
    scan.run(after, query.limit(), TaskStore.MAX_SCAN);
    return new TaskPage(read(db, scan.found()), scan.next().map(Mark::text), scan.scanned());
  }

  /// The first tasks that a selection means and that are not yet as wished, however far away.
  List<TaskId> matching(Db db, Selection.Matching selection, Change change) throws SQLException {
    var order = new Order(db, names, Optional.of(selection.status()), selection.type());
    var scan =
        new Scan(
            order,
            selection.type(),
            found ->
                found.matches(selection.userId(), selection.errorType())
                    && !found.isAsWished(change));
    scan.run(Optional.empty(), TaskStore.MAX_BATCH, Integer.MAX_VALUE);
    return scan.found().stream().map(found -> new TaskId(found.mark().id())).toList();
  }

  private List<Task> read(Db db, List<Found> found) throws SQLException {
    var rowsBySeq = new HashMap<Long, TaskRow>();
    try (var rows = db.query(LISTED, Db.list(found.stream().map(Found::seq).toList()))) {
      while (rows.next()) {
        var row = new TaskRow(rows);
        rowsBySeq.put(row.seq, row);
      }
    }
    var tasks = new ArrayList<Task>();
    for (Found each : found) {
      TaskRow row = rowsBySeq.get(each.seq());
      if (row != null) {
        tasks.add(row.toTask(names.of(db, row.queue)));
      }
    }
    return tasks;
  }
}
