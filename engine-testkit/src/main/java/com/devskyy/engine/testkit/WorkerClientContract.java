package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.UnknownTypeException;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskClient;
import com.devskyy.engine.client.Why;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.UniqueKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a client promises: what it refuses, when a task runs, why it waits, how one learns of its
/// end.
abstract class WorkerClientContract extends WorkerContractPart {
  WorkerClientContract(WorkerContract contract) {
    super(contract);
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
  void workersThatKnowDifferentTypesEachDoTheirOwn() throws Exception {
    start(type("left").build(), (_, input) -> input);
    start(type("right").build(), (_, input) -> input);
    List<TaskId> left = new ArrayList<>();
    List<TaskId> right = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      left.add(enqueue("left", INPUT));
      right.add(enqueue("right", INPUT));
    }
    for (TaskId id : left) {
      assertThat(client.await(id, SOON).worker()).contains("worker-1");
    }
    for (TaskId id : right) {
      assertThat(client.await(id, SOON).worker()).contains("worker-2");
    }
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
}
