package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.client.Move;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.UniqueKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A move that dies, or loses its connection, at each of its calls; two moves at once.
class MoveTest {
  private static final List<TypeName> TYPES = List.of(new TypeName("mail"), new TypeName("image"));
  private static final Instant LATER = FakeClock.START.plus(Duration.ofMinutes(30));
  private static final int LIVE = 60;
  private static final int DEAD = 4;

  private final FakeClock clock = new FakeClock();
  private final TaskStore source = store(1);
  private final TaskStore target = store(2);
  private final StoreDriver atSource = new StoreDriver(source, clock);
  private final StoreDriver atTarget = new StoreDriver(target, clock);
  private final Map<TaskId, Integer> runs = new HashMap<>();
  private final List<TaskId> live = new ArrayList<>();
  private final List<TaskId> dead = new ArrayList<>();

  private TaskStore store(int seed) {
    return new MemoryTaskStore(clock, StoreSettings.DEFAULT, new SplittableRandom(seed));
  }

  private static Move.Moved move(TaskStore from, TaskStore to) {
    return new Move(from, to, Tiers.DEFAULT, "elsewhere").run(_ -> {});
  }

  /// More than one batch, of all kinds that move.
  private void populate() {
    for (int i = 0; i < DEAD; i++) {
      // One of them has the key of a live one.
      atSource.insert(
          atSource.task(TYPES.getFirst()).unique(UniqueKey.untilEnd(i == 0 ? "key-0" : "d" + i)));
      var lease = atSource.claimOne("w", TYPES.getFirst()).lease();
      atSource.end(lease, new Transition.Bury(new TaskError(ErrorType.INTERNAL, "died " + i)));
      dead.add(lease.task());
    }
    for (int i = 0; i < LIVE; i++) {
      var task = atSource.task(TYPES.get(i % 2)).user("user-" + i % 3);
      if (i % 7 == 0) {
        task.unique(UniqueKey.untilEnd("key-" + i));
      }
      if (i % 10 == 3) {
        task.due(LATER);
      }
      live.add(atSource.insert(task));
    }
    for (Claimed.Leased leased : atSource.claim("w", TYPES.getFirst(), 2)) {
      atSource.end(
          leased.lease(),
          new Transition.Retry(
              clock.instant().plusSeconds(60), new TaskError(ErrorType.INTERNAL, "again")));
    }
  }

  /// Workers of a store do all there is to do.
  private void work(TaskStore store, StoreDriver driver) {
    store.advance(clock.instant(), TaskStore.MAX_BATCH);
    for (TypeName type : TYPES) {
      for (Claimed.Leased leased : driver.claim("worker", type, TaskStore.MAX_BATCH)) {
        runs.merge(leased.task().id(), 1, Integer::sum);
        driver.end(leased.lease(), new Transition.Complete(Json.of("1")));
      }
    }
  }

  /// Also after the source's queues were resumed, and all has become due.
  private void everyTaskHasRunOnce() {
    for (TypeName type : TYPES) {
      source.change(new Selection.Queue(type), new Change.Resume(), clock.instant());
    }
    clock.advance(Duration.ofHours(1));
    work(source, atSource);
    work(target, atTarget);
    assertThat(runs.keySet()).containsExactlyInAnyOrderElementsOf(live);
    assertThat(runs.values()).containsOnly(1);
    assertThat(target.list(TaskQuery.of(TaskStatus.FAILED, 100)).tasks())
        .extracting(Task::id)
        .containsExactlyInAnyOrderElementsOf(dead);
    assertThat(source.find(dead)).isEmpty();
    for (int i = 0; i < DEAD; i++) {
      assertThat(atTarget.read(dead.get(i)).error())
          .contains(new TaskError(ErrorType.INTERNAL, "died " + i));
    }
    Invariants.check(source);
    Invariants.check(target);
  }

