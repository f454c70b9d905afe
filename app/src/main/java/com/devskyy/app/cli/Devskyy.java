package com.devskyy.app.cli;

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
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      WorkerCommand.class,
      EnqueueCommand.class,
      RunCommand.class,
      WatchCommand.class,
      WhyCommand.class,
      TasksCommands.class,
      DlqCommands.class,
      QueuesCommands.class,
      TypesCommands.class,
      ModelsCommands.class,
      DoctorCommand.class,
      BackupCommand.class,
      ChaosCommand.class,
      CompletionCommand.class
    })
final class Devskyy {}
