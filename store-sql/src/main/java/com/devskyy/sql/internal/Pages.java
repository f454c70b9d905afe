package com.devskyy.sql.internal;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Pages of tasks, and the tasks an operator's selection means. Threads share it.
final class Pages {
  private static final String LISTED =
      "SELECT " + TaskRow.ANY + TaskRow.FROM + " WHERE t.seq IN " + Db.LISTED;
  private static final int CHUNK = 500;

  private final Names names;

  Pages(Names names) {
    this.names = names;
  }

  /// See `TaskStore.list`.
  TaskPage list(Db db, TaskQuery query) throws SQLException {
    Optional<Mark> after = query.after().map(Mark::parse);
    Predicate<Found> wanted = found -> matches(found, query.userId(), query.errorType());
    var scan =
        new Scan(db, new Order(db, names, query.status(), query.type()), query.type(), wanted);
    scan.run(after, query.limit(), TaskStore.MAX_SCAN);
    Optional<String> next =
        scan.more && scan.last.isPresent() ? scan.last.map(Mark::text) : Optional.empty();
    return new TaskPage(read(db, scan.found), next, scan.scanned);
  }

  /// The first tasks that a selection means and that are not yet as wished, however far away.
  List<TaskId> matching(Db db, Selection.Matching selection, Change change) throws SQLException {
    Predicate<Found> wanted =
        found ->
            matches(found, selection.userId(), selection.errorType()) && !isAsWished(found, change);
    var order = new Order(db, names, Optional.of(selection.status()), selection.type());
    var scan = new Scan(db, order, selection.type(), wanted);
    scan.run(Optional.empty(), TaskStore.MAX_BATCH, Integer.MAX_VALUE);
    return scan.found.stream().map(found -> new TaskId(found.mark().id())).toList();
  }

  private static boolean matches(
      Found found, Optional<String> userId, Optional<ErrorType> errorType) {
    return (userId.isEmpty() || userId.get().equals(found.user()))
        && (errorType.isEmpty() || errorType.get().wire().equals(found.errorType()));
  }

  private static boolean isAsWished(Found found, Change change) {
    return switch (change) {
      case Change.Cancel _ -> found.cancelRequested();
      case Change.Reprioritise(var priority) -> found.priority() == priority.value();
      case Change.Bury _, Change.Replay _, Change.Purge _, Change.Pause _, Change.Resume _ -> false;
    };
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

  /// One walk along an order.
  private static final class Scan {
    private final Db db;
    private final Order order;
    private final Optional<TypeName> type;
    private final Predicate<Found> wanted;

    private final List<Found> found = new ArrayList<>();
    private Optional<Mark> last = Optional.empty();
    private int scanned;
    private boolean more;

    Scan(Db db, Order order, Optional<TypeName> type, Predicate<Found> wanted) {
      this.db = db;
      this.order = order;
      this.type = type;
      this.wanted = wanted;
    }

    /// @param most how many it may look at
    void run(Optional<Mark> after, int limit, int most) throws SQLException {
      last = after;
      int looked = 0;
      while (true) {
        List<Found> chunk = order.after(db, last, Math.min(CHUNK, limit + 1));
        for (Found each : chunk) {
          boolean ofType = type.isEmpty() || type.get().value().equals(each.mark().queue());
          if (looked == most || (ofType && found.size() == limit)) {
            more = true;
            // Tasks of other types that were stepped over count once they are what stops it.
            scanned = looked == most ? most : scanned;
            return;
          }
          looked++;
          last = Optional.of(each.mark());
          if (ofType) {
            scanned++;
            if (wanted.test(each)) {
              found.add(each);
            }
          }
        }
        if (chunk.size() < Math.min(CHUNK, limit + 1)) {
          return;
        }
      }
    }
  }
}
