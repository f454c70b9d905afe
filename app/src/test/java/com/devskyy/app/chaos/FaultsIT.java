package com.devskyy.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.app.Program;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.History;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.servers.PostgresServer;
import com.devskyy.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What can befall a worker's process, one thing at a time.
final class FaultsIT {
  @TempDir private Path folder;

  private Stage stage() throws Exception {
    return new Stage(folder, folder.resolve("data/devskyy.db"));
  }

  @Test
  void aWorkerThatSleptLongerThanItsLeaseChangesNothing() throws Exception {
    try (Stage stage = stage()) {
      Process late = stage.worker();
      TaskId id = stage.enqueue(Duration.ofSeconds(4));
      stage.awaitBegun(id, 1);
      Stage.signal("STOP", late);
      long stopped = System.nanoTime();
      Process other = stage.worker();
      Task taken = stage.await(id, "it runs elsewhere", task -> task.run() == 2);
      say("a worker stopped in its tracks: its task ran elsewhere", stopped);
      assertThat(taken.worker().orElseThrow()).contains("-%d-".formatted(other.pid()));
      stage.awaitBegun(id, 2);
      Stage.signal("CONT", late);
      // Its handler returns at once: it has slept long enough.
      stage.awaitDone("the late one is done", entries -> left(entries, id, late));
      Task ended = stage.await(id, "it ends", task -> task.status().isEnd());
      assertThat(ended.status()).isEqualTo(TaskStatus.COMPLETED);
      assertThat(ended.run()).isEqualTo(2);
      assertThat(ended.attempt()).isEqualTo(1);
      assertThat(ended.worker()).isEqualTo(taken.worker());
      assertThat(stage.store().history(id).runs())
          .extracting(History.Run::end)
          .containsExactly("crashed");
      late.toHandle().destroy();
      assertThat(Program.end(late).err()).contains("outcome not written");
      Invariants.check(stage.store());
    }
  }

  private static void say(String what, long since) {
    System.out.printf("%s %d ms later%n", what, (System.nanoTime() - since) / 1_000_000);
  }

  private static boolean left(List<Entry> entries, TaskId id, Process worker) {
    return Stage.of(entries, id, Entry.What.LEFT).stream()
        .anyMatch(entry -> entry.worker() == worker.pid());
  }

  @Test
  void aWorkerThatIsAskedToStopHandsBackUnspent() throws Exception {
    try (Stage stage = stage()) {
      Process first = stage.worker("--shutdown-grace", "0s");
      List<TaskId> ids = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        ids.add(stage.enqueue(Duration.ofSeconds(2)));
      }
      for (TaskId id : ids) {
        stage.awaitBegun(id, 1);
      }
      first.toHandle().destroy();
      assertThat(Program.end(first).exitCode()).isZero();
      long over = System.nanoTime();
      for (TaskId id : ids) {
        Task task = stage.find(id);
        assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
        assertThat(task.attempt()).isEqualTo(1);
        assertThat(task.crashes()).isZero();
        assertThat(stage.store().history(id).runs())
            .extracting(History.Run::end)
            .containsExactly("handed_back");
      }
      Invariants.check(stage.store());
      stage.worker();
      stage.awaitEnds(ids);
      say("a worker asked to stop: another had done its tasks of 2 s", over);
      assertThat(ids).map(stage::find).extracting(Task::status).containsOnly(TaskStatus.COMPLETED);
      assertThat(ids).map(stage::find).extracting(Task::crashes).containsOnly(0);
      Invariants.check(stage.store());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT10M", "-PT10M"})
  void aWorkerWhoseClockIsWrongMakesNothingRunTwiceAtOnce(String skew) throws Exception {
    try (Stage stage = stage()) {
      aWorkerWhoseClockIsWrongHarmsNobody(stage, skew);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT10M", "-PT10M"})
  void norOnRedis(String skew) throws Exception {
    try (var server = RedisServer.start();
        Stage stage = Stage.onRedis(folder, server.url())) {
      aWorkerWhoseClockIsWrongHarmsNobody(stage, skew);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT10M", "-PT10M"})
  void norOnPostgresql(String skew) throws Exception {
    try (var server = PostgresServer.start();
        Stage stage = Stage.onPostgres(folder, server.url())) {
      aWorkerWhoseClockIsWrongHarmsNobody(stage, skew);
    }
  }

  private void aWorkerWhoseClockIsWrongHarmsNobody(Stage stage, String skew) throws Exception {
    Process right = stage.worker();
    Process wrong = stage.worker(new Program(folder).withJava("-Ddevskyy.clock.skew=" + skew));
    long started = System.nanoTime();
    List<TaskId> ids = new ArrayList<>();
    // Longer than a lease, so that whoever takes a running one for dead is seen.
    for (int i = 0; i < 24; i++) {
      ids.add(stage.enqueue(Duration.ofSeconds(8)));
    }
    stage.awaitEnds(ids);
    say("a clock off by %s: 24 tasks of 8 s on two workers were done".formatted(skew), started);
    assertThat(stage.entries()).extracting(Entry::worker).contains(right.pid(), wrong.pid());
    for (TaskId id : ids) {
      assertThat(stage.entries(id, Entry.What.BEGAN)).as("runs of " + id).hasSize(1);
      assertThat(stage.find(id).crashes()).as("crashes of " + id).isZero();
    }
    assertThat(ids).map(stage::find).extracting(Task::status).containsOnly(TaskStatus.COMPLETED);
    Invariants.check(stage.store());
  }

  @Test
  void afterFlushallEachWorkerSaysSoOnceAndGoesOnWithNewTasks() throws Exception {
    try (var server = RedisServer.start();
        Stage stage = Stage.onRedis(folder, server.url())) {
      List<Process> workers = List.of(stage.worker(), stage.worker());
      TaskId lost = stage.enqueue(Duration.ofSeconds(3));
      stage.awaitBegun(lost, 1);
      server.call("FLUSHALL");
      long flushed = System.nanoTime();
      List<TaskId> next = stage.enqueueMany(200);
      stage.awaitEnds(next);
      say("FLUSHALL: 200 new tasks were done", flushed);
      assertThat(next).map(stage::find).extracting(Task::status).containsOnly(TaskStatus.COMPLETED);
      stage.awaitStored(
          "both are registered again", () -> stage.store().registry().workers().size() == 2);
      stage.awaitDone(
          "the handler of the lost one is done",
          entries -> !Stage.of(entries, lost, Entry.What.LEFT).isEmpty());
      assertThat(stage.store().find(List.of(lost))).isEmpty();
      Invariants.check(stage.store());
      for (Process worker : workers) {
        worker.toHandle().destroy();
        assertThat(Program.end(worker).err().lines().filter(line -> line.contains("level=error")))
            .singleElement()
            .asString()
            .contains("the store was emptied");
      }
    }
  }
}
