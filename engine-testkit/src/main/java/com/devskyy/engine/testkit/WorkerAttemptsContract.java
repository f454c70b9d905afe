package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.AttemptEndedException;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.RetryAfter;
import com.devskyy.engine.RetryPolicy;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskHandler;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskClient;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TypeRegistration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What becomes of one attempt: its result, its failures, its limits.
abstract class WorkerAttemptsContract extends WorkerContractPart {
  WorkerAttemptsContract(WorkerContract contract) {
    super(contract);
  }

  @Test
  void aTaskIsDoneAndItsResultReachesWhoWaits() throws Exception {
    start(type("echo").build(), (_, input) -> input);
    Task task = client.await(enqueue("echo", INPUT), SOON);
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.result()).contains(INPUT);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(task.run()).isEqualTo(1);
    assertThat(task.worker()).contains("worker-1");
  }

  @Test
  void thousandsOfTasksAreEachDoneExactlyOnce() throws Exception {
    int count = 3_000;
    var runs = new AtomicInteger();
    var all = new CountDownLatch(count);
    TaskHandler<Json, Json> handler =
        (_, input) -> {
          runs.incrementAndGet();
          all.countDown();
          return input;
        };
    start(type("echo").build(), handler);
    start(type("echo").build(), handler);
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < count; i += 500) {
      List<TaskClient.Request> bulk = new ArrayList<>();
      for (int j = 0; j < 500; j++) {
        bulk.add(new TaskClient.Request("echo", INPUT, EnqueueOptions.DEFAULT));
      }
      client.enqueueAll(bulk).forEach(answer -> ids.add(answer.id()));
    }
    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    for (TaskId id : ids) {
      assertThat(client.await(id, SOON).status()).isEqualTo(TaskStatus.COMPLETED);
    }
    assertThat(runs).hasValue(count);
  }

  @Test
  void aFailureIsRetriedAndThenBecomesADeadLetterThatCanBeReplayed() throws Exception {
    var mended = new CountDownLatch(1);
    var runs = new AtomicInteger();
    start(
        type("flaky").retry(AT_ONCE).build(),
        (_, _) -> {
          runs.incrementAndGet();
          if (mended.getCount() > 0) {
            throw new IllegalStateException("still broken");
          }
          return DONE;
        });
    TaskId id = enqueue("flaky", INPUT);
    Task dead = client.await(id, SOON);
    assertThat(dead.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(dead.attempt()).isEqualTo(3);
    assertThat(runs).hasValue(3);
    assertThat(dead.error().orElseThrow().type()).isEqualTo(ErrorType.INTERNAL);
    assertThat(dead.error().orElseThrow().message())
        .isEqualTo("IllegalStateException: still broken");
    assertThat(dead.error().orElseThrow().detail()).contains("WorkerAttemptsContract");
    assertThat(store.history(id).runs())
        .extracting(History.Run::end)
        .containsExactly("retrying", "retrying", "failed");

    mended.countDown();
    client.change(new Selection.Ids(List.of(id)), new Change.Replay(), _ -> {});
    Task done = awaitStatus(id, TaskStatus.COMPLETED);
    assertThat(done.attempt()).isEqualTo(1);
    assertThat(done.run()).isEqualTo(4);
  }

  @Test
  void aPermanentFailureIsNotRetried() throws Exception {
    var runs = new AtomicInteger();
    start(
        type("hopeless").build(),
        (_, _) -> {
          runs.incrementAndGet();
          throw new PermanentFailure("no such garment");
        });
    Task task = client.await(enqueue("hopeless", INPUT), SOON);
    assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.PERMANENT);
    assertThat(task.error().orElseThrow().message()).isEqualTo("no such garment");
    assertThat(runs).hasValue(1);
  }

  @Test
  void beingAskedForPatienceSpendsNoAttempt() throws Exception {
    var runs = new AtomicInteger();
    start(
        type("patient").retry(RetryPolicy.NONE).build(),
        (context, _) -> {
          assertThat(context.attempt()).isEqualTo(1);
          if (runs.incrementAndGet() < 4) {
            throw new RetryAfter(Duration.ofMillis(1), "429");
          }
          return DONE;
        });
    Task task = client.await(enqueue("patient", INPUT), SOON);
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(task.run()).isEqualTo(4);
  }

  @Test
  void aThrownErrorEndsTheAttemptLikeAnyFailure() throws Exception {
    start(
        type("deep").retry(RetryPolicy.NONE).build(),
        (_, _) -> {
          throw new StackOverflowError();
        });
    Task task = client.await(enqueue("deep", INPUT), SOON);
    assertThat(task.error().orElseThrow().message()).isEqualTo("StackOverflowError");
  }

  @Test
  void theRunLimitInterruptsTheHandlerAndFreesItsSlotEvenIfItDoesNotListen() throws Exception {
    var stubborn = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var late = new CountDownLatch(1);
    start(
        1,
        type("slow").runLimit(Duration.ofMillis(200)).retry(RetryPolicy.NONE).build(),
        (context, input) -> {
          if (!input.equals(INPUT)) {
            return DONE;
          }
          while (stubborn.getCount() > 0) {
            try {
              stubborn.await();
            } catch (InterruptedException e) {
              interrupted.countDown();
            }
          }
          try {
            context.log("too late");
          } catch (AttemptEndedException e) {
            late.countDown();
          }
          return DONE;
        });
    TaskId slow = enqueue("slow", INPUT);
    Task timedOut = client.await(slow, SOON);
    assertThat(timedOut.error().orElseThrow().type()).isEqualTo(ErrorType.TIMEOUT);
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    // The only slot is free again although the handler still runs.
    assertThat(client.await(enqueue("slow", Json.of("2")), SOON).status())
        .isEqualTo(TaskStatus.COMPLETED);
    stubborn.countDown();
    assertThat(late.await(10, TimeUnit.SECONDS)).as("its late word was refused").isTrue();
    assertThat(store.history(slow).log()).isEmpty();
    assertThat(client.find(slow).orElseThrow().status()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void aRunLimitOfTheTasksOwnCountsWhereItIsLongerThanItsTypes() throws Exception {
    var release = new CountDownLatch(1);
    start(
        type("slow").runLimit(Duration.ofMillis(200)).retry(RetryPolicy.NONE).build(),
        (_, _) -> {
          release.await();
          return DONE;
        });
    TaskId patient = enqueue(EnqueueOptions.DEFAULT.withRunLimit(SOON.multipliedBy(10)));
    awaitStatus(patient, TaskStatus.PROCESSING);
    TaskId shorter = enqueue(EnqueueOptions.DEFAULT.withRunLimit(Duration.ofMillis(1)));
    TaskId usual = enqueue("slow", INPUT);
    // Both began later than the patient one.
    for (TaskId id : List.of(shorter, usual)) {
      Task task = client.await(id, SOON);
      assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.TIMEOUT);
      assertThat(Duration.between(task.startedAt().orElseThrow(), task.endedAt().orElseThrow()))
          .isGreaterThanOrEqualTo(Duration.ofMillis(199));
    }
    release.countDown();
    assertThat(client.await(patient, SOON).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  private TaskId enqueue(EnqueueOptions options) {
    return client.enqueue("slow", INPUT, options).id();
  }

  @Test
  void aTypeThatDeclaresNoRunLimitHasTheWorkersAndWhatItIsCanBeRead() throws Exception {
    start(
        List.of(
            type("unlimited").build().servedBy((_, input) -> input),
            type("limited").runLimit(Duration.ofSeconds(7)).build().servedBy((_, input) -> input)),
        8);
    assertThat(store.registry().types())
        .extracting(TypeRegistration::runLimit)
        .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(50));
  }

  @Test
  void aTypesConcurrencyIsNeverExceeded() throws Exception {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var all = new CountDownLatch(200);
    start(
        16,
        type("narrow").concurrency(3).build(),
        (_, _) -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          Thread.onSpinWait();
          now.decrementAndGet();
          all.countDown();
          return DONE;
        });
    for (int i = 0; i < 200; i++) {
      enqueue("narrow", INPUT);
    }
    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void waitersRunOnVirtualThreadsAndComputersOnPlatformThreadsAsManyAsThereAreCpuSlots()
      throws Exception {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    start(
        type("compute").work(TaskType.Work.CPU).build(),
        (_, _) -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          boolean isVirtual = Thread.currentThread().isVirtual();
          now.decrementAndGet();
          return Json.of(String.valueOf(isVirtual));
        });
    start(
        type("wait").build(),
        (_, _) -> Json.of(String.valueOf(Thread.currentThread().isVirtual())));
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ids.add(enqueue("compute", INPUT));
    }
    for (TaskId id : ids) {
      assertThat(client.await(id, SOON).result()).contains(Json.of("false"));
    }
    assertThat(most.get()).isBetween(1, 2);
    assertThat(client.await(enqueue("wait", INPUT), SOON).result()).contains(Json.of("true"));
  }
}
