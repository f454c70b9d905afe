package com.devskyy.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The built jar, run as a user runs it: a process of its own in a folder of its own.
public final class Program {
  private static final Path JAR = Path.of("target/devskyy.jar").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> options = new ArrayList<>();
  private Duration patience = PATIENCE;

  /// What became of a run.
  public record Ended(int exitCode, String out, String err, Duration took) {
    /// The last line on the screen that begins with a word.
    public String last(String word) {
      return err.lines().filter(line -> line.startsWith(word + " ")).reduce("", (_, line) -> line);
    }

    /// What the error's third part says.
    public String next() {
      return last("next").substring("next".length()).strip();
    }
  }

  public Program(Path folder) {
    this.folder = folder;
  }

  public Program with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /// With an option of the Java machine, as DEVSKYY_JAVA_OPTS gives it.
  public Program withJava(String option) {
    options.add(option);
    return this;
  }

  /// A run of it may take so long.
  public Program within(Duration time) {
    patience = time;
    return this;
  }

  public Path folder() {
    return folder;
  }

  public Process start(String... arguments) {
    return startJava(List.of("-jar", JAR.toString()), arguments);
  }

  /// Runs another class of the jar.
  Ended runClass(String name) {
    return end(startJava(List.of("-cp", JAR.toString(), name)));
  }

  private Process startJava(List<String> what, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    command.addAll(what);
    command.addAll(List.of(arguments));
    return start(command);
  }

  private Process start(List<String> command) {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    // Whatever the machine has set must not decide what is tested.
    builder.environment().keySet().retainAll(List.of("PATH", "LANG", "TMPDIR"));
    builder.environment().put("HOME", folder.toString());
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Ended run(String... arguments) {
    return end(start(arguments), patience);
  }

  /// Runs a line as a shell does, with `devskyy` being the jar.
  public Ended paste(String line) throws IOException {
    String own = String.join(" ", start("--version").info().command().orElse("java"));
    Path script =
        Files.writeString(
            folder.resolve("pasted.sh"),
            "devskyy() { '%s' -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -jar '%s' \"$@\"; }\n%s\n"
                .formatted(own, JAR, line));
    return end(start(List.of("sh", script.toString())));
  }

  /// Runs the launcher that lies somewhere.
  Ended launch(Path launcher, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    return end(start(command));
  }

  /// Waits until it has ended.
  public static Ended end(Process process) {
    return end(process, PATIENCE);
  }

  private static Ended end(Process process, Duration patience) {
    long began = System.nanoTime();
    var err = new StringBuilder();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    err.append(new String(process.getErrorStream().readAllBytes(), UTF_8));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    try {
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("did not end; so far: " + out + err);
      }
      reader.join();
      if (out.indexOf('\u001b') >= 0 || err.indexOf("\u001b") >= 0) {
        throw new AssertionError("escape sequences without a terminal: " + out + err);
      }
      return new Ended(
          process.exitValue(), out, err.toString(), Duration.ofNanos(System.nanoTime() - began));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
