package com.devskyy.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Redis of one's own on the loopback address, in a folder of its own. It keeps nothing on disk
/// unless told to (`appendonly yes`). Not for several threads.
public final class RedisServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(5);

  /// Valkey says its own version before that of the Redis it stands for, or after it.
  private static final Pattern VERSION =
      Pattern.compile("(?ms)^(valkey|redis(?!.*^valkey_version))_version:(\\S+)");

  /// A cluster's nodes speak to each other on a port this much higher.
  private static final int BUS = 10_000;

  private final Path folder;
  private final Path binary;
  private final int port;
  private final List<String> settings;
  private @Nullable Process process;

  private RedisServer(Path folder, Path binary, int port, List<String> settings) {
    this.folder = folder;
    this.binary = binary;
    this.port = port;
    this.settings = settings;
  }

  /// Starts one.
  ///
  /// @param settings lines of its configuration, such as `appendonly yes`
  /// @throws IOException saying what to install when there is none
  public static RedisServer start(String... settings) throws IOException {
    Path folder = Files.createTempDirectory("redis-test-");
    var server = new RedisServer(folder, RedisBinary.find(folder), freePort(), List.of(settings));
    server.startAgain();
    return server;
  }

  /// Starts the oldest one that is served, which the build brings.
  ///
  /// @param settings lines of its configuration
  /// @throws IOException also where the build brings none for this system
  public static RedisServer startOldest(String... settings) throws IOException {
    Path folder = Files.createTempDirectory("redis-test-");
    var server =
        new RedisServer(folder, RedisBinary.carried(folder), freePort(), List.of(settings));
    server.startAgain();
    return server;
  }

  /// What it is, such as `Redis 7.0.15`.
  public String version() throws IOException {
    String about = String.valueOf(call("INFO", "server"));
    Matcher found = VERSION.matcher(about);
    if (!found.find()) {
      throw new IOException("INFO says no version: " + about);
    }
    return (found.group(1).equals("valkey") ? "Valkey " : "Redis ") + found.group(2);
  }

  /// Starts a sentinel, which watches a master and lets a replica take its place.
  ///
  /// @param settings lines of its configuration
  public static RedisServer sentinel(String... settings) throws IOException {
    Path folder = Files.createTempDirectory("redis-test-");
    Path file = folder.resolve("sentinel.conf");
    int port = freePort();
    Files.write(
        file,
        Stream.concat(
                Stream.of("port " + port, "bind 127.0.0.1", "dir " + folder), Stream.of(settings))
            .toList());
    var server = new RedisServer(folder, RedisBinary.find(folder), port, List.of());
    server.start(List.of(server.binary.toString(), file.toString(), "--sentinel"));
    return server;
  }

  public int port() {
    return port;
  }

  /// Where it is reached.
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /// Where it keeps what it keeps.
  public Path folder() {
    return folder;
  }

  /// Calls a command on a connection of its own and answers what it says: a text, a number, a list
  /// or null.
  public @Nullable Object call(String... command) throws IOException {
    return RedisTalk.once(port, command);
  }

  /// A number of INFO, such as `used_memory`.
  public double info(String field) throws IOException {
    String all = String.valueOf(call("INFO", "everything"));
    return all.lines()
        .filter(line -> line.startsWith(field + ":"))
        .mapToDouble(line -> Double.parseDouble(line.substring(field.length() + 1).strip()))
        .findFirst()
        .orElseThrow(() -> new IOException("INFO says nothing of " + field));
  }

  /// Stops it in good order.
  public void stop() throws IOException {
    end(false);
  }

  /// Ends it as by `kill -9`.
  public void kill() throws IOException {
    end(true);
  }

  private void end(boolean atOnce) throws IOException {
    Process running = process;
    process = null;
    if (running == null) {
      return;
    }
    if (atOnce) {
      running.destroyForcibly();
    } else {
      running.destroy();
    }
    try {
      if (!running.waitFor(20, TimeUnit.SECONDS)) {
        running.destroyForcibly();
        throw new IOException("redis-server did not stop");
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /// Stops it in its tracks; its connections stay.
  public void pause() throws IOException {
    signal("STOP");
  }

  /// Lets it go on after a pause.
  public void resume() throws IOException {
    signal("CONT");
  }

  private void signal(String name) throws IOException {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("the server does not run");
    }
    try {
      int code =
          new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, running.pid()))
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException("kill -%s answered %d".formatted(name, code));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Starts it on the same port and data after it was stopped or killed; waits until it answers.
  public void startAgain() throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                binary.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "no",
                "--daemonize",
                "no",
                "--protected-mode",
                "no"));
    for (String line : settings) {
      String[] parts = line.split(" ", 2);
      command.add("--" + parts[0]);
      command.addAll(List.of(parts[1].split(" ", -1)));
    }
    start(command);
  }

  private void start(List<String> command) throws IOException {
    Path log = folder.resolve("log");
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    // Nobody else ends it when the tests are broken off.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    awaitAnswer(log);
  }

  private void awaitAnswer(Path log) throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      Process running = process;
      if (running == null || !running.isAlive()) {
        throw new IOException(
            "%s ended at once: %s; %s"
                .formatted(binary, Files.readString(log).strip(), RedisBinary.REMEDY));
      }
      try {
        call("PING");
        return;
      } catch (IOException e) {
        boolean refuses = e.getMessage() != null && e.getMessage().startsWith("NOAUTH");
        if (refuses) {
          return;
        }
        if (System.nanoTime() > deadline) {
          throw new IOException("redis-server does not answer: " + Files.readString(log), e);
        }
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static int freePort() throws IOException {
    while (true) {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        int port = socket.getLocalPort();
        if (port > BUS && port < 65_535 - BUS) {
          return port;
        }
      }
    }
  }

  /// Ends it and removes its folder; safe to call twice.
  @Override
  public void close() {
    try {
      kill();
      if (Files.exists(folder)) {
        try (var files = Files.walk(folder)) {
          for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
