package com.devskyy.bench.queue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Starts a [Child] and takes its figures.
final class ChildProcess {
  private static final int LIMIT_MINUTES = 10;
  private static final int LINES_OF_ERROR = 12;

  private ChildProcess() {}

  /// @return its figures, in its order
  /// @throws ChildFailedException when it did not do all it was told
  static Map<Measure, Double> run(Assignment assignment)
      throws IOException, InterruptedException, ChildFailedException {
    Path out = Files.createTempFile(assignment.spot().folder(), "out-", ".txt");
    Path err = Files.createTempFile(assignment.spot().folder(), "err-", ".txt");
    Process process =
        new ProcessBuilder(command(assignment))
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
    Map<Measure, Double> figures = new LinkedHashMap<>();
    for (String line : Files.readAllLines(out)) {
      String[] parts = line.split("\t", -1);
      if (parts[0].equals("figure")) {
        figures.put(new Measure(parts[1], Unit.valueOf(parts[2])), Double.parseDouble(parts[3]));
      }
    }
    return figures;
  }

  /// This Java with this class path and this process's options, so that all contestants run alike.
  private static List<String> command(Assignment assignment) {
    List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (given.stream().noneMatch(option -> option.matches("-XX:\\+Use\\w+GC"))) {
      // As ./devskyy starts a worker.
      command.add("-XX:+UseSerialGC");
    }
    if (assignment.brief()) {
      // Over before the optimising compiler would pay.
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(given);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    command.addAll(assignment.toArguments());
    return command;
  }
}
