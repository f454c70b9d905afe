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

/// `dlq`.
@Command(
    header = "Dead letters: list, show, replay, purge.",
    description = "Dead letters: tasks that failed for good. They are kept, and can be run again.",
    footer = {
      "${COMMAND-FULL-NAME} list",
      "${COMMAND-FULL-NAME} replay ID",
      "${COMMAND-FULL-NAME} replay --all --type ml_training",
      "${COMMAND-FULL-NAME} purge --all --dry-run"
    },
    synopsisSubcommandLabel = "COMMAND")
final class DlqCommands {
  private final Invocation invocation;

  DlqCommands(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(
      name = "list",
      description = "Lists dead letters, the latest first.",
      footer = {"${COMMAND-FULL-NAME}", "${COMMAND-FULL-NAME} --error-type Timeout --json"})
  int list(@Mixin TaskFilter filter, @Mixin TaskPages pages) {
    return pages.print(
        invocation, Optional.of(TaskStatus.FAILED), filter, "dlq list", "no dead letters");
  }

  @Command(
      name = "show",
      description = "Shows a dead letter: cause, runs, log, input.",
      footer = "${COMMAND-FULL-NAME} ID")
  int show(
      @Parameters(
              paramLabel = "ID",
              description = "A task's id, or the end of one; devskyy dlq list shows them.")
          String id) {
    return new TaskDetails(invocation).print(id);
  }

  @Command(
      name = "replay",
      description =
          "Runs tasks again from attempt 1: dead letters, also cancelled and expired ones by id.",
      footer = {
        "${COMMAND-FULL-NAME} ID",
        "${COMMAND-FULL-NAME} --all --error-type ProviderUnavailable --dry-run",
        "${COMMAND-FULL-NAME} --all --type ml_training"
      })
  int replay(
      @Parameters(arity = "0..*", paramLabel = "ID", description = "Tasks to run again.")
          List<String> ids,
      @Option(names = "--all", description = "All dead letters that match.") boolean all,
      @Mixin TaskFilter filter,
      @Option(names = "--dry-run", description = "Say how many; change nothing.") boolean dryRun) {
    return change(
        new Bulk(invocation, new Change.Replay(), "replay", "replayed"),
        ids,
        all,
        filter,
        dryRun,
        true,
        "replay",
        "watch {id}");
  }

  @Command(
      name = "purge",
      description = "Removes dead letters for good, with all that belongs to them.",
      footer = {
        "${COMMAND-FULL-NAME} ID",
        "${COMMAND-FULL-NAME} --all --dry-run",
        "${COMMAND-FULL-NAME} --all --type ml_training --yes"
      })
  int purge(
      @Parameters(arity = "0..*", paramLabel = "ID", description = "Tasks to remove.")
          List<String> ids,
      @Option(names = "--all", description = "All dead letters that match.") boolean all,
      @Mixin TaskFilter filter,
      @Option(names = "--dry-run", description = "Say how many; change nothing.") boolean dryRun,
      @Option(names = "--yes", description = "Allow the removal of all that match.") boolean yes) {
    return change(
        new Bulk(invocation, new Change.Purge(), "purge", "purged"),
        ids,
        all,
        filter,
        dryRun,
        yes,
        "purge",
        "dlq list");
  }

  private static int change(
      Bulk bulk,
      List<String> ids,
      boolean all,
      TaskFilter filter,
      boolean dryRun,
      boolean allowed,
      String verb,
      String next) {
    if (ids != null && !ids.isEmpty()) {
      return bulk.ids(ids, dryRun, next);
    }
    if (!all) {
      throw new Problem(
          ExitCode.USAGE,
          "no task was named",
          "give ids, or --all with or without a filter",
          "devskyy dlq list");
    }
    return bulk.matching(
        List.of(filter.of(TaskStatus.FAILED)),
        dryRun,
        allowed,
        "dlq %s --all%s".formatted(verb, filter.words()),
        next);
  }
}
