package com.devskyy.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The tree of commands.
@Command(
    name = "devskyy",
    versionProvider = Overview.Version.class,
    description =
        "The background worker of DevSkyy: producers enqueue, workers do, nothing is lost.",
    footer = {
      "${ROOT-COMMAND-NAME} demo                     a guided tour, about ten seconds",
      "${ROOT-COMMAND-NAME} worker                   run tasks until Ctrl-C",
      "${ROOT-COMMAND-NAME} run TYPE --example       enqueue a task and watch it",
      "${ROOT-COMMAND-NAME} why ID                   why a task waits or failed"
    },
    synopsisSubcommandLabel = "COMMAND")
final class Devskyy {
  /// By name, in the order of the help. Their annotations do not repeat it.
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("demo", DemoCommand.class);
    COMMANDS.put("worker", WorkerCommand.class);
    COMMANDS.put("enqueue", EnqueueCommand.class);
    COMMANDS.put("run", RunCommand.class);
    COMMANDS.put("watch", WatchCommand.class);
    COMMANDS.put("why", WhyCommand.class);
    COMMANDS.put("tasks", TasksCommands.class);
    COMMANDS.put("dlq", DlqCommands.class);
    COMMANDS.put("queues", QueuesCommands.class);
    COMMANDS.put("types", TypesCommands.class);
    COMMANDS.put("models", ModelsCommands.class);
    COMMANDS.put("doctor", DoctorCommand.class);
    COMMANDS.put("backup", BackupCommand.class);
    COMMANDS.put("move", MoveCommand.class);
    COMMANDS.put("chaos", ChaosCommand.class);
    COMMANDS.put("completion", CompletionCommand.class);
  }

  /// Adds the commands that a call can mean: reading the declarations of all of them takes longer
  /// than most commands themselves, so one that is named first comes alone.
  static void addCommands(CommandLine root, String first) {
    Class<?> named = COMMANDS.get(first);
    if (named != null && named != CompletionCommand.class) {
      root.addSubcommand(first, named);
    } else {
      COMMANDS.forEach(root::addSubcommand);
    }
  }
}
