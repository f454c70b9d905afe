package com.devskyy.app.cli;

import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Change;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tasks`.
@Command(
    header = "List, show, cancel tasks.",
    description = "Lists, shows and cancels tasks.",
    footer = {
      "${COMMAND-FULL-NAME} list",
      "${COMMAND-FULL-NAME} list --status failed --type ml_training",
      "${COMMAND-FULL-NAME} show ID",
      "${COMMAND-FULL-NAME} cancel ID"
    },
    synopsisSubcommandLabel = "COMMAND")
final class TasksCommands {
  private final Invocation invocation;

  TasksCommands(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(
      name = "list",
      description =
          "Lists tasks: the newest first; of one status, in the order that matters there.",
      footer = {
        "${COMMAND-FULL-NAME}",
        "${COMMAND-FULL-NAME} --status queued --limit 100",
        "${COMMAND-FULL-NAME} --user u17 --json"
      })
  int list(
      @Option(
              names = "--status",
              paramLabel = "STATUS",
              description =
                  "waiting, scheduled, queued, processing, retrying, completed, failed, cancelled or expired.")
          Optional<TaskStatus> status,
      @Mixin TaskFilter filter,
      @Mixin TaskPages pages) {
    return pages.print(
        invocation,
        status,
        filter,
        "tasks list",
        status.isPresent() || filter.isGiven() ? "no such tasks" : "no tasks yet");
  }

  @Command(
      name = "show",
      description = "Shows one task: state, why, result, runs, log, input, cost.",
      footer = {"${COMMAND-FULL-NAME} ID", "${COMMAND-FULL-NAME} ID --json"})
  int show(
      @Parameters(
              paramLabel = "ID",
              description = "A task's id, or the end of one; devskyy tasks list shows them.")
          String id) {
    return new TaskDetails(invocation).print(id);
  }

  @Command(
      name = "cancel",
      description =
          "Cancels tasks that wait, and asks running ones to stop: by id, or all that match.",
      footer = {
        "${COMMAND-FULL-NAME} ID",
        "${COMMAND-FULL-NAME} --type ml_training --dry-run",
        "${COMMAND-FULL-NAME} --user u17 --yes"
      })
  int cancel(
      @Parameters(arity = "0..*", paramLabel = "ID", description = "Tasks to cancel.")
          List<String> ids,
      @Option(
              names = "--status",
              paramLabel = "STATUS",
              description = "Only tasks of this status. Default: all that have not ended.")
          Optional<TaskStatus> status,
      @Mixin TaskFilter filter,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              defaultValue = "cancelled by an operator",
              description = "Kept with the task.")
          String reason,
      @Option(names = "--dry-run", description = "Say how many; change nothing.") boolean dryRun,
      @Option(names = "--yes", description = "Allow a change of all that match.") boolean yes) {
    var bulk = new Bulk(invocation, new Change.Cancel(reason), "cancel", "cancelled");
    if (ids != null && !ids.isEmpty()) {
      return bulk.ids(ids, dryRun, "tasks show {id}");
    }
    if (status.isEmpty() && !filter.isGiven()) {
      throw new Problem(
          ExitCode.USAGE,
          "no task was named",
          "give ids, or a filter: --status, --type, --user",
          "devskyy tasks list");
    }
    List<TaskStatus> live =
        status
            .map(List::of)
            .orElse(
                List.of(
                    TaskStatus.WAITING,
                    TaskStatus.SCHEDULED,
                    TaskStatus.QUEUED,
                    TaskStatus.RETRYING,
                    TaskStatus.PROCESSING));
    return bulk.matching(
        live.stream().map(filter::of).toList(),
        dryRun,
        yes,
        "tasks cancel" + words(status, filter),
        "tasks show {id}");
  }

  private static String words(Optional<TaskStatus> status, TaskFilter filter) {
    return status.map(value -> " --status " + value.wire()).orElse("") + filter.words();
  }
}
