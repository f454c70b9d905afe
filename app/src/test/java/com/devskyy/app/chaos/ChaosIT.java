package com.devskyy.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.app.Lookout;
import com.devskyy.app.Program;
import com.devskyy.engine.Codec;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.json.JsonCodec;
import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisSettings;
import com.devskyy.redis.RedisStore;
import com.devskyy.servers.PostgresServer;
import com.devskyy.servers.RedisServer;
import com.devskyy.sql.PostgresSettings;
import com.devskyy.sql.PostgresStore;
import com.devskyy.sql.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// At least 20,000 tasks, two workers, at least 50 kills: the command's own verdict, and what the
/// store and the handlers' journals say without it.
final class ChaosIT {
  private static final int TASKS = 20_000;
  private static final int KILLS = 50;

  /// Where another server has the work.
  private static final int FEWER = 3_000;
  private static final int FEWER_KILLS = 20;

  @TempDir private Path folder;

  @Test
  void everyTaskEndsOnceWhateverIsKilled() throws Exception {
    Verdict verdict = chaos(TASKS, KILLS);
    Path run = folder.resolve(verdict.left().orElseThrow().folder());
    try (SqliteStore opened = Stage.open(run.resolve("devskyy.db"))) {
      checkWithoutTheVerdict(opened.tasks(), Journal.entries(run), verdict.tasks());
    }
  }

  @Test
  void theSameOnRedis() throws Exception {
    try (var server = RedisServer.start()) {
      Verdict verdict = chaos(FEWER, FEWER_KILLS, "--store", server.url());
      Verdict.Left left = verdict.left().orElseThrow();
      var settings =
          RedisSettings.of(RedisAddress.parse(server.url())).withNamespace(left.namespace());
      try (TaskStore store = RedisStore.open(settings, new SecureRandom())) {
        checkWithoutTheVerdict(
            store, Journal.entries(folder.resolve(left.folder())), verdict.tasks());
      }
    }
  }

  @Test
  void theSameOnPostgresql() throws Exception {
    try (var server = PostgresServer.start()) {
      Verdict verdict = chaos(FEWER, FEWER_KILLS, "--store", server.url());
      Verdict.Left left = verdict.left().orElseThrow();
      var settings = PostgresSettings.ofUrl(server.url()).withNamespace(left.namespace());
      try (var store = PostgresStore.open(settings, new SecureRandom())) {
        checkWithoutTheVerdict(
            store.tasks(), Journal.entries(folder.resolve(left.folder())), verdict.tasks());
      }
    }
  }

  /// A run whose verdict is good, and which leaves all that it has done.
  private Verdict chaos(int tasks, int kills, String... more) {
    List<String> words = new ArrayList<>(List.of("chaos", "--tasks", tasks + ""));
    words.addAll(List.of("--kills", kills + "", "--workers", "2", "--json", "--keep"));
    words.addAll(List.of(more));
    Program.Ended ended =
        new Program(folder).within(Duration.ofMinutes(6)).run(words.toArray(String[]::new));
    Verdict verdict = verdict(ended);
    System.out.printf(
        "chaos on %s: %,d tasks, %d kills in %.0f s; tasks of the dead ran again within %d ms (median %d)%n",
        verdict.left().orElseThrow().store(),
        verdict.tasks(),
        verdict.kills(),
        verdict.seconds(),
        verdict.recovery().maxMillis(),
        verdict.recovery().medianMillis());
    assertThat(verdict.findings()).as(ended.err()).allMatch(Verdict.Finding::holds);
    assertThat(ended.exitCode()).isZero();
    assertThat(verdict.complete()).isTrue();
    assertThat(verdict.tasks()).isGreaterThanOrEqualTo(tasks);
    assertThat(verdict.kills()).isGreaterThanOrEqualTo(kills);
    assertThat(verdict.recovery().tasks()).isGreaterThan(kills);
    assertThat(verdict.recovery().maxMillis()).isBetween(6_000L, 15_000L);
    return verdict;
  }

  private static Verdict verdict(Program.Ended ended) {
    return new JsonCodec()
        .decode(Json.of(ended.out()), Verdict.class, Codec.UnknownFields.REFUSE)
        .value();
  }

