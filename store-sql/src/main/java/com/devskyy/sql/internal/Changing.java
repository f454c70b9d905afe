package com.devskyy.sql.internal;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Does what an operator asks.
final class Changing {
  private static final String ASK_TO_CANCEL =
      "UPDATE lease SET cancel_reason = ?, version = version + 1 WHERE id = ?";
  private static final String FORGET_INTENTS = "DELETE FROM step WHERE seq = ? AND value IS NULL";
  private static final String WAITING_OF_LEVEL =
      """
      SELECT t.user_id FROM ready r CROSS JOIN task t ON t.seq = r.seq
      WHERE r.queue = ? AND r.lane = ? ORDER BY r.tag, r.id LIMIT ?
      """;

  private final Tx tx;
  private final Change change;
  private final long now;
  private final List<TaskId> changed = new ArrayList<>();
  private final List<Changed.Skipped> skipped = new ArrayList<>();

  /// Users of whom a waiting task was ended, by level.
  private final Map<Level, Set<String>> ended = new LinkedHashMap<>();

  private Changing(Tx tx, Change change, long now) {
    this.tx = tx;
    this.change = change;
    this.now = now;
  }

  /// Pauses or resumes a queue.
  static Changed changeQueue(Tx tx, Selection.Queue selection, Change change) throws SQLException {
    Queue queue = tx.queues.of(selection.type());
    boolean pause = change instanceof Change.Pause;
    queue.pause(pause);
    if (!pause) {
      tx.claimable(queue.name());
    }
    return new Changed(List.of(), List.of(), false);
  }

  /// Changes tasks named by their ids.
  static Changed changeTasks(Tx tx, List<TaskId> ids, Change change, Instant now)
      throws SQLException {
    var changing = new Changing(tx, change, now.toEpochMilli());
    changing.change(ids);
    return new Changed(changing.changed, changing.skipped, false);
  }

  /// Changes tasks that were found to match a moment ago; those that match no more are left out.
  static Changed changeMatching(
      Tx tx, Selection.Matching selection, List<TaskId> found, Change change, Instant now)
      throws SQLException {
    Map<TaskId, Head> heads = Head.of(tx.db, found);
    var still = new ArrayList<TaskId>();
    for (TaskId id : found) {
      Head task = heads.get(id);
      if (task != null && matches(task, selection) && !isAsWished(task, change)) {
        still.add(id);
      }
    }
    var changing = new Changing(tx, change, now.toEpochMilli());
    changing.change(still);
    boolean more = found.size() == TaskStore.MAX_BATCH && !changing.changed.isEmpty();
    return new Changed(changing.changed, changing.skipped, more);
  }

  private static boolean matches(Head task, Selection.Matching selection) {
    // The type and the user of a task never change.
    return task.row.status == selection.status()
        && (selection.errorType().isEmpty()
            || (task.row.error != null && task.row.error.type() == selection.errorType().get()));
  }

  private static boolean isAsWished(Head task, Change change) {
    return switch (change) {
      case Change.Cancel _ -> task.cancelReason != null;
      case Change.Reprioritise(var priority) -> task.row.priority == priority.value();
      case Change.Bury _, Change.Replay _, Change.Purge _, Change.Pause _, Change.Resume _ -> false;
    };
  }

  private void change(List<TaskId> ids) throws SQLException {
    Map<TaskId, Head> heads = Head.of(tx.db, new LinkedHashSet<>(ids));
    for (TaskId id : ids) {
      Head task = heads.get(id);
      Optional<String> refusal =
          task == null
              ? Optional.of("no such task")
              : switch (change) {
                case Change.Cancel(var reason) -> cancel(task, reason);
                case Change.Bury(var error) ->
                    task.row.status == TaskStatus.PROCESSING
                        ? itsStatus(task)
                        : endWaiting(task, TaskStatus.FAILED, error);
                case Change.Replay() -> replay(task);
                case Change.Reprioritise(var priority) -> reprioritise(task, priority);
                case Change.Purge() -> purge(task, heads);
                case Change.Pause _, Change.Resume _ ->
                    throw new IllegalArgumentException(change + " is for a queue");
              };
      if (refusal.isEmpty()) {
        changed.add(id);
      } else {
        skipped.add(new Changed.Skipped(id, refusal.get()));
      }
    }
    dropClocks();
  }

