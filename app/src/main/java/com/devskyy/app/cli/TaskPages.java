package com.devskyy.app.cli;

import com.devskyy.app.host.Table;
import com.devskyy.app.host.Table.Cell;
import com.devskyy.app.host.Table.Column;
import com.devskyy.app.host.Table.Narrow;
import com.devskyy.app.text.Style;
import com.devskyy.app.view.Status;
import com.devskyy.app.view.When;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/// A page of tasks as a table; what `tasks list` and `dlq list` share.
final class TaskPages {
  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many, 1 to 500. Default: 20.")
  private int limit = 20;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Go on after the page that named this cursor.")
  private Optional<String> after = Optional.empty();

  /// Prints one page.
  ///
  /// @param command how the same list is asked for, without its cursor
  /// @param empty what to say when there is nothing
  int print(
      Invocation invocation,
      Optional<TaskStatus> status,
      TaskFilter filter,
      String command,
      String empty) {
    TaskPage page =
        invocation
            .store()
            .list(
                new TaskQuery(
                    status, filter.type(), filter.user(), filter.errorType(), after, limit));
    if (invocation.isJson()) {
      invocation.printJson(page);
      return 0;
    }
    var table =
        new Table(
            Column.of("task", Narrow.KEEP),
            Column.of("status", Narrow.KEEP),
            Column.of("type", Narrow.CUT),
            Column.of("when", Narrow.DROP),
            Column.of("user", Narrow.DROP),
            Column.of("said", Narrow.CUT));
    Instant now = invocation.host().clock().instant();
    page.tasks().forEach(task -> row(table, task, now));
    if (table.isEmpty()) {
      invocation.err().print(empty);
    } else {
      table.print(invocation.out());
    }
    page.next()
        .ifPresent(
            cursor ->
                invocation
                    .err()
                    .print(
                        invocation.err().paint(Style.QUIET, "more  ")
                            + invocation.command(
                                command
                                    + options(status, filter)
                                    + " --after "
                                    + Arguments.quoted(cursor))));
    return 0;
  }

  private String options(Optional<TaskStatus> status, TaskFilter filter) {
    return status.map(value -> " --status " + value.wire()).orElse("")
        + filter.words()
        + (limit == 20 ? "" : " --limit " + limit);
  }

  private static void row(Table table, Task task, Instant now) {
    table.row(
        Cell.of(task.id().value()),
        Status.cell(task.status()),
        Cell.of(task.type().value()),
        When.cell(moment(task), now),
        Cell.of(task.userId().orElse("")),
        Cell.of(Style.QUIET, said(task)));
  }

  /// The moment that matters in this status.
  private static Instant moment(Task task) {
    return switch (task.status()) {
      case SCHEDULED, RETRYING, WAITING -> task.dueAt();
      case PROCESSING -> task.startedAt().orElse(task.createdAt());
      case QUEUED -> task.createdAt();
      case COMPLETED, FAILED, CANCELLED, EXPIRED -> task.endedAt().orElse(task.createdAt());
    };
  }

  private static String said(Task task) {
    return switch (task.status()) {
      case RETRYING, FAILED, CANCELLED, EXPIRED ->
          task.error().map(error -> error.type().wire() + ": " + error.message()).orElse("");
      case PROCESSING ->
          task.progress()
              .map(
                  progress ->
                      "%d %% %s"
                          .formatted(Math.round(progress.fraction() * 100), progress.message()))
              .orElse("");
      case WAITING, SCHEDULED, QUEUED, COMPLETED -> "";
    };
  }
}
