package com.devskyy.bench.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a class in a process of its own: this Java with this class path and this process's options,
/// so that all that is measured runs alike.
public final class ChildJvm {
  private static final int LIMIT_MINUTES = 10;
  private static final int LINES_OF_ERROR = 12;

  private ChildJvm() {}

  /// Runs it to its end.
  ///
  /// @param scratch a folder for its output
  /// @param options of the Java machine, before those of this process
  /// @param main whose main method is called
  /// @return the lines it printed
  /// @throws ChildFailedException when it did not end well
  public static List<String> run(
      Path scratch, List<String> options, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException, ChildFailedException {
    Path out = Files.createTempFile(scratch, "out-", ".txt");
    Path err = Files.createTempFile(scratch, "err-", ".txt");
    Process process =
        new ProcessBuilder(command(options, main, arguments))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    // Ctrl-C ends this process alone: a child would go on measuring for nobody.
    var end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    try {
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new ChildFailedException(
            "not done after %d minutes".formatted(LIMIT_MINUTES), Files.readString(err));
      }
    } finally {
      process.destroyForcibly();
    }
    Runtime.getRuntime().removeShutdownHook(end);
    if (process.exitValue() != 0) {
      List<String> lines = Files.readAllLines(err);
      throw new ChildFailedException(
          lines.stream().filter(line -> !line.startsWith("\tat ")).findFirst().orElse("no words"),
          String.join("\n", lines.subList(0, Math.min(LINES_OF_ERROR, lines.size()))));
    }
    return Files.readAllLines(out);
  }

  private static List<String> command(List<String> options, Class<?> main, List<String> arguments) {
    List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (given.stream().noneMatch(option -> option.matches("-XX:\\+Use\\w+GC"))) {
      // As ./devskyy starts a worker.
      command.add("-XX:+UseSerialGC");
    }
    command.addAll(options);
    command.addAll(given);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
  }
}
