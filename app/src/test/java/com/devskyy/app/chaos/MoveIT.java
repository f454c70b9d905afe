package com.devskyy.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.app.Program;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.servers.PostgresServer;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `devskyy move`, between stores of each kind.
final class MoveIT {
  private static final TypeName CHAOS = ChaosTask.TYPE.name();
  private static final int TASKS = 5_000;
  private static final int DEAD = 20;
  private static final int LATER = 20;

  @TempDir private Path folder;

  private Stage stage(String name) throws Exception {
    Path own = Files.createDirectories(folder.resolve(name));
    return new Stage(own, own.resolve("devskyy.db"));
  }

  private Program program() {
    return new Program(folder);
  }

  private static String[] move(Stage from, Stage to, String... more) {
    List<String> words = new ArrayList<>(List.of("move", "--from", from.url(), "--to", to.url()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static String[] move(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("move", "--from", "sqlite:from/devskyy.db", "--to", "sqlite:to/devskyy.db"));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static long number(Stage stage, TaskStatus status) {
    return stage.store().counts().of(CHAOS, status);
  }

  @Test
  void killedAgainAndAgainUnderWorkersOfBothStoresItMovesEachTaskOnce() throws Exception {
    try (Stage from = stage("from");
        Stage to = stage("to")) {
      movesEachTaskOnceThoughKilled(from, to);
    }
  }

  @Test
  void theSameFromAFileToRedisAndBack() throws Exception {
    try (var server = RedisServer.start();
        Stage file = stage("file");
        Stage redis =
            Stage.onRedis(Files.createDirectories(folder.resolve("redis")), server.url());
        Stage another = stage("another")) {
      movesEachTaskOnceThoughKilled(file, redis);
      TaskId late = redis.enqueue(Duration.ZERO);
      assertThat(redis.run("queues", "pause", "chaos").exitCode()).isZero();
      Program.Ended back = program().run(move(redis, another));
      assertThat(back.exitCode()).as(back.err()).isZero();
      assertThat(number(another, TaskStatus.FAILED)).isEqualTo(DEAD);
      assertThat(number(another, TaskStatus.SCHEDULED)).isEqualTo(LATER);
      assertThat(redis.find(late).status().isEnd()).isTrue();
    }
  }

  @Test
  void theSameFromAFileToPostgresql() throws Exception {
    try (var server = PostgresServer.start();
        Stage file = stage("file");
        Stage postgres = postgres(server)) {
      movesEachTaskOnceThoughKilled(file, postgres);
    }
  }

  @Test
  void theSameFromPostgresqlToRedis() throws Exception {
    try (var server = PostgresServer.start();
        var target = RedisServer.start();
        Stage postgres = postgres(server);
        Stage redis =
            Stage.onRedis(Files.createDirectories(folder.resolve("redis")), target.url())) {
      movesEachTaskOnceThoughKilled(postgres, redis);
    }
  }

  private Stage postgres(PostgresServer server) throws Exception {
    return Stage.onPostgres(Files.createDirectories(folder.resolve("postgres")), server.url());
  }

  private void movesEachTaskOnceThoughKilled(Stage from, Stage to) throws Exception {
    List<TaskId> ids = from.enqueueMany(TASKS);
    List<TaskId> dead = from.enqueueMany(DEAD);
    Map<TaskId, Instant> later = new HashMap<>();
    for (int i = 0; i < LATER; i++) {
      TaskId id = from.enqueueIn(Duration.ofHours(1));
      later.put(id, from.find(id).dueAt());
    }
    var error = new TaskError(ErrorType.INTERNAL, "it died");
    from.store()
        .change(new Selection.Ids(dead), new Change.Bury(error), from.store().clock().instant());
    // A line for each task would fill the pipe that nobody empties.
    to.worker("--log-level", "error");
    int midway = 0;
    for (int kill = 1; kill <= 4; kill++) {
      long enough = TASKS * kill / 5;
      Process move = program().start(move(from, to));
      to.awaitStored(
          "some are there", () -> number(to, TaskStatus.COMPLETED) >= enough || !move.isAlive());
      move.destroyForcibly().waitFor();
      midway += number(from, TaskStatus.QUEUED) > 0 ? 1 : 0;
      if (kill == 1) {
        // Its queue is paused, so it has nothing to do.
        from.worker("--log-level", "error");
      }
    }
    assertThat(midway).as("kills before it had come to its end").isPositive();
    Program.Ended last = program().run(move(from, to, "--json"));
    assertThat(last.exitCode()).as(last.err()).isZero();
    assertThat(last.out()).contains("\"dry_run\":false", "\"left_behind\":0", "\"running\":0");

    assertThat(from.run("queues", "resume", "chaos").exitCode()).isZero();
    to.awaitEnds(ids);
    assertThat(from.entries()).as("done where it came from").isEmpty();
    assertThat(to.entries())
        .filteredOn(entry -> entry.what() == Entry.What.BEGAN)
        .extracting(Entry::task)
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(number(to, TaskStatus.COMPLETED)).isEqualTo(TASKS);
    assertThat(number(to, TaskStatus.FAILED)).isEqualTo(DEAD);
    assertThat(dead).allMatch(id -> to.find(id).error().equals(java.util.Optional.of(error)));
    assertThat(number(to, TaskStatus.SCHEDULED)).isEqualTo(LATER);
    later.forEach((id, due) -> assertThat(to.find(id).dueAt()).isEqualTo(due));
    assertThat(number(from, TaskStatus.CANCELLED)).isEqualTo(TASKS + LATER);
    assertThat(number(from, TaskStatus.SCHEDULED)).isZero();
    assertThat(number(from, TaskStatus.FAILED)).isZero();
    Invariants.check(from.store());
    Invariants.check(to.store());
  }

  @Test
  void itSaysWhatItWouldDoAndWhatItDid() throws Exception {
    TaskId id;
    try (Stage from = stage("from")) {
      id = from.enqueue(Duration.ZERO);
      Program.Ended dry = program().run(move("--dry-run"));
      assertThat(dry.exitCode()).as(dry.err()).isZero();
      assertThat(dry.out()).contains("chaos\t1\t0");
      assertThat(dry.err()).contains("would move 1 tasks and 0 dead letters");
      assertThat(folder.resolve("to")).doesNotExist();
      assertThat(from.find(id).status()).isEqualTo(TaskStatus.QUEUED);
      assertThat(from.store().counts().queues().get(CHAOS).paused()).isFalse();
    }
    Program.Ended moved = program().run(move());
    assertThat(moved.exitCode()).as(moved.err()).isZero();
    assertThat(moved.out()).contains("chaos\t1\t0");
    assertThat(moved.err())
        .contains("moved 1 tasks and 0 dead letters from sqlite:from/devskyy.db to sqlite:to/");
    assertThat(
            program()
                .run("tasks", "show", id.value(), "--json", "--queue-url", "sqlite:to/devskyy.db")
                .out())
        .contains("\"status\":\"queued\"");
    assertThat(
            program()
                .run("tasks", "show", id.value(), "--json", "--queue-url", "sqlite:from/devskyy.db")
                .out())
        .contains("\"status\":\"cancelled\"", "moved to sqlite:to/devskyy.db");
  }

  @Test
  void aStoreUnderAnotherNameIsKnownAgain() throws IOException {
    try (var server = RedisServer.start()) {
      String from = "redis://127.0.0.1:" + server.port();
      String to = "redis://localhost:%d/0".formatted(server.port());
      assertThat(
              program()
                  .run("enqueue", "ml_prediction", "--example", "--queue-url", from)
                  .exitCode())
          .isZero();
      Program.Ended same = program().run("move", "--from", from, "--to", to);
      assertThat(same.exitCode()).isEqualTo(2);
      assertThat(same.err()).contains("error  --from and --to are the same store");
      assertThat(program().run("tasks", "list", "--queue-url", from).out()).contains("queued");
    }
  }

  @Test
  void itRefusesWhatIsNoStoreAndNamesTheNextStep() {
    Program.Ended missing = program().run(move());
    assertThat(missing.exitCode()).isEqualTo(3);
    assertThat(missing.err()).contains("error  there is no store at sqlite:from/devskyy.db");
    Program.Ended same = program().run("move", "--from", "sqlite:a", "--to", "sqlite:a");
    assertThat(same.exitCode()).isEqualTo(2);
    assertThat(same.err()).contains("error  --from and --to are the same store");
    Program.Ended unknown =
        program().run("move", "--from", "sqlite:a", "--to", "mongodb://user:secret@host/0");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("error  --to must be sqlite:<file>, redis://", "was \"mongodb://", "next")
        .doesNotContain("secret");
    assertThat(program().run("move").err()).contains("error", "--from", "next");
  }
}
