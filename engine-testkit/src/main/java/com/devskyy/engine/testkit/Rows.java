package com.devskyy.engine.testkit;

import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All tasks of a [MemoryTaskStore], and the sorted sets in which time looks for work. A row is in
/// the sets that its status asks for, because [#change] takes it out of all and puts it back.
final class Rows {
  private static final Comparator<Row> BY_DUE =
      Comparator.comparing((Row row) -> row.dueAt).thenComparing(Row::id);
  private static final Comparator<Row> BY_DEADLINE =
      Comparator.comparing((Row row) -> row.deadline.orElse(Instant.MAX)).thenComparing(Row::id);
  private static final Comparator<Row> BY_LEASE =
      Comparator.comparing((Row row) -> row.leaseUntil).thenComparing(Row::id);
  private static final Comparator<Row> BY_END =
      Comparator.comparing((Row row) -> row.endedAt.orElse(Instant.MAX)).thenComparing(Row::id);

  private final TreeMap<TaskId, Row> byId = new TreeMap<>();

  /// Scheduled and retrying tasks.
  final NavigableSet<Row> due = new TreeSet<>(BY_DUE);

  /// Tasks with a deadline that neither run nor have ended.
  final NavigableSet<Row> deadlines = new TreeSet<>(BY_DEADLINE);

  /// Processing tasks.
  final NavigableSet<Row> leases = new TreeSet<>(BY_LEASE);

  /// Failed tasks.
  final NavigableSet<Row> failed = new TreeSet<>(BY_END);

  /// Completed, cancelled and expired tasks of each type.
  final TreeMap<TypeName, NavigableSet<Row>> retained = new TreeMap<>();

  long failedBytes;
  long retainedBytes;

  @Nullable Row get(TaskId id) {
    return byId.get(id);
  }

  /// In order of id.
  Collection<Row> all() {
    return byId.values();
  }

  void add(Row row) {
    byId.put(row.id(), row);
    index(row);
  }

  void remove(Row row) {
    unindex(row);
    byId.remove(row.id());
  }

  /// Changes what is visible of a row.
  void change(Row row, Consumer<Row> change) {
    unindex(row);
    change.accept(row);
    row.version++;
    index(row);
  }

  /// Not visible in the task, so its version stays.
  void setLeaseEnd(Row row, Instant until) {
    leases.remove(row);
    row.leaseUntil = until;
    leases.add(row);
  }

  /// The earliest ended of the retained.
  Optional<Row> earliestRetained() {
    return retained.values().stream()
        .filter(rows -> !rows.isEmpty())
        .map(NavigableSet::first)
        .min(BY_END);
  }

  private void index(Row row) {
    if (row.status == TaskStatus.PROCESSING) {
      leases.add(row);
    } else if (row.status == TaskStatus.FAILED) {
      failed.add(row);
      failedBytes += row.bytes();
    } else if (row.status.isEnd()) {
      retained.computeIfAbsent(row.type(), _ -> new TreeSet<>(BY_END)).add(row);
      retainedBytes += row.bytes();
    } else {
      if (row.status == TaskStatus.SCHEDULED || row.status == TaskStatus.RETRYING) {
        due.add(row);
      }
      if (row.deadline.isPresent()) {
        deadlines.add(row);
      }
    }
  }

  private void unindex(Row row) {
    due.remove(row);
    deadlines.remove(row);
    leases.remove(row);
    if (failed.remove(row)) {
      failedBytes -= row.bytes();
    }
    var ended = retained.get(row.type());
    if (ended != null && ended.remove(row)) {
      retainedBytes -= row.bytes();
    }
  }
}
