package com.devskyy.engine.testkit;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.StoreSettings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What a [MemoryTaskStore] keeps, and the changes of a task that several verbs make. It also notes
/// what the verb that runs now has changed. Used under the store's lock.
final class MemoryState {
  final StoreSettings settings;
  final Rows rows = new Rows();
  final Map<TypeName, Queue> queues = new TreeMap<>();
  final UniqueKeys keys = new UniqueKeys();
  final Workers workers = new Workers();

  // Of the verb that runs now.
  private long call;
  private final Set<TaskId> changedTasks = new HashSet<>();
  private final Set<TypeName> claimableQueues = new HashSet<>();

  MemoryState(StoreSettings settings) {
    this.settings = settings;
  }

  /// Times are kept in milliseconds.
  static Instant cut(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  static TaskError cancelled(String reason) {
    return new TaskError(ErrorType.CANCELLED, reason);
  }

  void beginCall() {
    call++;
    changedTasks.clear();
    claimableQueues.clear();
  }

  /// What the call has changed so far.
  Hint hint() {
    return new Hint(changedTasks, claimableQueues, false, false);
  }

  void noteChanged(Row row) {
    changedTasks.add(row.id());
  }

  void noteClaimable(TypeName type) {
    claimableQueues.add(type);
  }

  Queue queue(TypeName type) {
    return queues.computeIfAbsent(type, _ -> new Queue());
  }

  void add(Row row) {
    rows.add(row);
    noteChanged(row);
  }

  void change(Row row, Consumer<Row> change) {
    rows.change(row, change);
    noteChanged(row);
  }

  void remove(Row row) {
    rows.remove(row);
    noteChanged(row);
  }

  void makeQueued(Row row, boolean newTurn) {
    change(row, it -> it.status = TaskStatus.QUEUED);
    joinLine(row, newTurn);
  }

  /// Puts a queued task in line: with a turn of its user's, or at the head.
  void joinLine(Row row, boolean newTurn) {
    queue(row.type()).add(row, newTurn);
    noteClaimable(row.type());
  }

  void leaveLine(Row row) {
    if (row.status == TaskStatus.QUEUED) {
      queue(row.type()).take(row, call);
    }
  }

  /// Ends a task that waits and whose deadline has passed.
  void expire(Row row, Instant now) {
    leaveLine(row);
    finish(
        row,
        TaskStatus.EXPIRED,
        new TaskError(
            ErrorType.EXPIRED,
            "the deadline %s passed before it could run".formatted(row.deadline.orElse(now))),
        now);
  }

  void finish(Row row, TaskStatus end, TaskError error, Instant now) {
    finish(row, end, now, it -> it.error = Optional.of(error));
  }

  void finish(Row row, TaskStatus end, Instant now, Consumer<Row> also) {
    change(
        row,
        it -> {
          it.status = end;
          it.endedAt = Optional.of(now);
          also.accept(it);
        });
    keys.release(row.given);
  }
}
