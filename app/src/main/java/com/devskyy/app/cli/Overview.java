package com.devskyy.app.cli;

import com.devskyy.app.host.Host;
import com.devskyy.app.host.Screen;
import com.devskyy.app.text.Cells;
import com.devskyy.app.text.Style;
import picocli.CommandLine.IVersionProvider;

/// What the bare command says.
final class Overview {
  private Overview() {}

  /// The version as the parser wants it.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {version()};
    }
  }

  /// Name and version of this build.
  static String version() {
    String version = Overview.class.getPackage().getImplementationVersion();
    return "devskyy " + (version == null ? "(not from its jar)" : version);
  }

  static void print(Host host) {
    Screen out = host.out();
    String program = host.program();
    out.print(out.paint(Style.STRONG, "DevSkyy Worker") + "  slow work, off the shop's back");
    out.print("");
    int width = program.length() + 32;
    example(out, program + " demo", "a guided tour, about ten seconds", width);
    example(out, program + " models sample > reviews.csv", "something to learn from", width);
    example(out, program + " run ml_training --example", "enqueue a task and watch it", width);
    out.print("");
    group(out, "run", "worker  enqueue  run  watch");
    group(out, "look", "tasks  why  types  models  queues  doctor  chaos");
    group(out, "mend", "dlq  tasks cancel  queues resume  backup");
    out.print("");
    out.print(
        "  %s COMMAND --help teaches a command by examples; --json works on all."
            .formatted(program));
  }

  private static void example(Screen out, String command, String does, int width) {
    out.print("  " + Cells.pad(command, width) + out.paint(Style.QUIET, does));
  }

  private static void group(Screen out, String name, String commands) {
    out.print("  " + out.paint(Style.QUIET, "%-6s".formatted(name)) + commands);
  }
}
