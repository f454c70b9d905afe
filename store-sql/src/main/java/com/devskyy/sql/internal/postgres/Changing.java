package com.devskyy.sql.internal.postgres;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.sql.internal.shared.Codes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Does what an operator asks.
final class Changing {
  private static final String CHANGE =
      "SELECT kinds, reasons, claimable FROM change(?::text, ?::bigint, ?::text[], ?::text,"
          + " ?::text, ?::text, ?::text, ?::int, ?::int, ?::text)";
  private static final String PAUSE = "SELECT pause(?::text, ?::int, ?::boolean)";

  private static final int CHANGED = 0;
  private static final int REFUSED = 1;

  private final QueueRefs queues;
  private final String process;

  /// @param claimable queues that got something to claim
  record Answer(Changed changed, Set<TypeName> claimable) {}

  Changing(QueueRefs queues, String process) {
    this.queues = queues;
    this.process = process;
  }

  /// Pauses or resumes a queue.
  Answer changeQueue(Connection connection, TypeName type, Change change) throws SQLException {
    boolean pause = change instanceof Change.Pause;
    Statements.call(connection, PAUSE, process, queues.of(connection, type), pause);
    return new Answer(new Changed(List.of(), List.of(), false), pause ? Set.of() : Set.of(type));
  }

  /// Changes tasks named by their ids.
  Answer changeTasks(Connection connection, List<TaskId> ids, Change change, Instant now)
      throws SQLException {
    return change(connection, ids, change, now, null, Optional.empty(), false);
  }

  /// Changes tasks that were found to match a moment ago; those that match no more are left out.
  Answer changeMatching(
      Connection connection,
      Selection.Matching selection,
      List<TaskId> found,
      Change change,
      Instant now)
      throws SQLException {
    boolean bounded = found.size() == TaskStore.MAX_BATCH;
    int status = Codes.of(selection.status());
    return change(connection, found, change, now, status, selection.errorType(), bounded);
  }

  private Answer change(
      Connection connection,
      List<TaskId> ids,
      Change change,
      Instant now,
      @Nullable Integer status,
      Optional<ErrorType> error,
      boolean bounded)
      throws SQLException {
    if (ids.isEmpty()) {
      return new Answer(new Changed(List.of(), List.of(), false), Set.of());
    }
    String word;
    String text = null;
    String message = null;
    String detail = null;
    Integer number = null;
    switch (change) {
      case Change.Cancel(var reason) -> {
        word = "cancel";
        text = reason;
      }
      case Change.Bury(var why) -> {
        word = "bury";
        text = why.type().wire();
        message = why.message();
        detail = why.detail();
      }
      case Change.Replay() -> word = "replay";
      case Change.Reprioritise(var priority) -> {
        word = "reprioritise";
        number = priority.value();
      }
      case Change.Purge() -> word = "purge";
      case Change.Pause _, Change.Resume _ ->
          throw new IllegalArgumentException(change + " is for a queue");
    }
    var changed = new ArrayList<TaskId>();
    var skipped = new ArrayList<Changed.Skipped>();
    Integer[] queued =
        Statements.query(
            connection,
            CHANGE,
            rows -> {
              rows.next();
              var kinds = (Integer[]) rows.getArray("kinds").getArray();
              String[] reasons = Statements.texts(rows, "reasons");
              for (int i = 0; i < kinds.length; i++) {
                if (kinds[i] == CHANGED) {
                  changed.add(ids.get(i));
                } else if (kinds[i] == REFUSED) {
                  skipped.add(new Changed.Skipped(ids.get(i), reasons[i]));
                }
              }
              return (Integer[]) rows.getArray("claimable").getArray();
            },
            process,
            now.toEpochMilli(),
            ids.stream().map(TaskId::value).toArray(String[]::new),
            word,
            text,
            message,
            detail,
            number,
            status,
            error.map(ErrorType::wire).orElse(null));
    var claimable = new HashSet<TypeName>();
    for (int ref : queued) {
      claimable.add(queues.name(connection, ref));
    }
    return new Answer(new Changed(changed, skipped, bounded && !changed.isEmpty()), claimable);
  }
}
