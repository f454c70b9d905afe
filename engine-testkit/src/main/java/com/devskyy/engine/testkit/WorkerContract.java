package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.AttemptEndedException;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.Reconciliation;
import com.devskyy.engine.RetryAfter;
import com.devskyy.engine.RetryPolicy;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskHandler;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.UnknownTypeException;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskClient;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.client.Why;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What worker and client promise together, on a real store with real threads and the host's clock.
/// A store's tests extend it.
@Timeout(60)
public abstract class WorkerContract {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final RetryPolicy AT_ONCE = new RetryPolicy(3, Duration.ZERO, Duration.ZERO);
  private static final Json INPUT = Json.of("{\"n\":1}");
  private static final Json DONE = Json.of("\"done\"");

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final InstantSource clock = InstantSource.system();
  private final AtomicInteger workers = new AtomicInteger();

  private TaskStore store;
  private TaskClient client;

  @TempDir Path folder;

  /// Opens an empty store.
  protected abstract TaskStore open(InstantSource clock, StoreSettings settings) throws Exception;

  /// For subclasses; the store is opened before each test.
  protected WorkerContract() {
    // NullAway cannot see that JUnit calls the set-up first.
    this.store = new MemoryTaskStore(clock, StoreSettings.DEFAULT, new Random(0));
    this.client = client(store);
    this.folder = Path.of("");
  }

  @BeforeEach
  final void openStore() throws Exception {
    store = open(clock, StoreSettings.DEFAULT);
    client = client(store);
  }

  @AfterEach
  final void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    client.close();

