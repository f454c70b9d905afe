package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.FakeClock;
import com.devskyy.engine.testkit.MemoryTaskStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two processes that enqueue for many users give each user the turns that the reference gives him,
/// however the clocks are stored. Two stores on one file stand for the processes.
class SqliteTurnsTest {
  private static final TypeName TYPE = new TypeName("letter");

  @TempDir Path folder;

  private final FakeClock clock = new FakeClock();
  private final SplittableRandom random = new SplittableRandom(7);
  private final TaskId.Generator ids = new TaskId.Generator(clock, new SplittableRandom(8), 0);
  private long claims;

  private NewTask task(String user, int weight) {
    NewTask plain = NewTask.of(ids.next(), TYPE, Json.of("{}"));
    return new NewTask(
        plain.id(),
        plain.type(),
        plain.input(),
        plain.priority(),
        Optional.of(user),
        Optional.empty(),
        weight,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Names that a careless writer of JSON would stumble over are among them.
  private static String user(int number) {
    return number % 50 == 0 ? "\"zoë\\\n\u0001\t" + number : "user-" + number;
  }

  private List<NewTask> batch(int users) {
    var batch = new ArrayList<NewTask>();
    int size = 1 + random.nextInt(TaskStore.MAX_BATCH);
    for (int i = 0; i < size; i++) {
      batch.add(task(user(random.nextInt(users)), 1 + random.nextInt(3)));
    }
    return batch;
  }

  private SqliteStore open() {
    return SqliteStore.open(
        folder.resolve("queue.db"),
        SqliteSettings.of(StoreSettings.DEFAULT).withSync(SqliteSettings.Sync.NORMAL),
        clock,
        new SplittableRandom(2));
  }

  private static List<TaskId> started(TaskStore store, ClaimRequest request) {
    return store.claim(request).leases().stream().map(SqliteTurnsTest::id).toList();
  }

  private static TaskId id(Claimed.Leased leased) {
    return leased.task().id();
  }

  private void compareStarts(TaskStore reference, TaskStore store, int most) {
    var request =
        new ClaimRequest(
            "worker", ++claims, Map.of(TYPE, most), most, 1L << 30, false, clock.instant());
    assertThat(started(store, request)).isEqualTo(started(reference, request));
  }

  @Test
  void everyUserGetsHisTurnsWhicheverProcessEnqueues() throws Exception {
    try (var reference =
            new MemoryTaskStore(clock, StoreSettings.DEFAULT, new SplittableRandom(1));
        var first = open();
        var second = open()) {
      for (int round = 0; round < 400; round++) {
        TaskStore one = random.nextBoolean() ? first.tasks() : second.tasks();
        // Now a handful of users, now thousands: both ways in which their clocks are stored.
        List<NewTask> batch = batch(random.nextInt(3) == 0 ? 5 : 3_000);
        assertThat(one.insert(batch, clock.instant()))
            .isEqualTo(reference.insert(batch, clock.instant()));
        if (random.nextInt(10) == 0) {
          String user = batch.getFirst().userId().orElseThrow();
          var all =
              new Selection.Matching(
                  TaskStatus.QUEUED, Optional.of(TYPE), Optional.of(user), Optional.empty());
          var cancel = new Change.Cancel("not wanted any more");
          one.change(all, cancel, clock.instant());
          reference.change(all, cancel, clock.instant());
        }
        compareStarts(reference, first.tasks(), 1 + random.nextInt(TaskStore.MAX_BATCH));
      }
    }
  }
}
