package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Reconciliation;
import com.devskyy.engine.RetryAfter;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Selection;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What a handler can do by its context: steps, paid steps, progress, log, cost, children.
abstract class WorkerContextContract extends WorkerContractPart {
  WorkerContextContract(WorkerContract contract) {
    super(contract);
  }

  @Test
  void aStepsValueIsStoredOnceAndLaterAttemptsGetIt() throws Exception {
    var bodies = new AtomicInteger();
    start(
        type("stepped").retry(AT_ONCE).build(),
        (context, _) -> {
          Json first =
              context.step("one", Json.class, () -> Json.of("" + bodies.incrementAndGet()));
          if (context.attempt() < 3) {
            throw new IllegalStateException("after the step");
          }
          return first;
        });
    Task task = client.await(enqueue("stepped", INPUT), SOON);
    assertThat(task.result()).contains(Json.of("1"));
    assertThat(bodies).hasValue(1);
    assertThat(store.history(task.id()).steps())
        .containsExactly(new History.Step("one", Optional.of(Json.of("1"))));
  }

  @Test
  void aStepNameMayBeUsedOnlyOnce() throws Exception {
    start(
        type("twice").build(),
        (context, _) -> {
          context.step("same", Json.class, () -> DONE);
          return context.step("same", Json.class, () -> DONE);
        });
    assertThat(client.await(enqueue("twice", INPUT), SOON).error().orElseThrow().message())
        .isEqualTo("step \"same\" is used twice in one attempt; names are unique in a task");
  }

  /// Starts a type whose one step is paid, and whose first payment ends like this.
  ///
  /// @return counts payments
  private AtomicInteger startPaid(
      Supplier<Exception> first, TaskContext.Reconciler<Json> reconcile) {
    var paid = new AtomicInteger();
    start(
        type("paid").retry(AT_ONCE).build(),
        (context, _) ->
            context.stepOnce(
                "pay",
                Json.class,
                () -> {
                  if (paid.incrementAndGet() == 1) {
                    throw first.get();
                  }
                  return DONE;
                },
                reconcile));
    return paid;
  }

  private static Exception answerIsLost() {
    return new IllegalStateException("the answer was lost");
  }

  @Test
  void aPaidStepWhoseOutcomeIsKnownIsNotPaidAgain() throws Exception {
    AtomicInteger paid =
        startPaid(
            WorkerContextContract::answerIsLost,
            () -> new Reconciliation.Known<>(Json.of("\"provider task 81\"")));
    Task task = client.await(enqueue("paid", INPUT), SOON);
    assertThat(task.result()).contains(Json.of("\"provider task 81\""));
    assertThat(paid).hasValue(1);
  }

  @Test
  void aPaidStepThatCertainlyDidNotHappenIsDoneAgain() throws Exception {
    AtomicInteger paid =
        startPaid(WorkerContextContract::answerIsLost, Reconciliation.NotDone::new);
    assertThat(client.await(enqueue("paid", INPUT), SOON).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(paid).hasValue(2);
  }

  @Test
  void aPaidStepNobodyCanTellOfEndsTheTaskUntilAPersonReplaysIt() throws Exception {
    AtomicInteger paid =
        startPaid(
            WorkerContextContract::answerIsLost,
            () -> new Reconciliation.Unknown<>("one model for 0.20 USD may exist"));
    TaskId id = enqueue("paid", INPUT);
    Task unknown = client.await(id, SOON);
    assertThat(unknown.error().orElseThrow().type()).isEqualTo(ErrorType.OUTCOME_UNKNOWN);
    assertThat(unknown.error().orElseThrow().message()).contains("0.20 USD may exist");
    assertThat(paid).hasValue(1);
    client.change(new Selection.Ids(List.of(id)), new Change.Replay(), _ -> {});
    awaitStatus(id, TaskStatus.COMPLETED);
    assertThat(paid).hasValue(2);
  }

  @Test
  void aPaidStepThatSaysItselfThatNothingHappenedNeedsNoReconciling() throws Exception {
    AtomicInteger paid =
        startPaid(
            () -> new RetryAfter(Duration.ZERO, "429"),
            () -> {
              throw new AssertionError("must not be asked");
            });
    assertThat(client.await(enqueue("paid", INPUT), SOON).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(paid).hasValue(2);
  }

  @Test
  void progressLogAndCostAreSeenWhileItRuns() throws Exception {
    var half = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    start(
        type("telling").build(),
        (context, _) -> {
          context.progress(0.5, "half way");
          context.log("a line");
          context.cost("tripo", new BigDecimal("0.20"), "USD");
          half.countDown();
          goOn.await();
          return DONE;
        });
    TaskId id = enqueue("telling", INPUT);
    half.await();
    Task running = client.find(id).orElseThrow();
    assertThat(running.progress()).contains(new Task.Progress(0.5, "half way"));
    assertThat(store.history(id).log())
        .extracting(History.LogLine::message)
        .containsExactly("a line");
    assertThat(store.history(id).costs())
        .singleElement()
        .satisfies(cost -> assertThat(cost.amount()).isEqualByComparingTo("0.20"));
    goOn.countDown();
    client.await(id, SOON);
  }

  @Test
  void aChildIsEnqueuedOnceHoweverOftenItsParentIsTried() throws Exception {
    var child = type("child").build();
    var parent = type("parent").retry(AT_ONCE).build();
    start(
        List.of(
            child.servedBy((_, input) -> input),
            parent.servedBy(
                (context, input) -> {
                  TaskId id = context.enqueue("mail", child, input);
                  if (context.attempt() < 3) {
                    throw new IllegalStateException("after the child");
                  }
                  return Json.of("\"" + id + "\"");
                })),
        8);
    Task done = client.await(enqueue("parent", INPUT), SOON);
    TaskId childId = done.id().child("mail");
    assertThat(client.await(childId, SOON).parent()).contains(done.id());
    assertThat(store.counts().of(child.name(), TaskStatus.COMPLETED)).isEqualTo(1);
  }
}
