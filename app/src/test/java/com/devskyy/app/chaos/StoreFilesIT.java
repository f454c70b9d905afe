package com.devskyy.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.devskyy.app.Program;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.servers.FailingDisk;
import com.devskyy.servers.SmallDisk;
import com.devskyy.sql.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can befall the store's files while workers run.
final class StoreFilesIT {
  private static final int TASKS = 400;

  @TempDir private Path folder;

  private static List<TaskId> enqueueMany(Stage stage, int number, int millis) {
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      ids.add(stage.enqueue(new ChaosTask(i, millis, 1, i % 2 == 0, i % 5 == 0 ? 1 : 0, false)));
    }
    return ids;
  }

  @Test
  void aBackupTakenAtWorkIsAStoreThatGoesOn() throws Exception {
    Path copy = folder.resolve("copy.db");
    List<TaskId> ids;
    try (Stage stage = new Stage(folder, folder.resolve("data/devskyy.db"))) {
      stage.worker();
      ids = enqueueMany(stage, TASKS, 100);
      stage.awaitStored("some are done", () -> number(stage, TaskStatus.COMPLETED) >= 20);
      Program.Ended backup = stage.run("backup", copy.toString());
      assertThat(backup.exitCode()).as(backup.err()).isZero();
      assertThat(backup.out().strip()).isEqualTo(copy.toString());
      assertThat(stage.run("backup", copy.toString()).exitCode()).isEqualTo(2);
      stage.awaitEnds(ids);
    }
    goesOn(copy, ids, 20);
  }

  @Test
  void theFilesOfAKilledStoreAreAStoreThatGoesOn() throws Exception {
    Path file = folder.resolve("data/devskyy.db");
    Path copy = folder.resolve("copy/devskyy.db");
    List<TaskId> ids;
    try (Stage stage = new Stage(folder, file)) {
      Process worker = stage.worker();
      ids = enqueueMany(stage, TASKS, 100);
      stage.awaitStored("some are done", () -> number(stage, TaskStatus.COMPLETED) >= 20);
      worker.destroyForcibly().waitFor();
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
      Files.copy(Path.of(file + "-wal"), Path.of(copy + "-wal"));
    }
    goesOn(copy, ids, 20);
  }

  /// Opens what came of a store, checks it, and lets a worker finish what it holds.
  ///
  /// @param completed at least so many are at their end already
  private void goesOn(Path file, List<TaskId> ids, long completed) throws Exception {
    try (SqliteStore opened = Stage.open(file)) {
      Invariants.check(opened.tasks());
      assertThat(opened.tasks().find(ids)).hasSize(ids.size());
    }
    try (Stage stage = new Stage(Files.createDirectories(folder.resolve("after")), file)) {
      assertThat(number(stage, TaskStatus.COMPLETED)).isBetween(completed, ids.size() - 1L);
      stage.worker();
      stage.awaitEnds(ids);
      assertThat(ids).map(stage::find).extracting(Task::status).containsOnly(TaskStatus.COMPLETED);
      Invariants.check(stage.store());
    }
  }

  private static long number(Stage stage, TaskStatus status) {
    return stage.store().counts().of(ChaosTask.TYPE.name(), status);
  }

  @Test
  void aFullDiskRefusesNewWorkAndLosesNone() throws Exception {
    Optional<SmallDisk> mounted = SmallDisk.mount(48);
    assumeTrue(
        mounted.isPresent(),
        "a small file system needs the right to mount; the size limit is tested with the store");
    try (SmallDisk disk = mounted.get()) {
      fillUp(disk);
    }
  }

  private void fillUp(SmallDisk disk) throws Exception {
    try (Stage stage = new Stage(folder, disk.folder().resolve("devskyy.db"))) {
      Process worker = stage.worker();
      // Few, so that the log has not begun anew within its file, where it needs no room.
      List<TaskId> ids = enqueueMany(stage, 40, 20);
      stage.awaitStored("some are done", () -> number(stage, TaskStatus.COMPLETED) >= 20);
      TaskId running = stage.enqueue(Duration.ofSeconds(3));
      stage.awaitBegun(running, 1);
      disk.fill();
      assertThat(disk.folder().toFile().getUsableSpace()).isZero();
      List<TaskId> stored = new ArrayList<>();
      Program.Ended refused = enqueueUntilRefused(stage, stored);
      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err()).contains("error  no room for ", "Make room on the disk");
      // The handler returns while its end cannot be stored.
      stage.awaitDone(
          "it has returned", entries -> !Stage.of(entries, running, Entry.What.LEFT).isEmpty());
      disk.makeRoom();
      ids.add(running);
      ids.addAll(stored);
      stage.awaitEnds(ids);
      assertThat(ids).map(stage::find).extracting(Task::status).containsOnly(TaskStatus.COMPLETED);
      assertThat(ids).map(stage::find).extracting(Task::crashes).containsOnly(0);
      assertThat(worker.isAlive()).isTrue();
      assertThat(stage.run("enqueue", "chaos", "--input", input("")).exitCode()).isZero();
      worker.toHandle().destroy();
      assertThat(Program.end(worker).err()).contains("store does not answer", "FULL");
      Invariants.check(stage.store());
    }
  }

  private static Program.Ended enqueueUntilRefused(Stage stage, List<TaskId> stored) {
    while (true) {
      Program.Ended ended = stage.run("enqueue", "chaos", "--input", input(""));
      if (ended.exitCode() != 0) {
        return ended;
      }
      stored.add(new TaskId(ended.out().strip()));
    }
  }

  private static String input(String more) {
    return "{\"number\":1,\"millis\":0,\"steps\":0,\"charges\":false,\"failures\":0,\"halts\":false%s}"
        .formatted(more);
  }

  @Test
  void aWorkerWhoseDiskFailedEndsWithTheReasonAndOnANewDiskTheNextOneGoesOn() throws Exception {
    Optional<FailingDisk> mounted = FailingDisk.mount();
    assumeTrue(mounted.isPresent(), "a disk that fails takes Linux and root");
    try (FailingDisk disk = mounted.get()) {
      Path file = disk.folder().resolve("devskyy.db");
      List<TaskId> ids = new ArrayList<>();
      try (Stage stage = new Stage(folder, file)) {
        Process worker = stage.worker();
        for (int i = 0; i < 20; i++) {
          ids.add(stage.enqueue(Duration.ofSeconds(3)));
        }
        stage.awaitBegun(ids.getFirst(), 1);
        disk.fail();
        // The ends of what runs do not get to the disk.
        Program.Ended ended = Program.end(worker);
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
        assertThat(ended.err())
            .contains("store takes no more changes, the worker can do nothing more")
            .containsPattern("error .*(may not have reached the disk|its disk failed once)")
            .contains("stop every process that uses the store");
      }
      disk.replace();
      goesOn(file, ids, 0);
    }
  }
}
