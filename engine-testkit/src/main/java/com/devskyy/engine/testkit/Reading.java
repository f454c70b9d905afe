package com.devskyy.engine.testkit;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.Position;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What can be seen of a [MemoryTaskStore]. Changes nothing.
final class Reading {
  private final MemoryState state;

  Reading(MemoryState state) {
    this.state = state;
  }

  Map<TaskId, Task> find(List<TaskId> ids) {
    var found = new LinkedHashMap<TaskId, Task>();
    for (TaskId id : ids) {
      Row row = state.rows.get(id);
      if (row != null) {
        found.put(id, row.toTask());
      }
    }
    return found;
  }

  TaskPage list(TaskQuery query) {
    List<PageOrder.Placed> inOrder =
        new PageOrder(query.status())
            .sort(select(query.status(), query.type()), query.after())
            .toList();
    var tasks = new ArrayList<Task>();
    int scanned = 0;
    while (scanned < inOrder.size()
        && scanned < TaskStore.MAX_SCAN
        && tasks.size() < query.limit()) {
      Row row = inOrder.get(scanned++).row();
      if (matches(row, query.userId(), query.errorType())) {
        tasks.add(row.withoutPayload());
      }
    }
    Optional<String> next =
        scanned == inOrder.size()
            ? Optional.empty()
            : Optional.of(inOrder.get(scanned - 1).cursor());
    return new TaskPage(tasks, next, scanned);
  }

  /// In the order in which they are listed.
  Stream<Row> matching(Selection.Matching selection) {
    var status = Optional.of(selection.status());
    Stream<Row> matching =
        select(status, selection.type())
            .filter(row -> matches(row, selection.userId(), selection.errorType()));
    return new PageOrder(status).sort(matching, Optional.empty()).map(PageOrder.Placed::row);
  }

  private Stream<Row> select(Optional<TaskStatus> status, Optional<TypeName> type) {
    return state.rows.all().stream()
        .filter(row -> status.isEmpty() || row.status == status.get())
        .filter(row -> type.isEmpty() || row.type().equals(type.get()));
  }

  private static boolean matches(Row row, Optional<String> userId, Optional<ErrorType> errorType) {
    return (userId.isEmpty() || userId.equals(row.given.userId()))
        && (errorType.isEmpty() || errorType.equals(row.error.map(TaskError::type)));
  }

  History history(TaskId id) {
    Row row = state.rows.get(id);
    return row == null ? History.NONE : row.history();
  }

  Optional<Position> position(TaskId id) {
    Row row = state.rows.get(id);
    if (row == null || row.status != TaskStatus.QUEUED) {
      return Optional.empty();
    }
    int ahead = state.queue(row.type()).ahead(row);
    return Optional.of(
        new Position(Math.min(ahead, TaskStore.MAX_SCAN), ahead <= TaskStore.MAX_SCAN));
  }

  Counts counts() {
    var tasks = new TreeMap<TypeName, Map<TaskStatus, Long>>();
    for (Row row : state.rows.all()) {
      tasks.computeIfAbsent(row.type(), _ -> new TreeMap<>()).merge(row.status, 1L, Long::sum);
    }
    var types = new TreeSet<>(tasks.keySet());
    types.addAll(state.queues.keySet());
    var counts = new TreeMap<TypeName, Counts.Queue>();
    for (TypeName type : types) {
      Queue queue = state.queues.getOrDefault(type, new Queue());
      counts.put(
          type,
          new Counts.Queue(
              tasks.getOrDefault(type, Map.of()),
              queue.oldestNext().map(row -> row.createdAt),
              queue.paused));
    }
    return new Counts(counts);
  }

  MemoryTaskStore.Snapshot snapshot() {
    var tasks = new TreeMap<TaskId, Task>();
    var leases = new TreeMap<TaskId, Lease>();
    var tags = new TreeMap<TaskId, Long>();
    for (Row row : state.rows.all()) {
      tasks.put(row.id(), row.toTask());
      if (row.status == TaskStatus.PROCESSING) {
        leases.put(row.id(), row.lease());
      } else if (row.status == TaskStatus.QUEUED && !row.isSuspect()) {
        tags.put(row.id(), row.tag);
      }
    }
    return new MemoryTaskStore.Snapshot(tasks, leases, tags);
  }
}
