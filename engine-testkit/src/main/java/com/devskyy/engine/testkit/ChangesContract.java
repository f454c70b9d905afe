package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.Write;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Change: what operators do to tasks and queues.
abstract class ChangesContract extends ContractPart {
  ChangesContract(TaskStoreContract contract) {
    super(contract);
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskStatus.class,
      names = {"SCHEDULED", "QUEUED", "RETRYING"})
  void cancelEndsWaitingTasksAtOnce(TaskStatus status) {
    TaskId id = taskIn(status);
    clock.advance(SECOND);
    assertThat(driver().change(id, new Change.Cancel("not needed")))
        .isEqualTo(new Changed(List.of(id), List.of(), false));
    Task task = driver().read(id);
    assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(task.error()).contains(new TaskError(ErrorType.CANCELLED, "not needed"));
    assertThat(task.endedAt()).contains(now());
    clock.advance(Duration.ofMinutes(10));
    store().advance(now(), 500);
    assertThat(driver().claim("w", MAIL, 1)).isEmpty();
  }

  @Test
  void cancelAsksRunningTasksToStop() {
    Lease lease = running(MAIL);
    assertThat(driver().change(lease.task(), new Change.Cancel("not needed")).changed())
        .containsExactly(lease.task());
    Task task = driver().read(lease.task());
    assertThat(task.status()).isEqualTo(TaskStatus.PROCESSING);
    assertThat(task.cancelRequested()).isTrue();
    assertThat(driver().change(lease.task(), new Change.Cancel("again")).changed())
        .containsExactly(lease.task());
    assertThat(driver().end(lease, new Transition.Cancel("stopped")))
        .isEqualTo(Write.Answer.APPLIED);
    assertThat(driver().read(lease.task()).cancelRequested()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskStatus.class,
      names = {"COMPLETED", "FAILED", "CANCELLED", "EXPIRED"})
  void cancelSkipsWhatHasEnded(TaskStatus end) {
    isSkipped(taskIn(end), new Change.Cancel("not needed"));
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskStatus.class,
      names = {"SCHEDULED", "QUEUED", "RETRYING"})
  void buryMakesWaitingTasksDeadLettersAtOnce(TaskStatus status) {
    TaskId id = taskIn(status);
    Task before = driver().read(id);
    clock.advance(SECOND);
    assertThat(driver().change(id, new Change.Bury(error("hopeless"))))
        .isEqualTo(new Changed(List.of(id), List.of(), false));
    Task task = driver().read(id);
    assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(task.error()).contains(error("hopeless"));
    assertThat(task.endedAt()).contains(now());
    assertThat(task.attempt()).isEqualTo(before.attempt());
    assertThat(task.run()).isEqualTo(before.run());
    assertThat(store().list(TaskQuery.of(TaskStatus.FAILED, 9)).tasks())
        .extracting(Task::id)
        .containsExactly(id);
    clock.advance(Duration.ofMinutes(10));
    store().advance(now(), 500);
    assertThat(driver().claim("w", MAIL, 1)).isEmpty();
    driver().change(id, new Change.Replay());
    assertThat(driver().claimOne("w", MAIL).task().id()).isEqualTo(id);
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskStatus.class,
      names = {"PROCESSING", "COMPLETED", "FAILED", "CANCELLED", "EXPIRED"})
  void burySkipsWhatRunsOrHasEnded(TaskStatus status) {
    isSkipped(taskIn(status), new Change.Bury(error("hopeless")));
  }

  @Test
  void buryGivesItsUniqueKeyFree() {
    var key = UniqueKey.untilEnd("key");
    TaskId id = driver().insert(driver().task(MAIL).unique(key));
    driver().change(id, new Change.Bury(error("hopeless")));
    TaskId next = driver().insert(driver().task(MAIL).unique(key));
    assertThat(next).isNotEqualTo(id);
    assertThat(driver().status(next)).isEqualTo(TaskStatus.QUEUED);
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskStatus.class,
      names = {"FAILED", "CANCELLED", "EXPIRED"})
  void replayRunsAgain(TaskStatus end) {
    TaskId id = taskIn(end);
    clock.advance(SECOND);
    Task before = driver().read(id);
    assertThat(driver().change(id, new Change.Replay()))
        .isEqualTo(new Changed(List.of(id), List.of(), false));
    Task task = driver().read(id);
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(task.run()).isEqualTo(before.run());
    assertThat(task.error()).isEmpty();
    assertThat(task.endedAt()).isEmpty();
    assertThat(task.firstStartedAt()).isEmpty();
    assertThat(task.dueAt()).isEqualTo(now());
    assertThat(task.createdAt()).isEqualTo(before.createdAt());
    var leased = driver().claimOne("w", MAIL);
    assertThat(leased.task().id()).isEqualTo(id);
    assertThat(leased.task().run()).isEqualTo(before.run() + 1);
    assertThat(leased.task().firstStartedAt()).contains(now());
  }

  @Test
  void replayForgetsAttemptsAndCrashes() {
    TaskId id = driver().suspect(MAIL);
    Lease lease = driver().claimOne("w", MAIL).lease();
    driver().end(lease, new Transition.Retry(now(), error("again")));
    driver().pass(SECOND);
    lease = driver().claimOne("w", MAIL).lease();
    driver().end(lease, new Transition.Bury(error("broken")));
    assertThat(driver().read(id).attempt()).isEqualTo(2);
    driver().change(id, new Change.Replay());
    Task task = driver().read(id);
    assertThat(task.crashes()).isZero();
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(driver().claimOne("w", MAIL).alone()).isFalse();
  }

  @Test
  void replayKeepsFinishedStepsAndRemovesOpenIntents() {
    Lease lease = running(MAIL);
    driver().say(lease, new Note.StepIntent("open"));
    driver().say(lease, new Note.StepDone("done", json("1")));
    driver().say(lease, new Note.Log(now(), "info", "line"));
    driver().end(lease, new Transition.Bury(error("broken")));
    driver().change(lease.task(), new Change.Replay());
    History history = store().history(lease.task());
    assertThat(history.steps()).containsExactly(new History.Step("done", Optional.of(json("1"))));
    assertThat(history.log()).hasSize(1);
    assertThat(history.runs()).hasSize(1);
  }

  @Test
  void replayDropsADeadlineThatHasPassedAndKeepsOneThatHasNot() {
    TaskId passed = failed(driver().task(MAIL).deadline(now().plusSeconds(10)));
    TaskId ahead = failed(driver().task(MAIL).deadline(now().plusSeconds(10).plusMillis(1)));
    clock.advance(Duration.ofSeconds(10));
    driver().change(passed, new Change.Replay());
    driver().change(ahead, new Change.Replay());
    assertThat(driver().read(passed).deadline()).isEmpty();
    assertThat(driver().read(ahead).deadline()).contains(now().plusMillis(1));
  }

  @Test
  void replayTakesANewTurn() {
    TaskId failed = failed(driver().task(MAIL).user("a"));
    TaskId b1 = driver().insert(driver().task(MAIL).user("b").priority(1_000));
    TaskId b2 = driver().insert(driver().task(MAIL).user("b").priority(1_000));
    driver().change(failed, new Change.Replay());
    assertThat(ids(driver().claim("w", MAIL, 3))).containsExactly(b1, failed, b2);
  }

  @Test
  void replayIsRefusedWhileAnotherHoldsItsUniqueKey() {
    TaskId failed = failed(driver().task(MAIL).unique(UniqueKey.untilEnd("order-7")));
    TaskId holder = driver().insert(driver().task(MAIL).unique(UniqueKey.untilEnd("order-7")));
    Changed changed = driver().change(failed, new Change.Replay());
    assertThat(changed.changed()).isEmpty();
    assertThat(changed.skipped()).hasSize(1);
    assertThat(changed.skipped().getFirst().reason()).contains("order-7", holder.value());
    assertThat(driver().status(failed)).isEqualTo(TaskStatus.FAILED);
    driver().change(holder, new Change.Cancel("no"));
    assertThat(driver().change(failed, new Change.Replay()).changed()).containsExactly(failed);
    NewTask third = driver().task(MAIL).unique(UniqueKey.untilEnd("order-7")).build();
    assertThat(store().insert(List.of(third), now()))
        .as("the replayed task holds its key again")
        .containsExactly(new InsertAnswer(failed, InsertAnswer.Kind.DUPLICATE));
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskStatus.class,
      names = {"SCHEDULED", "QUEUED", "PROCESSING", "RETRYING", "COMPLETED"})
  void replaySkipsTheLivingAndTheCompleted(TaskStatus status) {
    isSkipped(taskIn(status), new Change.Replay());
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskStatus.class,
      names = {"SCHEDULED", "QUEUED", "RETRYING"})
  void reprioritiseMovesWaitingTasks(TaskStatus status) {
    TaskId id = taskIn(status);
    assertThat(driver().change(id, new Change.Reprioritise(new Priority(77))).changed())
        .containsExactly(id);
    Task task = driver().read(id);
    assertThat(task.priority()).isEqualTo(new Priority(77));
    assertThat(task.status()).isEqualTo(status);
    TaskId critical = driver().insert(driver().task(MAIL).priority(10).user("other"));
    clock.advance(Duration.ofMinutes(2));
    store().advance(now(), 500);
    assertThat(ids(driver().claim("w", MAIL, 2))).containsExactlyInAnyOrder(id, critical);
  }

  @Test
  void reprioritiseToAnotherLevelTakesANewTurnThere() {
    TaskId a1 = driver().insert(driver().task(MAIL).user("a").priority(10));
    TaskId a2 = driver().insert(driver().task(MAIL).user("a").priority(1));
    TaskId b1 = driver().insert(driver().task(MAIL).user("b").priority(10));
    driver().change(a2, new Change.Reprioritise(new Priority(10)));
    TaskId b2 = driver().insert(driver().task(MAIL).user("b").priority(10));
    assertThat(ids(driver().claim("w", MAIL, 4))).containsExactly(a1, b1, a2, b2);
  }

  @Test
  void reprioritiseWithinALevelKeepsTheTurn() {
    TaskId first = driver().insert(driver().task(MAIL).priority(4));
    TaskId second = driver().insert(driver().task(MAIL).priority(4));
    driver().change(second, new Change.Reprioritise(new Priority(6)));
    driver().change(first, new Change.Reprioritise(new Priority(5)));
    assertThat(ids(driver().claim("w", MAIL, 2))).containsExactly(first, second);
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskStatus.class,
      names = {"PROCESSING", "COMPLETED", "FAILED", "CANCELLED", "EXPIRED"})
  void reprioritiseSkipsTheRunningAndTheEnded(TaskStatus status) {
    isSkipped(taskIn(status), new Change.Reprioritise(new Priority(9)));
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskStatus.class,
      names = {"COMPLETED", "FAILED", "CANCELLED", "EXPIRED"})
  void purgeRemovesEndedTasksWithAllThatBelongsToThem(TaskStatus end) {
    Lease lease = running(MAIL);
    driver().say(lease, new Note.StepDone("s", json("1")));
    driver().say(lease, new Note.Log(now(), "info", "line"));
    driver().say(lease, new Note.Cost("p", BigDecimal.ONE, "USD"));
    driver().end(lease, transitionTo(end));
    assertThat(driver().change(lease.task(), new Change.Purge()).changed())
        .containsExactly(lease.task());
    assertThat(driver().exists(lease.task())).isFalse();
    assertThat(store().history(lease.task())).isEqualTo(History.NONE);
    driver().insert(new TaskBuilder(lease.task(), MAIL));
    assertThat(store().history(lease.task())).isEqualTo(History.NONE);
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskStatus.class,
      names = {"SCHEDULED", "QUEUED", "PROCESSING", "RETRYING"})
  void purgeSkipsTheLiving(TaskStatus status) {
    isSkipped(taskIn(status), new Change.Purge());
  }

  private void isSkipped(TaskId id, Change change) {
    Seen before = see(id);
    assertThat(driver().change(id, change))
        .isEqualTo(
            new Changed(
                List.of(),
                List.of(new Changed.Skipped(id, "is " + before.task().status().wire())),
                false));
    assertThat(see(id)).isEqualTo(before);
  }

  private TaskId taskIn(TaskStatus status) {
    return switch (status) {
      case SCHEDULED -> scheduled();
      case QUEUED -> driver().insert(driver().task(MAIL));
      case PROCESSING -> running(MAIL).task();
      case RETRYING -> retrying();
      case COMPLETED -> completed();
      case FAILED -> failed();
      case CANCELLED -> cancelled();
      case EXPIRED -> expired();
      case WAITING -> throw new IllegalArgumentException("nothing waits yet");
    };
  }

  @Test
  void anUnknownTaskIsSkipped() {
    TaskId unknown = driver().id();
    TaskId known = driver().insert(driver().task(MAIL));
    assertThat(
            store()
                .change(new Selection.Ids(List.of(unknown, known)), new Change.Cancel("no"), now()))
        .isEqualTo(
            new Changed(
                List.of(known), List.of(new Changed.Skipped(unknown, "no such task")), false));
  }

  @Test
  void pauseStopsClaimsAndKeepsTasksQueued() {
    TaskId id = driver().insert(driver().task(MAIL));
    TaskId other = driver().insert(driver().task(IMAGE));
    pause(MAIL);
    assertThat(
            store().claim(driver().request("w", StoreDriver.slots(MAIL, 5, IMAGE, 5), 10)).leases())
        .extracting(leased -> leased.task().id())
        .containsExactly(other);
    assertThat(driver().status(id)).isEqualTo(TaskStatus.QUEUED);
    assertThat(store().counts().queues().get(MAIL)).extracting(q -> q.paused()).isEqualTo(true);
    resume(MAIL);
    assertThat(driver().claimOne("w", MAIL).task().id()).isEqualTo(id);
    assertThat(store().counts().queues().get(MAIL)).extracting(q -> q.paused()).isEqualTo(false);
  }

  @Test
  void aQueueWithoutTasksCanBePaused() {
    assertThat(store().change(new Selection.Queue(MAIL), new Change.Pause(), now()))
        .isEqualTo(new Changed(List.of(), List.of(), false));
    assertThat(store().counts().queues().get(MAIL)).extracting(q -> q.paused()).isEqualTo(true);
    driver().insert(driver().task(MAIL));
    assertThat(driver().claim("w", MAIL, 1)).isEmpty();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Selection queue = new Selection.Queue(MAIL);
    Selection ids = new Selection.Ids(List.of(driver().insert(driver().task(MAIL))));
    for (Change change :
        List.of(
            new Change.Cancel("no"),
            new Change.Replay(),
            new Change.Reprioritise(new Priority(1)),
            new Change.Purge())) {
      assertThatThrownBy(() -> store().change(queue, change, now()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (Change change : List.of(new Change.Pause(), new Change.Resume())) {
      assertThatThrownBy(() -> store().change(ids, change, now()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void matchingTakesStatusTypeUserAndErrorType() {
    TaskId mine = failed(driver().task(MAIL).user("ada"));
    failed(driver().task(MAIL).user("bob"));
    failed(driver().task(IMAGE).user("ada"));
    Lease permanent = running(driver().task(MAIL).user("ada"));
    driver().end(permanent, new Transition.Bury(new TaskError(ErrorType.PERMANENT, "never")));
    running(driver().task(MAIL).user("ada"));
    var selection =
        new Selection.Matching(
            TaskStatus.FAILED,
            Optional.of(MAIL),
            Optional.of("ada"),
            Optional.of(ErrorType.INTERNAL));
    assertThat(store().change(selection, new Change.Replay(), now()))
        .isEqualTo(new Changed(List.of(mine), List.of(), false));
  }

  @Test
  void matchingTakesABatchAtATimeAndSaysWhetherThereIsMore() {
    List<NewTask> tasks =
        IntStream.range(0, TaskStore.MAX_BATCH + 20)
            .mapToObj(_ -> driver().task(MAIL).build())
            .toList();
    driver().insertAll(tasks);
    Changed first = store().change(all(TaskStatus.QUEUED), new Change.Cancel("no"), now());
    assertThat(first.changed())
        .isEqualTo(tasks.subList(0, TaskStore.MAX_BATCH).stream().map(NewTask::id).toList());
    assertThat(first.more()).isTrue();
    Changed second = store().change(all(TaskStatus.QUEUED), new Change.Cancel("no"), now());
    assertThat(second.changed()).hasSize(20);
    assertThat(second.more()).isFalse();
  }

  @Test
  void matchingLeavesOutWhatIsAsWishedSoThatRepeatingComesToTheRest() {
    int tasks = TaskStore.MAX_BATCH + 20;
    driver()
        .insertAll(IntStream.range(0, tasks).mapToObj(_ -> driver().task(MAIL).build()).toList());
    var low = new Change.Reprioritise(new Priority(4));
    assertThat(store().change(all(TaskStatus.QUEUED), low, now()).more()).isTrue();
    assertThat(store().change(all(TaskStatus.QUEUED), low, now()).changed()).hasSize(20);
    assertThat(store().change(all(TaskStatus.QUEUED), low, now()))
        .isEqualTo(new Changed(List.of(), List.of(), false));
    driver().claim("w", MAIL, TaskStore.MAX_BATCH);
    driver().claim("w", MAIL, 20);
    var cancel = new Change.Cancel("stop");
    assertThat(store().change(all(TaskStatus.PROCESSING), cancel, now()).more()).isTrue();
    assertThat(store().change(all(TaskStatus.PROCESSING), cancel, now()).changed()).hasSize(20);
    assertThat(store().change(all(TaskStatus.PROCESSING), cancel, now()).changed()).isEmpty();
  }

  private Selection.Matching all(TaskStatus status) {
    return new Selection.Matching(status, Optional.of(MAIL), Optional.empty(), Optional.empty());
  }

  @Test
  void cancellingAllOfAUsersWaitingTasksResetsHisClock() {
    var mine =
        IntStream.range(0, 6)
            .mapToObj(_ -> driver().insert(driver().task(MAIL).user("a")))
            .toList();
    TaskId b1 = driver().insert(driver().task(MAIL).user("b"));
    TaskId b2 = driver().insert(driver().task(MAIL).user("b"));
    store().change(new Selection.Ids(mine), new Change.Cancel("all"), now());
    TaskId a = driver().insert(driver().task(MAIL).user("a"));
    assertThat(ids(driver().claim("w", MAIL, 3))).containsExactly(b1, a, b2);
  }

  @Test
  void cancellingSomeOfAUsersWaitingTasksKeepsHisClock() {
    var mine =
        IntStream.range(0, 6)
            .mapToObj(_ -> driver().insert(driver().task(MAIL).user("a")))
            .toList();
    TaskId b1 = driver().insert(driver().task(MAIL).user("b"));
    TaskId b2 = driver().insert(driver().task(MAIL).user("b"));
    store().change(new Selection.Ids(mine.subList(1, 6)), new Change.Cancel("most"), now());
    TaskId a = driver().insert(driver().task(MAIL).user("a"));
    assertThat(ids(driver().claim("w", MAIL, 4))).containsExactly(mine.getFirst(), b1, b2, a);
  }
}
