package com.devskyy.app.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `watch ID`.
@Command(
    header = "Watch a task to its end.",
    description =
        "Watches a task to its end and prints its result. The exit code is its outcome: 0 completed, 1 not, 124 waited too long.",
    footer = {"${COMMAND-FULL-NAME} ID", "${COMMAND-FULL-NAME} ID --timeout 10m --json"})
final class WatchCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(
      paramLabel = "ID",
      description = "A task's id, or the end of one; devskyy tasks list shows them.")
  private String id = "";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Wait no longer than this: 90s, 10m. Default: for ever.")
  private Optional<Duration> timeout = Optional.empty();

  WatchCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return new Watching(invocation).toEnd(TaskIds.of(invocation, id), timeout);
  }
}
