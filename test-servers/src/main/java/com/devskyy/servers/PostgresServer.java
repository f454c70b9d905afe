package com.devskyy.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL of one's own: on a free port of the loopback address, with its data in a temporary
/// folder, for the user `postgres` without a password. It can be stopped, killed, paused and
/// started again on the same port and data.
///
/// PostgreSQL refuses to run as root; started by root it runs as `nobody`.
///
/// Not for several threads.
public final class PostgresServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String USER = "postgres";
  private static final Map<String, String> FOR_TESTS =
      Map.of("fsync", "off", "full_page_writes", "off", "synchronous_commit", "on");

  private final Path home;
  private final Path folder;
  private final int port;
  private final Map<String, String> options;
  private @Nullable Process process;

  private PostgresServer(Path home, Path folder, int port, Map<String, String> options) {
    this.home = home;
    this.folder = folder;
    this.port = port;
    this.options = options;
  }

  /// Starts one that does not wait for the disk, for tests: what it has committed survives the
  /// server's end in any way, not the machine's.
  public static PostgresServer start() {
    return start(FOR_TESTS);
  }

  /// The same of the newest version that we test with, beside the oldest.
  public static PostgresServer startNewest() {
    try {
      return start(PostgresBinaries.newest(), newFolder(), FOR_TESTS);
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be started", e);
    }
  }

  /// Starts one.
  ///
  /// @param options settings beside the defaults, as in `postgresql.conf`
  /// @throws IllegalStateException when it cannot be started, with what to do about it
  public static PostgresServer start(Map<String, String> options) {
    try {
      return start(newFolder(), options);
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be started", e);
    }
  }

  /// The same in a folder that is empty.
  public static PostgresServer start(Path folder, Map<String, String> options) {
    try {
      return start(PostgresBinaries.oldest(), folder, options);
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be started", e);
    }
  }

  private static PostgresServer start(Path home, Path folder, Map<String, String> options)
      throws IOException {
    var server = new PostgresServer(home, folder, freePort(), options);
    server.init();
    server.startAgain();
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    return server;
  }

  private static Path newFolder() throws IOException {
    return Files.createTempDirectory("devskyy-postgres-data-");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void init() throws IOException {
    if (Nobody.isNeeded()) {
      run(List.of("chown", "-R", "nobody", folder.toString()), "initdb.log");
    }
    run(
        Nobody.runs(
            List.of(
                home.resolve("bin/initdb").toString(),
                "--pgdata=" + data(),
                "--username=" + USER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync")),
        "initdb.log");
  }

  private Path data() {
    return folder.resolve("data");
  }

  /// Starts it, after it was stopped, as one that repeats what another does and takes no writes.
  public void startAgainAsStandby() {
    try {
      Path signal = Files.createFile(data().resolve("standby.signal"));
      if (Nobody.isNeeded()) {
        run(List.of("chown", "nobody", signal.toString()), "initdb.log");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    startAgain();
  }

  /// Starts it on its port and data, after it was stopped or killed. Returns when it answers.
  public void startAgain() {
    if (isRunning()) {
      throw new IllegalStateException("it runs already");
    }
    var command =
        new ArrayList<>(
            List.of(
                home.resolve("bin/postgres").toString(),
                "-D",
                data().toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=100"));
    options.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    try {
      Path log = folder.resolve("server.log");
      process =
          new ProcessBuilder(Nobody.runs(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      awaitReady(log);
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be started", e);
    }
  }

  /// It writes `ready`, or `standby`, on the last line of its pid file once it takes connections.
  private void awaitReady(Path log) throws IOException {
    Path pidFile = data().resolve("postmaster.pid");
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until && isRunning()) {
      if (Files.exists(pidFile) && saysReady(Files.readString(pidFile)) && answers()) {
        return;
      }
      pause();
    }
    String said = Files.readString(log);
    kill();
    throw new IllegalStateException(
        "PostgreSQL of %s did not start on port %d. It said: %s".formatted(home, port, said));
  }

  private static boolean saysReady(String pidFile) {
    return pidFile.contains("ready") || pidFile.contains("standby");
  }

  private boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// The port it listens on, on the loopback address.
  public int port() {
    return port;
  }

  /// How JDBC reaches one of its databases.
  public String jdbcUrl(String database) {
    return jdbcUrl(database, port);
  }

  /// The same through a proxy on another port.
  public String jdbcUrl(String database, int otherPort) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(otherPort, database);
  }

  /// How programs reach its database `postgres`, user included.
  public String url() {
    return "postgresql://%s@127.0.0.1:%d/postgres".formatted(USER, port);
  }

  /// Its superuser, who needs no password.
  public String user() {
    return USER;
  }

  /// Whether its process lives.
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /// Stops it in good order, cutting all connections.
  public void stop() {
    signal("INT");
    awaitEnd();
  }

  /// Kills it and all processes it has started, as a failing machine would.
  public void kill() {
    Process running = process;
    if (running == null || !running.isAlive()) {
      return;
    }
    List<ProcessHandle> children = running.descendants().toList();
    running.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    awaitEnd();
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (children.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < until) {
      pause();
    }
  }

  /// Stops it and all processes it has started in the middle of whatever they do.
  public void pauseAll() {
    signalAll("STOP");
  }

  /// Lets it go on after [#pauseAll()].
  public void resumeAll() {
    signalAll("CONT");
  }

  private void signalAll(String name) {
    Process running = process;
    if (running != null && running.isAlive()) {
      signal(name);
      running.descendants().forEach(child -> signal(name, child.pid()));
    }
  }

  private void signal(String name) {
    Process running = process;
    if (running != null && running.isAlive()) {
      signal(name, running.pid());
    }
  }

  private static void signal(String name, long pid) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd() {
    Process running = process;
    try {
      if (running != null && !running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("PostgreSQL did not end; see " + folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What it has said so far, to find out why something failed.
  public String log() {
    try {
      return Files.readString(folder.resolve("server.log"));
    } catch (IOException e) {
      return "its log cannot be read: " + e;
    }
  }

  /// Ends it and removes its data; safe to call twice.
  @Override
  public void close() {
    resumeAll();
    kill();
    try {
      if (Files.exists(folder)) {
        Folders.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(List<String> command, String logName) throws IOException {
    Path log = folder.resolve(logName);
    try {
      int code =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "%s failed with code %d and said: %s. If it may not be run here, name an installed"
                    .formatted(command, code, Files.readString(log))
                + " PostgreSQL with -Dpostgres.home=… or run the tests as a user who is not root.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting PostgreSQL", e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
