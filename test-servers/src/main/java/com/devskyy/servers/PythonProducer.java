package com.devskyy.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A producer in Python, as the platform has them: `producer.py`, on a Python that has the package
/// `redis`. Threads share it.
public final class PythonProducer {
  /// Why there is none.
  public static final String MISSING =
      "no Python with the package redis; install python3 and python3-redis";

  private final String python;
  private final Path script;

  private PythonProducer(String python, Path script) {
    this.python = python;
    this.script = script;
  }

  /// Finds a Python.
  ///
  /// @param folder where its script is put
  /// @return empty when none has the package
  public static Optional<PythonProducer> find(Path folder)
      throws IOException, InterruptedException {
    for (String python : List.of("/usr/bin/python3", "python3")) {
      if (hasPackage(python)) {
        Path script = folder.resolve("producer.py");
        try (InputStream in = PythonProducer.class.getResourceAsStream("producer.py")) {
          if (in == null) {
            throw new IllegalStateException("the resource producer.py is missing");
          }
          Files.write(script, in.readAllBytes());
        }
        return Optional.of(new PythonProducer(python, script));
      }
    }
    return Optional.empty();
  }

  private static boolean hasPackage(String python) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(python, "-c", "import redis").redirectErrorStream(true).start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      // There is no such program; the next one may be.
      return false;
    }
  }

  /// Runs the script against a server and answers what it printed.
  ///
  /// @param words as the script's head says
  /// @throws IOException when it failed, with what it said
  public String run(RedisServer server, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python, script.toString(), server.url()));
    command.addAll(List.of(words));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
    return said.strip();
  }
}