    Invariants.check(store);
    store.close();
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
    assertThat(dead.error().orElseThrow().detail()).contains("WorkerContract");
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
  void anInvalidInputIsRefusedBeforeItIsStoredAndAgainBeforeItRuns() throws Exception {
    var runs = new AtomicInteger();
    var type = type("strict").build();
    assertThatThrownBy(
            () -> knowing(type).enqueue("strict", RawCodec.INVALID, EnqueueOptions.DEFAULT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("strict: field must be right; was \"wrong\"");
    assertThat(store.counts().queues()).doesNotContainKey(type.name());

    // A producer with an older schema could still have stored it.
    TaskId id = new TaskId.Generator(clock, new Random(9), 0).next();
    store.insert(List.of(NewTask.of(id, type.name(), RawCodec.INVALID)), clock.instant());
    start(
        type,
        (_, _) -> {
          runs.incrementAndGet();
          return DONE;
        });
    Task task = client.await(id, SOON);
    assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.INVALID_INPUT);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(runs).hasValue(0);
  }

  @Test
  void anUnknownTypeIsRefusedWithWhatIsKnown() throws Exception {
    start(type("generate_3d").build(), (_, input) -> input);
    assertThatThrownBy(() -> enqueue("generate3d", INPUT))
        .isInstanceOfSatisfying(
            UnknownTypeException.class, e -> assertThat(e.suggestion()).contains("generate_3d"))
        .hasMessageContaining("known are generate_3d");
    assertThatThrownBy(() -> enqueue("Not A Name", INPUT)).isInstanceOf(UnknownTypeException.class);
  }

  @Test
  void theRunLimitInterruptsTheHandlerAndFreesItsSlotEvenIfItDoesNotListen() throws Exception {
    var stubborn = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var late = new ConcurrentLinkedQueue<Exception>();
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
            late.add(e);
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
    spinUntil(() -> !late.isEmpty());
    assertThat(store.history(slow).log()).isEmpty();
    assertThat(client.find(slow).orElseThrow().status()).isEqualTo(TaskStatus.FAILED);
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
  void aWaitingTaskIsCancelledAtOnce() throws Exception {
    TaskId id =
        knowing(type("later").build())
            .enqueue("later", INPUT, EnqueueOptions.DEFAULT.withDelay(Duration.ofHours(1)))
            .id();
    client.change(new Selection.Ids(List.of(id)), new Change.Cancel("changed my mind"), _ -> {});
    Task task = client.find(id).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(task.error().orElseThrow().message()).isEqualTo("changed my mind");
  }

  @Test
  void aRunningTaskIsInterruptedAndCancelledWithinASecond() throws Exception {
    var running = new CountDownLatch(1);
    start(
        type("long").build(),
        (context, _) -> {
          running.countDown();
          new CountDownLatch(1).await();
          return DONE;
        });
    TaskId id = enqueue("long", INPUT);
    running.await();
    long asked = System.nanoTime();
    client.change(new Selection.Ids(List.of(id)), new Change.Cancel("enough"), _ -> {});
    Task task = client.await(id, SOON);
    assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
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

  @Test
  void aPaidStepWhoseOutcomeIsKnownIsNotPaidAgain() throws Exception {
    var paid = new AtomicInteger();
    start(
        type("paid").retry(AT_ONCE).build(),
        (context, _) ->
            context.stepOnce(
                "pay",
                Json.class,
                () -> {
                  paid.incrementAndGet();
                  throw new IllegalStateException("the answer was lost");
                },
                () -> new Reconciliation.Known<>(Json.of("\"provider task 81\""))));
    Task task = client.await(enqueue("paid", INPUT), SOON);
    assertThat(task.result()).contains(Json.of("\"provider task 81\""));
    assertThat(paid).hasValue(1);
  }

  @Test
  void aPaidStepThatCertainlyDidNotHappenIsDoneAgain() throws Exception {
    var paid = new AtomicInteger();
    start(
        type("paid").retry(AT_ONCE).build(),
        (context, _) ->
            context.stepOnce(
                "pay",
                Json.class,
                () -> {
                  if (paid.incrementAndGet() == 1) {
                    throw new IllegalStateException("no answer");
                  }
                  return DONE;
                },
                Reconciliation.NotDone::new));
    assertThat(client.await(enqueue("paid", INPUT), SOON).status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(paid).hasValue(2);
  }

  @Test
  void aPaidStepNobodyCanTellOfEndsTheTaskUntilAPersonReplaysIt() throws Exception {
    var paid = new AtomicInteger();
    start(
        type("paid").retry(AT_ONCE).build(),
        (context, _) ->
            context.stepOnce(
                "pay",
                Json.class,
                () -> {
                  if (paid.incrementAndGet() == 1) {
                    throw new IllegalStateException("no answer");
                  }
                  return DONE;
                },
                () -> new Reconciliation.Unknown<>("one model for 0.20 USD may exist")));
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
    var paid = new AtomicInteger();
    start(
        type("paid").build(),
        (context, _) ->
            context.stepOnce(
                "pay",
                Json.class,
                () -> {
                  if (paid.incrementAndGet() == 1) {
                    throw new RetryAfter(Duration.ZERO, "429");
                  }
                  return DONE;
                },
                () -> {
                  throw new AssertionError("must not be asked");
                }));
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

  @Test
  void aUniqueKeyMakesTwoRequestsOneTask() throws Exception {
    var type = type("once").unique(Json::text).build();
    TaskClient knowing = knowing(type);
    InsertAnswer first = knowing.enqueue(type, INPUT, EnqueueOptions.DEFAULT);
    InsertAnswer second = knowing.enqueue(type, INPUT, EnqueueOptions.DEFAULT);
    InsertAnswer other =
        knowing.enqueue(
            type, INPUT, EnqueueOptions.DEFAULT.withUniqueKey(UniqueKey.untilEnd("other")));
    assertThat(second).isEqualTo(new InsertAnswer(first.id(), InsertAnswer.Kind.DUPLICATE));
    assertThat(other.kind()).isEqualTo(InsertAnswer.Kind.INSERTED);
  }

  @Test
  void aDelayedTaskRunsWhenItIsDue() throws Exception {
    start(type("echo").build(), (_, input) -> input);
    TaskId id =
        client
            .enqueue("echo", INPUT, EnqueueOptions.DEFAULT.withDelay(Duration.ofMillis(1_500)))
            .id();
    assertThat(client.find(id).orElseThrow().status()).isEqualTo(TaskStatus.SCHEDULED);
    Task task = client.await(id, SOON);
    assertThat(task.startedAt().orElseThrow()).isAfterOrEqualTo(task.dueAt());
    assertThat(Duration.between(task.dueAt(), task.startedAt().orElseThrow()))
        .isLessThan(Duration.ofMillis(1_500));
  }

  @Test
  void shutdownWaitsForWhatFinishesInTheGrace() throws Exception {
    var running = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    Worker worker =
        start(
            type("short").build(),
            (_, input) -> {
              running.countDown();
              finish.await();
              return input;
            });
    TaskId id = enqueue("short", INPUT);
    running.await();
    var closing = Thread.ofVirtual().start(worker::close);
    spinUntil(
        () ->
            store.registry().workers().stream()
                .allMatch(known -> known.state() == WorkerRecord.State.STOPPING));
    TaskId next = enqueue("short", INPUT);
    finish.countDown();
    closing.join();
    assertThat(client.find(id).orElseThrow().status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(client.find(next).orElseThrow().status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(store.registry().workers()).isEmpty();
  }

  @Test
  void shutdownHandsBackTheRestUnspent() throws Exception {
    var running = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Worker worker =
        start(
            type("endless").build(),
            (_, _) -> {
              running.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
              return DONE;
            });
    TaskId id = enqueue("endless", INPUT);
    running.await();
    worker.close();
    Task task = client.find(id).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(task.crashes()).isZero();
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(store.history(id).runs())
        .extracting(History.Run::end)
        .containsExactly("handed_back");
  }

  @Test
  void aTaskWhoseClaimWasOnItsWayAtShutdownIsHandedBackToo() throws Exception {
    var slow = new SlowClaim(store);
    Worker worker =
        start(
            slow,
            List.of(
                type("endless")
                    .build()
                    .servedBy(
                        (_, input) -> {
                          new CountDownLatch(1).await();
                          return input;
                        })),
            8);
    TaskId id = enqueue("endless", INPUT);
    slow.given.await();
    var closing = Thread.ofVirtual().start(worker::close);
    spinUntil(
        () ->
            store.registry().workers().stream()
                .allMatch(known -> known.state() == WorkerRecord.State.STOPPING));
    slow.answer.countDown();
    closing.join();
    Task task = client.find(id).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(task.crashes()).isZero();
    assertThat(store.history(id).runs())
        .extracting(History.Run::end)
        .containsExactly("handed_back");
  }

  @Test
  void aWorkerClaimsOnlyWhatItServesAndWhySaysSo() throws Exception {
    start(type("served").build(), (_, input) -> input);
    var other = type("unserved").build();
    TaskId id = knowing(other).enqueue(other, INPUT, EnqueueOptions.DEFAULT).id();
    client.await(enqueue("served", INPUT), SOON);
    Why why = client.why(id).orElseThrow();
    assertThat(why.rule()).isEqualTo("no_worker");
    assertThat(why.sentence()).isEqualTo("No running worker serves unserved.");
    assertThat(client.find(id).orElseThrow().status()).isEqualTo(TaskStatus.QUEUED);
  }

  @Test
  void whyNamesThePauseAndTheLine() throws Exception {
    var gate = new CountDownLatch(1);
    var running = new CountDownLatch(1);
    start(
        1,
        type("line").build(),
        (_, input) -> {
          running.countDown();
          gate.await();
          return input;
        });
    enqueue("line", INPUT);
    running.await();
    TaskId second = enqueue("line", INPUT);
    TaskId third = enqueue("line", INPUT);
    assertThat(client.why(second).orElseThrow().rule()).isEqualTo("next");
    Why why = client.why(third).orElseThrow();
    assertThat(why.rule()).isEqualTo("busy");
    assertThat(why.position().orElseThrow().ahead()).isEqualTo(1);
    var queue = new Selection.Queue(type("line").build().name());
    client.change(queue, new Change.Pause(), _ -> {});
    assertThat(client.why(third).orElseThrow().rule()).isEqualTo("paused");
    client.change(queue, new Change.Resume(), _ -> {});
    gate.countDown();
    assertThat(client.await(third, SOON).status()).isEqualTo(TaskStatus.COMPLETED);
  }

  @Test
  void awaitGivesUpInTimeAndTheTaskGoesOn() throws Exception {
    var type = type("nobody").build();
    TaskId id = knowing(type).enqueue(type, INPUT, EnqueueOptions.DEFAULT).id();
    assertThatThrownBy(() -> client.await(id, Duration.ofMillis(50)))
        .isInstanceOf(TimeoutException.class);
    assertThat(client.find(id)).isPresent();
    assertThatThrownBy(() -> client.await(id.child("none"), SOON))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBulkWithOneBadTaskStoresNone() {
    var type = type("bulk").build();
    TaskClient knowing = knowing(type);
    assertThatThrownBy(
            () ->
                knowing.enqueueAll(
                    List.of(
                        new TaskClient.Request("bulk", INPUT, EnqueueOptions.DEFAULT),
                        new TaskClient.Request("bulk", RawCodec.INVALID, EnqueueOptions.DEFAULT))))
        .isInstanceOf(InvalidInputException.class);
    assertThat(store.counts().queues()).doesNotContainKey(type.name());
  }

  @Test
  void anyNumberOfTasksIsEnqueuedAndAnsweredInOrder() {
    var type = type("campaign").build();
    List<TaskId> ids = ids(1_201);
    var answered = new ArrayList<TaskId>();
    knowing(type)
        .enqueueEach(
            ids.stream().map(id -> request(id, INPUT)), answer -> answered.add(answer.id()));
    assertThat(answered).isEqualTo(ids);
    assertThat(store.counts().of(type.name(), TaskStatus.QUEUED)).isEqualTo(1_201);
  }

  @Test
  void aBadRequestAmongManyLeavesTheBatchesBeforeItStoredAndAnswered() {
    var type = type("campaign").build();
    List<TaskId> ids = ids(1_201);
    var answered = new ArrayList<TaskId>();
    Stream<TaskClient.Request> requests =
        Stream.concat(
            ids.stream().map(id -> request(id, INPUT)),
            ids(1).stream().map(id -> request(id, RawCodec.INVALID)));
    assertThatThrownBy(
            () -> knowing(type).enqueueEach(requests, answer -> answered.add(answer.id())))
        .isInstanceOf(InvalidInputException.class);
    assertThat(answered).isEqualTo(ids.subList(0, 1_000));
    assertThat(store.counts().of(type.name(), TaskStatus.QUEUED)).isEqualTo(1_000);
  }

  private List<TaskId> ids(int many) {
    var generator = new TaskId.Generator(store.clock(), new SplittableRandom(many), 0);
    return Stream.generate(generator::next).limit(many).toList();
  }

  private static TaskClient.Request request(TaskId id, Json input) {
    return new TaskClient.Request("campaign", input, EnqueueOptions.DEFAULT.withId(id));
  }

  @Test
  void anUnknownTierIsRefusedWithWhatIsAllowed() {
    var type = type("tiered").build();
    assertThatThrownBy(
            () -> knowing(type).enqueue(type, INPUT, EnqueueOptions.DEFAULT.withTier("gold")))
        .hasMessage("tier must be one of pro, standard, vip; was \"gold\"");
  }

  @Test
  void newsArrivesAlsoWhenEveryHintIsLost() throws Exception {
    start(type("echo").build(), (_, input) -> input);
    try (var deaf = client(new Deaf(store))) {
      TaskId id =
          deaf.enqueue("echo", INPUT, EnqueueOptions.DEFAULT.withDelay(Duration.ofMillis(200)))
              .id();
      assertThat(deaf.await(id, SOON).status()).isEqualTo(TaskStatus.COMPLETED);
    }
  }

  @Test
  void aHandlerWhoseLeaseIsLostIsInterruptedAndWhatItReturnsIsNotStored() throws Exception {
    var running = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var losing = new Losing(store);
    start(
        losing,
        List.of(
            type("robbed")
                .build()
                .servedBy(
                    (_, input) -> {
                      running.countDown();
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        interrupted.countDown();
                      }
                      return input;
                    })),
        8);
    TaskId id = enqueue("robbed", INPUT);
    running.await();
    losing.lost = true;
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    Task task = client.find(id).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.PROCESSING);
    assertThat(task.result()).isEmpty();
  }

  @Test
  void aStoreThatDoesNotAnswerForAWhileCostsNoAttempt() throws Exception {
    var down = new AtomicInteger(12);
    var connection =
        new FaultyTaskStore(
            store,
            (verb, _) ->
                verb != Fault.Verb.REGISTER && down.getAndDecrement() > 0
                    ? new Fault.FailBefore()
                    : new Fault.None());
    start(connection, List.of(type("echo").build().servedBy((_, input) -> input)), 8);
    Task task = client.await(enqueue("echo", INPUT), Duration.ofSeconds(40));
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(down.get()).isNegative();
  }

  /// Answers a claim that gave something only when it may.
  private static final class SlowClaim extends ForwardingTaskStore {
    private final CountDownLatch given = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    SlowClaim(TaskStore store) {
      super(store);
    }

    @Override
    public Claimed claim(ClaimRequest request) {
      Claimed claimed = super.claim(request);
      if (!claimed.leases().isEmpty()) {
        given.countDown();
        try {
          answer.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return claimed;
    }
  }

  /// Hears nothing.
  private static final class Deaf extends ForwardingTaskStore {
    Deaf(TaskStore store) {
      super(store);
    }

    @Override
    public AutoCloseable subscribe(Consumer<Hint> listener) {
      return () -> {};
    }
  }

  /// Loses every lease from a moment on.
  private static final class Losing extends ForwardingTaskStore {
    private volatile boolean lost;

    Losing(TaskStore store) {
      super(store);
    }

    @Override
    public List<Extended> extend(List<Lease> leases, Instant now) {
      return lost
          ? leases.stream().map(lease -> new Extended(false, false, lease.until())).toList()
          : super.extend(leases, now);
    }
  }

  private static TaskType.Builder<Json, Json> type(String name) {
    return TaskType.named(name, Json.class, Json.class);
  }

  private Worker start(TaskType<Json, Json> type, TaskHandler<Json, Json> handler) {
    return start(8, type, handler);
  }

  private Worker start(int slots, TaskType<Json, Json> type, TaskHandler<Json, Json> handler) {
    return start(List.of(type.servedBy(handler)), slots);
  }

  private Worker start(List<ServedType<?, ?>> served, int slots) {
    return start(store, served, slots);
  }

  private Worker start(TaskStore store, List<ServedType<?, ?>> served, int slots) {
    var worker =
        new Worker(
            store,
            new RawCodec(),
            new FolderArtifactStore(folder),
            served,
            new WorkerSettings(
                "worker-" + workers.incrementAndGet(),
                "test",
                slots,
                2,
                Duration.ofSeconds(50),
                Duration.ofMillis(300),
                Tiers.DEFAULT),
            System::nanoTime,
            new Random(5));
    worker.start();
    opened.add(worker);
    return worker;
  }

  private TaskId enqueue(String type, Json input) {
    return client.enqueue(type, input, EnqueueOptions.DEFAULT).id();
  }

  /// A client that knows no type itself: what it may enqueue, workers have registered.
  private TaskClient client(TaskStore store) {
    return new TaskClient(
        store,
        new RawCodec(),
        new TaskId.Generator(clock, new Random(11), 0),
        Tiers.DEFAULT,
        List.of());
  }

  private TaskClient knowing(TaskType<Json, Json> type) {
    var knowing =
        new TaskClient(
            store,
            new RawCodec(),
            new TaskId.Generator(clock, new Random(type.name().hashCode()), 0),
            Tiers.DEFAULT,
            List.of(type));
    opened.add(knowing);
    return knowing;
  }

  private Task awaitStatus(TaskId id, TaskStatus status) throws InterruptedException {
    var seen = new CountDownLatch(1);
    try (var _ =
        client.watch(
            id,
            task -> {
              if (task.status() == status) {
                seen.countDown();
              }
            })) {
      assertThat(seen.await(SOON.toSeconds(), TimeUnit.SECONDS)).as("became " + status).isTrue();
    }
    return client.find(id).orElseThrow();
  }

  private static void spinUntil(BooleanSupplier condition) {
    long until = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(until);
      Thread.onSpinWait();
    }
  }
}
