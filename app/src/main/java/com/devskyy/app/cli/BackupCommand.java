package com.devskyy.app.cli;

import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.app.text.Quantities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `backup FILE`.
@Command(
    header = "Copy the store while it is used.",
    description = {
      "Copies the store as it is at one moment into a new file, while workers and producers go on. The copy is a store: --queue-url sqlite:FILE looks into it, or goes on from there.",
      "Do not copy the files of a store in use by other means: the database and its log would not be of the same moment. Artifacts are files of their own and not in the copy."
    },
    footer = {
      "${COMMAND-FULL-NAME} backup.db",
      "${COMMAND-FULL-NAME} /mnt/backup/devskyy-$(date +%F).db"
    })
final class BackupCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "Where the copy goes; must not exist.")
  private Path target = Path.of("");

  BackupCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// What was copied, as JSON.
  private record Copied(String store, String file, long bytes) {}

  @Override
  public Integer call() throws IOException {
    Path file = invocation.host().folder().resolve(target).normalize();
    if (Files.exists(file)) {
      throw new Problem(
          ExitCode.USAGE,
          "%s is there already".formatted(target),
          "a backup replaces nothing; give it a name of its own",
          "ls -l " + Arguments.quoted(target.toString()));
    }
    invocation.product().backup(file);
    long bytes = Files.size(file);
    String store = invocation.product().queue().text();
    if (invocation.isJson()) {
      invocation.printJson(new Copied(store, file.toString(), bytes));
    } else {
      invocation.out().print(file.toString());
    }
    invocation.say(
        "copied %s, %s; artifacts in %s are not in it"
            .formatted(store, Quantities.about(bytes), invocation.product().artifactFolder()),
        "tasks list --queue-url sqlite:" + Arguments.quoted(file.toString()));
    return ExitCode.OK;
  }
}
