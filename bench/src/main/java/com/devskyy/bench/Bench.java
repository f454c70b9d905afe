package com.devskyy.bench;

import com.devskyy.bench.queue.QueueBench;
import com.devskyy.bench.studio.StudioBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `bench <subcommand>`. Exit code 0: measured; 1: a target was missed, or something was not
/// measured; 2: something the caller gave cannot be used.
@Command(
    name = "bench",
    description = "Measures DevSkyy Worker.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {MlBench.class, QueueBench.class, StudioBench.class})
public final class Bench {
  /// The command line with its error handling, ready for `execute`.
  static CommandLine commandLine() {
    return new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }
}
