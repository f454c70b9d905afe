package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.ml.sample.SampleReviews;
import com.devskyy.servers.PostgresServer;
import com.devskyy.servers.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a worker says of itself over HTTP.
final class HealthIT {
  private static final String PROBE = "com.devskyy.app.health.Probe";

  @TempDir private Path folder;
  private int port;
  private Program program;

  @BeforeEach
  void choosePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    program = new Program(folder).with("HEALTH_PORT", String.valueOf(port)).with("LEASE", "6s");
  }

  private Process worker() throws IOException {
    Process worker = program.start("worker", "--json");
    worker.inputReader().readLine();
    return worker;
  }

  private HttpResponse<String> ask(String path) {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://localhost:%d/health/%s".formatted(port, path)))
              .timeout(Duration.ofSeconds(10))
              .build();
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Until the answer is this; no longer than half a minute.
  private void await(String path, int status, String said) throws Exception {
    var last = new AtomicReference<>(ask(path));
    Lookout.onFiles(
        folder,
        Duration.ofSeconds(30),
        "%s answers %d".formatted(path, status),
        () -> last.updateAndGet(_ -> ask(path)).statusCode() == status);
    assertThat(last.get().body()).contains(said);
  }

  @Test
  void aWorkerIsReadyUntilItIsStoppedAndLivesUntilItHasStopped() throws Exception {
    Files.writeString(folder.resolve("reviews.csv"), SampleReviews.csv(60_000, 1));
    Process worker = worker();
    await("ready", 200, "ok");
    assertThat(ask("live").statusCode()).isEqualTo(200);
    assertThat(ask("ready/not").statusCode()).isEqualTo(404);

    String id = program.run("enqueue", "ml_training", "--example").out().strip();
    Process watch = program.start("watch", id);
    try (BufferedReader lines = watch.errorReader()) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("processing")) {
        line = lines.readLine();
      }
    }
    watch.destroy();
    worker.toHandle().destroy();
    await("ready", 503, "stopping");
    assertThat(ask("live").statusCode()).isEqualTo(200);
    assertThat(Program.end(worker).exitCode()).isZero();
    assertThat(program.run("tasks", "show", id, "--json").out())
        .contains("\"status\":\"completed\"");
  }

  @Test
  void aWorkerWhoseStoreDoesNotAnswerIsNotReadyAndLivesAndHeals() throws Exception {
    Process worker = worker();
    await("ready", 200, "ok");
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/devskyy.db"));
        var statement = other.createStatement()) {
      // Whoever else wants to write waits, in vain.
      statement.execute("BEGIN IMMEDIATE");
      await("ready", 503, "the store");
      assertThat(ask("live").statusCode()).isEqualTo(200);
      statement.execute("ROLLBACK");
    }
    await("ready", 200, "ok");
    worker.toHandle().destroy();
    assertThat(Program.end(worker).exitCode()).isZero();
  }

  @Test
  void theSameOfARedisThatIsStoppedAndStartedAgain() throws Exception {
    try (var server = RedisServer.start("appendonly yes")) {
      program.with("REDIS_URL", server.url());
      isNotReadyWhileItsServerIsAway("redis://", server::stop, server::startAgain);
    }
  }

  @Test
  void theSameOfAPostgresql() throws Exception {
    try (var server = PostgresServer.start()) {
      program.with("DATABASE_URL", server.url());
      isNotReadyWhileItsServerIsAway("postgresql://", server::stop, server::startAgain);
    }
  }

  private interface Step {
    void go() throws IOException;
  }

  private void isNotReadyWhileItsServerIsAway(String kind, Step stop, Step startAgain)
      throws Exception {
    Process worker = program.start("worker", "--json");
    try {
      assertThat(worker.inputReader().readLine()).contains("\"store\":\"" + kind);
      await("ready", 200, "ok");
      assertProbed(0, "ok");
      stop.go();
      await("ready", 503, "the store");
      assertProbed(1, "the store");
      assertThat(ask("live").statusCode()).isEqualTo(200);
      startAgain.go();
      long back = System.nanoTime();
      await("ready", 200, "ok");
      System.out.printf(
          "a worker on %s was ready %d ms after its server was back%n",
          kind, (System.nanoTime() - back) / 1_000_000);
      assertProbed(0, "ok");
      worker.toHandle().destroy();
      assertThat(Program.end(worker).exitCode()).isZero();
    } finally {
      worker.destroyForcibly();
    }
  }

  /// As a container's health check asks.
  private void assertProbed(int exitCode, String said) {
    assertThat(program.runClass(PROBE))
        .returns(exitCode, Program.Ended::exitCode)
        .satisfies(ended -> assertThat(ended.out()).startsWith(said));
  }

  @Test
  void theProbeEndsAsTheWorkerIs() throws Exception {
    assertProbed(1, "no answer on port " + port);
    Process worker = worker();
    await("ready", 200, "ok");
    assertProbed(0, "ok\n");
    worker.toHandle().destroy();
    assertThat(Program.end(worker).exitCode()).isZero();
  }

  @Test
  void aPortThatIsTakenIsToldBeforeAnythingStarts() throws Exception {
    try (var taken = new ServerSocket(port)) {
      Program.Ended ended = program.run("worker");
      assertThat(ended.exitCode()).isEqualTo(2);
      assertThat(ended.last("error"))
          .contains("port %d cannot be had".formatted(taken.getLocalPort()));
      assertThat(ended.next()).isEqualTo("devskyy worker --health-port 0");
      assertThat(folder.resolve("data")).doesNotExist();
    }
  }
}
