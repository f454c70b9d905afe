package com.devskyy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.servers.PostgresServer;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueBenchTest {
  private static final List<String> PEERS =
      List.of(
          "JobRunr, H2",
          "JobRunr, SQLite",
          "db-scheduler, H2",
          "db-scheduler, HSQLDB",
          "db-scheduler, SQLite");

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Bench.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  /// Each process counts its tasks' ends itself and fails when one is missing; then its rows are
  /// missing here.
  @Test
  void everyBenchmarkRunsAndEveryTaskReachesItsEnd() throws IOException {
    int code =
        run("queue", "--brief", "--sync", "full", "--batch", "100", "--dir", folder.toString());
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString())
        .as(err.toString())
        .contains(PEERS)
        .doesNotContain("not run", "not measured");
    assertThat(rows())
        .contains(
            "store, 100 at once: insert",
            "store, 100 at once: claim + complete",
            "store, 100 at once: whole life",
            "store, 100 at once: size of a waiting task, beyond its input",
            "enqueue one by one, 1 thread",
            "enqueue one by one, 16 threads",
            "enqueue in bulk",
            "size of a waiting task, beyond its input",
            "drain 1,000 waiting",
            "drain 1,000 waiting, 1 user",
            "drain 2,000 waiting, 1 user",
            "drain 1,000 waiting, 10,000 users",
            "drain 2,000 waiting, 10,000 users",
            "whole life, bulk producer and worker at once",
            "pickup at 100/s, in process: p50",
            "pickup at 100/s, in process: p99",
            "pickup at 100/s, across processes: p50",
            "pickup at 100/s, across processes: p99",
            "idle worker");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).as("files that a run leaves behind").isEmpty();
    }
  }

  @Test
  void onServersOfItsOwnEverythingRunsToo() throws IOException {
    int code =
        run(
            "queue",
            "--store",
            "redis",
            "--store",
            "postgresql",
            "--brief",
            "--no-peers",
            "--only",
            "store,bulk,drain,backlog,across,idle",
            "--batch",
            "500",
            "--dir",
            folder.toString());
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString())
        .as(err.toString())
        .containsPattern("(?m)^Redis [67]\\.")
        .containsPattern("(?m)^PostgreSQL 1[4-9]\\.")
        .contains("| target, Redis ", "| target, PostgreSQL ", "µs of server CPU per task")
        .doesNotContain("not run");
    assertThat(rows())
        .contains(
            "store, 500 at once: whole life",
            "enqueue in bulk",
            "size of a waiting task, beyond its input",
            "drain 1,000 waiting",
            "drain the first 400 of 500, 1 user",
            "drain the first 400 of 2,000, 10,000 users",
            "pickup at 100/s, across processes: p99",
            "idle worker");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).as("files that a run leaves behind").isEmpty();
    }
  }

  @Test
  void addressesOfAnyStoreAreMeasuredOnAndLeftAsTheyWere() throws Exception {
    Path file = folder.resolve("tasks/devskyy.db");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "somebody's");
    try (var redis = RedisServer.start();
        var postgres = PostgresServer.start()) {
      redis.call("SET", "key", "somebody's");
      int code =
          run(
              "queue",
              "--brief",
              "--no-peers",
              "--only",
              "store,bulk",
              "--batch",
              "500",
              "--sync",
              "full",
              "--store",
              "sqlite:" + file,
              "--store",
              redis.url(),
              "--store",
              postgres.url(),
              "--dir",
              folder.resolve("elsewhere").toString());
      assertThat(code).as(err.toString()).isZero();
      assertThat(out.toString())
          .contains("| target, SQLite, ", "| target, Redis ", "| target, PostgreSQL ");
      assertThat(redis.call("DBSIZE")).isEqualTo(1L);
      try (var connection =
              DriverManager.getConnection(postgres.jdbcUrl("postgres"), postgres.user(), "");
          var schemas =
              connection
                  .createStatement()
                  .executeQuery("SELECT FROM pg_namespace WHERE nspname LIKE 'bench%'")) {
        assertThat(schemas.next()).as("schemas that a run leaves behind").isFalse();
      }
    }
    try (Stream<Path> left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
    assertThat(file).hasContent("somebody's");
  }

  private List<String> rows() {
    return out.toString()
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> line.split("\\|", -1)[1].strip())
        .toList();
  }

  @Test
  void bothSyncsAreMeasuredAndGivenAsJson() {
    int code =
        run(
            "queue",
            "--brief",
            "--only",
            "store",
            "--batch",
            "500",
            "--no-peers",
            "--json",
            "--dir",
            folder.toString());
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString())
        .startsWith("{")
        .contains(
            "\"store\":\"SQLite, synchronous = FULL\"",
            "\"store\":\"SQLite, synchronous = NORMAL\"",
            "\"contestant\":\"raw limit\"")
        .contains("\"measure\":\"store, 500 at once: whole life\"")
        .doesNotContain("JobRunr, ");
  }

  @Test
  void whatCannotBeMeasuredIsRefusedInThreeParts() {
    assertThat(run("queue", "--only", "drian")).isEqualTo(2);
    assertThat(run("queue", "--rounds", "0")).isEqualTo(2);
    assertThat(run("queue", "--batch", "300")).isEqualTo(2);
    assertThat(run("queue", "--store", "postgresql://postgres:secret@nowhere")).isEqualTo(2);
    assertThat(run("queue", "--store", "sqlite:")).isEqualTo(2);
    assertThat(err.toString())
        .contains("what: --store is refused", "sqlite, redis, postgresql")
        .doesNotContain("secret")
        .contains("what: --only drian is refused", "next: choose of store, enqueue")
        .contains("what: --rounds 0 is refused")
        .contains("what: --batch 300 is refused", "why:  it must be from 1 to 500 and divide 500");
    assertThat(out.toString()).isEmpty();
  }
}