  @Test
  void allIsMovedAndRunsOnce() {
    populate();
    Move.Moved moved = move(source, target);
    assertThat(moved.live()).isEqualTo(Map.of(TYPES.get(0), 30L, TYPES.get(1), 30L));
    assertThat(moved.dead()).isEqualTo(Map.of(TYPES.getFirst(), (long) DEAD));
    assertThat(moved.leftBehind()).isZero();
    everyTaskHasRunOnce();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whereverItEndsAndWhoeverWorksMeanwhileNothingIsLostOrRunsTwice(boolean faultInSource) {
    List<Fault> faults =
        List.of(
            new Fault.CrashBefore(),
            new Fault.CrashAfter(),
            new Fault.FailBefore(),
            new Fault.FailAfter());
    long interrupted = 0;
    for (Fault fault : faults) {
      boolean over = false;
      for (int call = 1; !over; call++) {
        var test = new MoveTest();
        over = !test.interruptedAt(call, fault, faultInSource);
        interrupted += over ? 0 : 1;
      }
    }
    assertThat(interrupted).as("places where it was interrupted").isGreaterThan(30);
  }

  /// @return false when it was over before that call
  private boolean interruptedAt(int call, Fault fault, boolean inSource) {
    populate();
    var faulty = new FaultyTaskStore(inSource ? source : target, Fault.Plan.at(call, fault));
    boolean interrupted = false;
    try {
      move(inSource ? faulty : source, inSource ? target : faulty);
    } catch (SimulatedCrash | StoreException e) {
      interrupted = true;
    }
    work(source, atSource);
    work(target, atTarget);
    move(source, target);
    everyTaskHasRunOnce();
    return interrupted;
  }

  @Test
  void twoMovesAtOnceLoseAndDoubleNothing() {
    populate();
    var inserts = new AtomicInteger();
    var disturbed =
        new ForwardingTaskStore(target) {
          @Override
          public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
            List<InsertAnswer> answers = super.insert(tasks, now);
            if (inserts.incrementAndGet() == 2) {
              move(source, target);
            }
            return answers;
          }
        };
    move(source, disturbed);
    assertThat(inserts.get()).isGreaterThanOrEqualTo(2);
    everyTaskHasRunOnce();
  }

  @Test
  void whatIsCancelledWhileItIsMovedDoesNotRun() {
    TaskId id = atSource.insert(atSource.task(TYPES.getFirst()));
    var disturbed =
        new ForwardingTaskStore(target) {
          @Override
          public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
            List<InsertAnswer> answers = super.insert(tasks, now);
            atSource.change(id, new Change.Cancel("changed my mind"));
            return answers;
          }
        };
    assertThat(move(source, disturbed).live()).isEmpty();
    work(target, atTarget);
    assertThat(runs).isEmpty();
    assertThat(atTarget.status(id)).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  void whatAWorkerClaimsJustBeforeThePauseRunsOnlyThere() {
    TaskId id = atSource.insert(atSource.task(TYPES.getFirst()));
    var disturbed =
        new ForwardingTaskStore(source) {
          @Override
          public Changed change(Selection selection, Change change, Instant now) {
            if (change instanceof Change.Pause) {
              atSource.claim("w", TYPES.getFirst(), 1);
            }
            return super.change(selection, change, now);
          }
        };
    Move.Moved moved = move(disturbed, target);
    assertThat(moved.running()).isEqualTo(1);
    assertThat(atTarget.exists(id)).isFalse();
    assertThat(atSource.read(id).cancelRequested()).isFalse();
  }

  @Test
  void whatComesBackFromRunningWhileItMovesIsMovedToo() {
    populate();
    TaskId handedBack = atSource.insert(atSource.task(TYPES.getFirst()).priority(10));
    var lease = atSource.claimOne("w", TYPES.getFirst()).lease();
    assertThat(lease.task()).isEqualTo(handedBack);
    var disturbed =
        new ForwardingTaskStore(target) {
          @Override
          public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
            // Those that are scheduled are read last: it comes back behind the reader.
            if (tasks.getFirst().dueAt().equals(Optional.of(LATER))) {
              atSource.end(lease, new Transition.HandBack());
            }
            return super.insert(tasks, now);
          }
        };
    move(source, disturbed);
    assertThat(atTarget.exists(handedBack)).isTrue();
    live.add(handedBack);
    everyTaskHasRunOnce();
  }
}