  private Optional<String> cancel(Head task, String reason) throws SQLException {
    if (task.row.status == TaskStatus.PROCESSING) {
      if (task.cancelReason == null) {
        task.cancelReason = reason;
        tx.db.update(ASK_TO_CANCEL, reason, task.row.id.value());
        tx.changed(task.row.id);
      }
      return Optional.empty();
    }
    return endWaiting(task, TaskStatus.CANCELLED, new TaskError(ErrorType.CANCELLED, reason));
  }

  private Optional<String> endWaiting(Head task, TaskStatus end, TaskError error)
      throws SQLException {
    if (task.row.status.isEnd()) {
      return itsStatus(task);
    }
    if (task.row.status == TaskStatus.QUEUED && !task.isSuspect()) {
      Level level = tx.moves.queue(task).lane(task.lane());
      ended.computeIfAbsent(level, _ -> new HashSet<>()).add(task.user());
    }
    tx.moves.toEnd(task, end, error, now);
    return Optional.empty();
  }

  /// The refusal of a task whose status a change does not fit.
  private static Optional<String> itsStatus(Head task) {
    return Optional.of("is " + task.row.status.wire());
  }

  /// Drops the clocks of users who have no task waiting any more. Looks at so many tasks of a level
  /// only: a user not met among them keeps his clock when there are more.
  private void dropClocks() throws SQLException {
    for (var level : ended.entrySet()) {
      Set<String> gone = level.getValue();
      int seen = 0;
      try (var rows =
          tx.db.query(
              WAITING_OF_LEVEL,
              level.getKey().queue(),
              level.getKey().lane(),
              TaskStore.MAX_SCAN)) {
        while (rows.next() && !gone.isEmpty()) {
          seen++;
          @Nullable String user = rows.textIfAny(1);
          gone.remove(user == null ? "" : user);
        }
      }
      if (seen < TaskStore.MAX_SCAN) {
        for (String user : gone) {
          level.getKey().resetClock(user);
        }
      }
    }
  }

  private Optional<String> replay(Head task) throws SQLException {
    TaskRow row = task.row;
    if (!row.status.isEnd() || row.status == TaskStatus.COMPLETED) {
      return itsStatus(task);
    }
    if (task.uniqueKey != null) {
      Optional<TaskId> holder = Inserting.holder(tx, row.queue, task.uniqueKey, now);
      if (holder.isPresent() && !holder.get().equals(row.id)) {
        return Optional.of(
            "unique key \"%s\" is held by task %s".formatted(task.uniqueKey, holder.get()));
      }
      if (task.uniqueFor == null) {
        Inserting.hold(tx, row.queue, task.uniqueKey, row.id, null);
      }
    }
    tx.db.update(FORGET_INTENTS, row.seq);
    row.attempt = 1;
    row.crashes = 0;
    row.error = null;
    row.firstStartedAt = null;
    row.dueAt = now;
    if (row.isPastDeadline(now)) {
      row.deadline = null;
    }
    tx.moves.toLine(task, true);
    return Optional.empty();
  }

  private Optional<String> reprioritise(Head task, Priority priority) throws SQLException {
    if (task.row.status.isEnd() || task.row.status == TaskStatus.PROCESSING) {
      return itsStatus(task);
    }
    if (task.row.priority != priority.value()) {
      tx.moves.reprioritise(task, priority);
    }
    return Optional.empty();
  }

  private Optional<String> purge(Head task, Map<TaskId, Head> heads) throws SQLException {
    if (!task.row.status.isEnd()) {
      return itsStatus(task);
    }
    Queue queue = tx.moves.queue(task);
    queue.count(task.row.status, -1);
    queue.addBytes(task.row.status, -task.endedBytes);
    tx.moves.remove(List.of(task.row.seq));
    tx.changed(task.row.id);
    heads.remove(task.row.id);
    return Optional.empty();
  }
}
