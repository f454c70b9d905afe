package com.devskyy.app.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `completion`.
@Command(
    header = "Completion script for bash and zsh.",
    description = "Prints a completion script for bash and zsh.",
    footer = {
      "${COMMAND-FULL-NAME} > ~/.devskyy-completion",
      ". ~/.devskyy-completion    # in ~/.bashrc, to have it always"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    invocation.out().print(AutoComplete.bash("devskyy", spec.root().commandLine()));
    return 0;
  }
}
