package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two processes on one file whose clocks differ.
class SqliteClocksTest {
  private static final TypeName MAIL = new TypeName("mail");
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path folder;
  private final FakeClock right = new FakeClock();
  private final FakeClock wrong = new FakeClock();
  private final List<Advanced.Rescued> rescued = new ArrayList<>();

  private SqliteStore open(FakeClock clock) {
    return SqliteStore.open(
        folder.resolve("store.db"), SqliteSettings.DEFAULT, clock, new SplittableRandom(7));
  }

  @ParameterizedTest
  @ValueSource(longs = {600, -600, 30, -30, 8, -8})
  void aClockThatIsWrongTakesNothingFromTheLiving(long seconds) {
    wrong.advance(Duration.ofSeconds(seconds));
    try (var one = open(right);
        var other = open(wrong)) {
      List<Lease> leases = List.of(claim(one.tasks(), "one"), claim(other.tasks(), "other"));
      for (int second = 0; second < 60; second++) {
        if (second % 4 == 0) {
          keep(one.tasks(), "one", leases.getFirst());
          keep(other.tasks(), "other", leases.getLast());
        }
        tick(one.tasks(), other.tasks());
      }
      assertThat(rescued).isEmpty();
    }
  }

  @Test
  void theDeadAreRescuedOnceTheClocksAgreeAgain() {
    wrong.advance(Duration.ofMinutes(10));
    try (var one = open(right);
        var other = open(wrong)) {
      claim(one.tasks(), "one");
      for (int second = 0; second < 20; second++) {
        tick(one.tasks(), other.tasks());
      }
      assertThat(rescued).isEmpty();
      wrong.set(right.instant());
      for (int second = 0; second < 10; second++) {
        tick(one.tasks(), other.tasks());
      }
      assertThat(rescued).hasSize(1);
    }
  }

  private void tick(TaskStore one, TaskStore other) {
    right.advance(SECOND);
    wrong.advance(SECOND);
    rescued.addAll(one.advance(right.instant(), TaskStore.MAX_BATCH).rescued());
    rescued.addAll(other.advance(wrong.instant(), TaskStore.MAX_BATCH).rescued());
  }

  private static Lease claim(TaskStore store, String worker) {
    var now = store.clock().instant();
    var ids = new TaskId.Generator(store.clock(), new SplittableRandom(worker.hashCode()), 0);
    store.insert(List.of(NewTask.of(ids.next(), MAIL, Json.of("{}"))), now);
    heartbeat(store, worker);
    return store
        .claim(new ClaimRequest(worker, 1, Map.of(MAIL, 1), 1, 1 << 20, true, now))
        .leases()
        .getFirst()
        .lease();
  }

  private static void keep(TaskStore store, String worker, Lease lease) {
    assertThat(store.extend(List.of(lease), store.clock().instant()).getFirst().held()).isTrue();
    heartbeat(store, worker);
  }

  private static void heartbeat(TaskStore store, String worker) {
    var now = store.clock().instant();
    store.register(
        new WorkerRecord(worker, "host", now, 1, 1, WorkerRecord.State.ACTIVE, List.of(), now),
        now);
  }
}
