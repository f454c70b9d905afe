package com.devskyy.engine.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.client.Move;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Moving tasks from this store to another and from another to this one.
abstract class MoveContract extends ContractPart {
  /// The store beside the one under test.
  private final TaskStore other =
      new MemoryTaskStore(clock, StoreSettings.DEFAULT, new SplittableRandom(3));

  private final StoreDriver atOther = new StoreDriver(other, clock);

  MoveContract(TaskStoreContract contract) {
    super(contract);
  }

  @AfterEach
  void invariantsHoldThereToo() {
    Invariants.check(other);
  }

  private static Move.Moved move(TaskStore from, TaskStore to) {
    return new Move(from, to, Tiers.DEFAULT, "elsewhere").run(_ -> {});
  }

  @Test
  void aStoreIsKnownAgainWhateverItsAddress() {
    assertThat(new Move(store(), store(), Tiers.DEFAULT, "there").isCircular("sign")).isTrue();
    assertThat(new Move(store(), other, Tiers.DEFAULT, "there").isCircular("sign")).isFalse();
    assertThat(store().registry().workers()).isEmpty();
    assertThat(other.registry().workers()).isEmpty();
  }

  @Test
  void whatWaitsArrivesAsItWas() {
    TaskId parent = driver().id();
    var queued =
        driver()
            .task(MAIL)
            .input(json("{\"n\":1}"))
            .priority(7)
            .user("ada", "vip", 4)
            .deadline(now().plusSeconds(500))
            .parent(parent);
    TaskId first = driver().insert(queued);
    TaskId later = driver().insert(driver().task(IMAGE).due(now().plusSeconds(60)));
    TaskId retrying = retrying();
    List<Task> before =
        List.of(driver().read(first), driver().read(later), driver().read(retrying));

    Move.Moved moved = move(store(), other);

    assertThat(moved.live()).isEqualTo(Map.of(MAIL, 2L, IMAGE, 1L));
    assertThat(moved.leftBehind()).isZero();
    for (Task task : before) {
      Task arrived = atOther.read(task.id());
      assertThat(arrived)
          .usingRecursiveComparison()
          .comparingOnlyFields(
              "id", "type", "priority", "userId", "tier", "input", "dueAt", "deadline", "parent")
          .isEqualTo(task);
      Task left = driver().read(task.id());
      assertThat(left.status()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(left.error()).contains(new TaskError(ErrorType.CANCELLED, "moved to elsewhere"));
    }
    assertThat(atOther.status(first)).isEqualTo(TaskStatus.QUEUED);
    assertThat(atOther.status(later)).isEqualTo(TaskStatus.SCHEDULED);
    assertThat(atOther.read(retrying).attempt()).isEqualTo(1);
    Task back = atOther.claimOne("w", MAIL).task();
    assertThat(back.id()).isEqualTo(first);
  }

  @Test
  void tasksOfOneUserRunInTheirOrderAlsoHere() {
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      ids.add(atOther.insert(atOther.task(MAIL).user("ada")));
    }
    assertThat(move(other, store()).live()).isEqualTo(Map.of(MAIL, 120L));
    assertThat(driver().claim("w", MAIL, 200))
        .extracting(leased -> leased.task().id())
        .isEqualTo(ids);
  }