  private static void checkWithoutTheVerdict(TaskStore store, List<Entry> journals, int number) {
    Map<TaskId, List<Entry>> entries = new HashMap<>();
    for (Entry entry : journals) {
      entries.computeIfAbsent(entry.task(), _ -> new ArrayList<>()).add(entry);
    }
    Invariants.check(store);
    List<Task> found = all(store);
    assertThat(found).hasSize(number).allMatch(task -> task.status().isEnd());
    assertThat(found)
        .filteredOn(
            task -> task.error().filter(e -> e.type() == ErrorType.WORKER_CRASH).isPresent())
        .as("set aside: those that were planted")
        .hasSize((number + Plan.POISON_EVERY - 1) / Plan.POISON_EVERY)
        .allSatisfy(task -> assertThat(task.crashes()).isEqualTo(5));
    assertThat(store.counts().of(ChaosTask.TYPE.name(), TaskStatus.COMPLETED))
        .isEqualTo(found.stream().filter(each -> each.status() == TaskStatus.COMPLETED).count())
        .isGreaterThan(number * 9L / 10);
    for (Task task : found) {
      List<Entry> done = entries.getOrDefault(task.id(), List.of());
      assertThat(done).as("%s has run", task.id()).isNotEmpty();
      assertThat(done.stream().filter(entry -> entry.what() == Entry.What.CHARGED))
          .as("what must happen once, by %s", task.id())
          .hasSizeLessThanOrEqualTo(1);
      for (History.Step step : store.history(task.id()).steps()) {
        assertThat(step.value()).as("step %s of %s", step.name(), task.id()).isPresent();
        assertThat(
                done.stream()
                    .filter(entry -> entry.what() == Entry.What.GOT)
                    .filter(entry -> entry.name().equals(step.name()))
                    .map(entry -> "\"" + entry.value() + "\"")
                    .distinct())
            .as("step %s of %s", step.name(), task.id())
            .containsExactly(step.value().orElseThrow().text());
      }
    }
  }

  private static List<Task> all(TaskStore store) {
    List<Task> tasks = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      TaskPage page =
          store.list(
              new TaskQuery(
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  after,
                  TaskStore.MAX_BATCH));
      tasks.addAll(page.tasks());
      after = page.next();
    } while (after.isPresent());
    return tasks;
  }

  @Test
  void ctrlCEndsItInGoodOrder() throws Exception {
    Process chaos =
        new Program(folder).start("chaos", "--tasks", "5000", "--for", "1h", "--json", "--keep");
    Path run = folder.resolve("data/chaos-1");
    awaitJournals(run);
    List<ProcessHandle> workers = chaos.descendants().toList();
    assertThat(workers).isNotEmpty();
    Stage.signal("INT", chaos);
    Program.Ended ended = Program.end(chaos);
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(130);
    assertThat(ended.out()).contains("\"holds\":true", "\"complete\":false");
    for (ProcessHandle worker : workers) {
      worker.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void workersDoNotOutliveARunThatIsKilled() throws Exception {
    Process chaos = new Program(folder).start("chaos", "--tasks", "5000", "--for", "1h");
    awaitJournals(folder.resolve("data/chaos-1"));
    List<ProcessHandle> workers = chaos.descendants().toList();
    assertThat(workers).isNotEmpty();
    chaos.destroyForcibly();
    for (ProcessHandle worker : workers) {
      worker.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void ownTaskTypesAreJudgedByTheStore() throws Exception {
    Files.writeString(folder.resolve("reviews.csv"), "text,sentiment\n");
    // There is no model, so each ends as a dead letter; that each ends once is what counts.
    Program.Ended ended =
        new Program(folder)
            .run("chaos", "ml_prediction", "--example", "--tasks", "200", "--for", "5s");
    assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out()).contains("no task is lost\tof 200 tasks\tholds");
    assertThat(folder.resolve("data/chaos-1")).doesNotExist();
  }

  @Test
  void tasksGoOnComingUntilTheWantedNumberIsKilled() {
    Verdict verdict =
        verdict(
            new Program(folder)
                .run(
                    "chaos",
                    "ml_prediction",
                    "--example",
                    "--tasks",
                    "1",
                    "--kills",
                    "4",
                    "--lease",
                    "6s",
                    "--json"));
    assertThat(verdict.holds()).isTrue();
    assertThat(verdict.kills()).isGreaterThanOrEqualTo(4);
    assertThat(verdict.tasks()).isGreaterThan(1);
  }

  @Test
  void onAServerNothingIsLeftOfARunInWhichAllHolds() throws Exception {
    try (var redis = RedisServer.start();
        var postgres = PostgresServer.start()) {
      for (String url : List.of(redis.url(), postgres.url())) {
        Program.Ended ended =
            new Program(folder)
                .run("chaos", "ml_prediction", "--example", "--tasks", "20", "--store", url);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.err()).contains("in namespace chaos_");
      }
      assertThat(redis.call("DBSIZE")).isEqualTo(0L);
      try (var connection =
              DriverManager.getConnection(postgres.jdbcUrl("postgres"), postgres.user(), "");
          var statement = connection.createStatement();
          var schemas =
              statement.executeQuery(
                  "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'chaos%'")) {
        assertThat(schemas.next()).isFalse();
      }
    }
  }

  @Test
  void aFileIsNoServerToRunOn() {
    Program.Ended ended = new Program(folder).run("chaos", "--store", "sqlite:data/devskyy.db");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("error  --store must be a server", "next");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  private void awaitJournals(Path run) throws Exception {
    Lookout.onFiles(folder, Stage.PATIENCE, "tasks run", () -> hasJournals(run));
  }

  private static boolean hasJournals(Path run) {
    try (var files = Files.list(run)) {
      return files.anyMatch(
          file -> file.toString().endsWith(".journal") && file.toFile().length() > 0);
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