  @Test
  void aDeadLetterArrivesWithItsErrorAndCanBeReplayed() {
    atOther.insert(atOther.task(MAIL));
    Lease lease = atOther.claimOne("w", MAIL).lease();
    atOther.end(lease, new Transition.Bury(error("broken")));
    assertThat(move(other, store()).dead()).isEqualTo(Map.of(MAIL, 1L));
    Task dead = driver().read(lease.task());
    assertThat(dead.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(dead.error()).contains(error("broken"));
    assertThat(atOther.exists(lease.task())).isFalse();
    driver().change(dead.id(), new Change.Replay());
    assertThat(driver().claimOne("w", MAIL).task().id()).isEqualTo(dead.id());
  }

  @Test
  void uniqueKeysAreHeldOnForAsLongAsTheyWere() {
    var untilEnd = UniqueKey.untilEnd("until end");
    TaskId first = driver().insert(driver().task(MAIL).unique(untilEnd));
    TaskId second =
        driver()
            .insert(
                driver().task(MAIL).unique(UniqueKey.untilPeriod("period", Duration.ofMinutes(5))));
    clock.advance(Duration.ofMinutes(4));
    move(store(), other);
    assertThat(atOther.insert(atOther.task(MAIL).id(driver().id()).unique(untilEnd)))
        .isEqualTo(first);
    assertThat(other.history(second).uniqueKey())
        .contains(UniqueKey.untilPeriod("period", Duration.ofMinutes(1)));
    TaskId free = driver().id();
    assertThat(driver().insert(driver().task(MAIL).id(free).unique(untilEnd))).isEqualTo(free);
  }

  @Test
  void whatRunsOrHasStepsOrIsDoubledThereStaysAndIsNamed() {
    Lease stepped = running(MAIL);
    driver().say(stepped, new Note.StepDone("pay", json("1")));
    driver().end(stepped, new Transition.Retry(now(), error("again")));
    Lease runs = running(IMAGE);
    TaskId gold = driver().insert(driver().task(IMAGE).user("ada", "gold", 2));
    var key = UniqueKey.untilEnd("taken");
    TaskId doubled = driver().insert(driver().task(MAIL).unique(key));
    TaskId holder = atOther.insert(new TaskBuilder(driver().id(), MAIL).unique(key));

    Move.Moved preview = new Move(store(), other, Tiers.DEFAULT, "elsewhere").preview();
    assertThat(preview.live())
        .as("what the target refuses is not seen")
        .isEqualTo(Map.of(MAIL, 1L));
    assertThat(preview.leftBehind()).isEqualTo(2);
    Move.Moved moved = move(store(), other);

    assertThat(moved.live()).isEmpty();
    assertThat(moved.running()).isEqualTo(1);
    assertThat(moved.leftBehind()).isEqualTo(3);
    assertThat(moved.left())
        .extracting(Move.Left::task)
        .containsExactlyInAnyOrder(stepped.task(), gold, doubled);
    assertThat(moved.left())
        .filteredOn(left -> left.task().equals(doubled))
        .extracting(Move.Left::reason)
        .containsExactly("its unique key is held in the target by task " + holder);
    for (TaskId id : List.of(stepped.task(), runs.task(), gold, doubled)) {
      assertThat(driver().read(id).status().isEnd()).isFalse();
      assertThat(atOther.exists(id)).isFalse();
    }
  }

  @Test
  void theQueuesItCameFromStayPaused() {
    TaskId moved = driver().insert(driver().task(MAIL));
    move(store(), other);
    TaskId late = driver().insert(driver().task(MAIL));
    assertThat(driver().claim("w", MAIL, 5)).isEmpty();
    assertThat(requireNonNull(store().counts().queues().get(MAIL)).paused()).isTrue();
    assertThat(move(store(), other).live()).isEqualTo(Map.of(MAIL, 1L));
    assertThat(atOther.claim("w", MAIL, 5))
        .extracting(leased -> leased.task().id())
        .containsExactly(moved, late);
  }

  @Test
  void whatWasStoredHereByAMoveThatDiedIsOnlyEndedThere() {
    TaskId id = atOther.insert(atOther.task(MAIL));
    var dying = new FaultyTaskStore(store(), (verb, _) -> dieAfter(verb));
    assertThatThrownBy(() -> move(other, dying)).isInstanceOf(SimulatedCrash.class);
    Claimed.Leased leased = driver().claimOne("w", MAIL);
    assertThat(driver().complete(leased.lease())).isEqualTo(Write.Answer.APPLIED);
    assertThat(atOther.claim("w", MAIL, 1)).as("paused").isEmpty();
    assertThat(move(other, store()).live()).isEqualTo(Map.of(MAIL, 1L));
    assertThat(driver().status(id)).isEqualTo(TaskStatus.COMPLETED);
    assertThat(atOther.status(id)).isEqualTo(TaskStatus.CANCELLED);
    assertThat(store().insert(List.of(new TaskBuilder(id, MAIL).build()), now()))
        .extracting(InsertAnswer::kind)
        .containsExactly(InsertAnswer.Kind.REPEATED);
  }

  private static Fault dieAfter(Fault.Verb verb) {
    return verb == Fault.Verb.INSERT ? new Fault.CrashAfter() : new Fault.None();
  }
}
