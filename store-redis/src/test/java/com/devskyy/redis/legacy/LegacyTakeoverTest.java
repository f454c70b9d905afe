package com.devskyy.redis.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.Invariants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// When and in which order tasks of producers are taken over, and when their words are said.
final class LegacyTakeoverTest extends OnOneServer {
  private static final Instant BEGAN = Instant.parse("2026-11-24T10:00:00Z");

  /// Until a round has seen all that was in the queue before.
  private void awaitRound(TaskStore store, String name) throws Exception {
    int before = tasks(store).size();
    enqueue(name, name);
    await(() -> Optional.of(true).filter(_ -> tasks(store).size() > before));
    await(
        () ->
            Optional.ofNullable(server().call("ZSCORE", "queue:generate_3d", name)).isPresent()
                ? Optional.empty()
                : Optional.of(true));
  }

  @Test
  void tasksAreTakenOverInTheOrderOfTheirCreationThoughMoreWaitThanAreReadAtOnce()
      throws Exception {
    int tasks = 2 * Takeover.CHUNK + 50;
    List<Integer> order = new ArrayList<>(IntStream.range(0, tasks).boxed().toList());
    Collections.shuffle(order, new Random(1));
    for (int i = 0; i < tasks; i++) {
      int number = order.get(i);
      String id = "generate_3d:%04d".formatted(i);
      // Three priorities of one level, whose scores say another order.
      int priority = 4 + number % 3;
      String value = value(id, "p" + number, BEGAN.plusSeconds(number).toString(), priority);
      server().call("SET", "devskyy:tasks:" + id, value);
      server().call("ZADD", "queue:generate_3d", Integer.toString(priority), id);
    }
    TaskStore store = serve("completed", Optional.of(stopped));
    awaitEmptyQueue();
    assertThat(queued(store))
        .containsExactlyElementsOf(IntStream.range(0, tasks).mapToObj(i -> "p" + i).toList());
    Invariants.check(store);
  }

  @Test
  void aScoreIsThePriorityWhereNoneWasWrittenAndItsLevelDecides() throws Exception {
    List<String> scores = List.of("1", "3.9", "6", "9", "10", "25");
    for (String score : scores) {
      String id = "scored-" + score;
      server()
          .call(
              "SET",
              "devskyy:tasks:" + id,
              "{\"task_type\": \"generate_3d\", \"data\": {\"prompt\": \"%s\"}}".formatted(score));
      server().call("ZADD", "queue:generate_3d", score, id);
    }
    TaskStore store = serve("completed", Optional.of(stopped));
    awaitEmptyQueue();
    assertThat(tasks(store).stream().map(task -> task.priority().value()).sorted())
        .containsExactly(1, 3, 6, 9, 10, 25);
    // 10 and above are one level.
    assertThat(queued(store).subList(0, 2)).containsExactlyInAnyOrder("10", "25");
    assertThat(queued(store).subList(2, 6)).containsExactly("9", "6", "3.9", "1");
  }

  @Test
  void aTaskIsSeenToBeQueuedThenProcessingThenCompleted() throws Exception {
    var goOn = new CountDownLatch(1);
    TaskStore first = serve("completed", Optional.empty());
    enqueue("a", "hoodie");
    assertThat(
            await(
                () ->
                    Optional.of(awaitJson("devskyy:tasks:a"))
                        .filter(task -> task.containsKey("worker_task_id"))))
        .containsEntry("status", "queued")
        .doesNotContainKey("started_at");
    work(
        "completed",
        (_, wish) -> {
          goOn.await(20, TimeUnit.SECONDS);
          return wish.prompt();
        });
    assertThat(
            await(
                () ->
                    Optional.of(awaitJson("devskyy:tasks:a"))
                        .filter(task -> !"queued".equals(task.get("status")))))
        .containsEntry("status", "processing")
        .containsEntry("worker_host", "host")
        .containsKeys("started_at", "updated_at");
    assertThat(server().call("EXISTS", "devskyy:results:a")).isEqualTo(0L);
    goOn.countDown();
    assertThat(awaitJson("devskyy:results:a")).containsEntry("status", "completed");
    assertThat(awaitJson("devskyy:tasks:a")).containsEntry("status", "completed");
    assertThat(tasks(first)).hasSize(1);
  }

  @Test
  void anIdThatWasUsedBeforeMayStandInItsQueueBeforeItsNewValueIsWritten() throws Exception {
    TaskStore store = serve("completed", Optional.of(stopped));
    enqueue("a", "one");
    // What a worker wrote of the first task stands there from then on.
    await(
        () ->
            Optional.of(awaitJson("devskyy:tasks:a"))
                .filter(task -> task.containsKey("worker_task_id")));
    server().call("ZADD", "queue:generate_3d", "7", "a");
    stopped.advance(Takeover.PATIENCE.minusSeconds(1));
    awaitRound(store, "seen");
    assertThat(server().call("ZSCORE", "queue:generate_3d", "a")).isEqualTo("7");
    server().call("SET", "devskyy:tasks:a", value("a", "two", "2026-11-24T11:00:00Z"));
    awaitEmptyQueue();
    assertThat(queued(store)).containsExactlyInAnyOrder("one", "seen", "two");
  }

  @Test
  void aMemberWhoseTaskIsKnownLeavesItsQueueWhenItsTimeIsOver() throws Exception {
    TaskStore store = serve("completed", Optional.of(stopped));
    enqueue("a", "one");
    await(
        () ->
            Optional.of(awaitJson("devskyy:tasks:a"))
                .filter(task -> task.containsKey("worker_task_id")));
    server().call("ZADD", "queue:generate_3d", "7", "a");
    awaitRound(store, "seen");
    stopped.advance(Takeover.PATIENCE);
    awaitEmptyQueue();
    assertThat(queued(store)).containsExactlyInAnyOrder("one", "seen");
    assertThat(server().call("EXISTS", "devskyy:dlq:a")).isEqualTo(0L);
  }

  @Test
  void aMemberThatComesAgainHasItsTimeAgain() throws Exception {
    TaskStore store = serve("completed", Optional.of(stopped));
    server().call("ZADD", "queue:generate_3d", "7", "late");
    awaitRound(store, "one");
    // As when another process refuses it.
    server().call("ZREM", "queue:generate_3d", "late");
    awaitRound(store, "two");
    stopped.advance(Takeover.PATIENCE);
    server().call("ZADD", "queue:generate_3d", "7", "late");
    awaitRound(store, "three");
    assertThat(server().call("EXISTS", "devskyy:dlq:late")).isEqualTo(0L);
    server().call("SET", "devskyy:tasks:late", value("late", "late", "2026-11-24T10:00:00Z"));
    awaitEmptyQueue();
    assertThat(queued(store)).contains("late");
  }

  @Test
  void aMemberWhoseNameIsNoTextIsADeadLetterOnceAndLeaves() throws Exception {
    TaskStore store = serve("completed", Optional.of(stopped));
    String add = "return redis.call('ZADD', KEYS[1], 7, string.char(102, 255, 254))";
    server().call("EVAL", add, "1", "queue:generate_3d");
    awaitRound(store, "seen");
    stopped.advance(Takeover.PATIENCE);
    awaitEmptyQueue();
    assertThat(awaitJson("devskyy:dlq:f\ufffd\ufffd")).containsEntry("error_type", "Expired");
  }

  @Test
  void aTaskIsTakenOverWithinMillisecondsThoughNobodyPolls() throws Exception {
    TaskStore store = serve("completed", Optional.empty());
    awaitRound(store, "first");
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      long began = System.nanoTime();
      enqueue("task-" + i, "p" + i);
      awaitEmptyQueue();
      waits.add(Duration.ofNanos(System.nanoTime() - began));
    }
    Collections.sort(waits);
    System.out.printf(
        "taken over after %d ms in the median, %d at most%n",
        waits.get(10).toMillis(), waits.getLast().toMillis());
    assertThat(waits.get(10)).isLessThan(Duration.ofMillis(150));
  }

  @Test
  void tasksOfNoProducerMakeNobodyLookAtTheQueues() throws Exception {
    TaskStore store = serve("completed", Optional.empty());
    awaitRound(store, "first");
    var ids = new TaskId.Generator(store.clock(), new SplittableRandom(9), 0);
    var type = new TypeName("other");
    // Each look at what is owed is a script, and so is each call below.
    double before = scripts();
    for (int i = 0; i < 300; i++) {
      TaskId id = ids.next();
      store.insert(List.of(NewTask.of(id, type, Json.of("1"))), store.clock().instant());
      store.change(
          new Selection.Ids(List.of(id)), new Change.Cancel("no"), store.clock().instant());
    }
    assertThat(scripts() - before).isBetween(600.0, 620.0);
  }

  private static double scripts() throws Exception {
    return String.valueOf(server().call("INFO", "commandstats"))
        .lines()
        .filter(line -> line.startsWith("cmdstat_evalsha:calls="))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
        .sum();
  }

  @Test
  void whatEndedBeforeTheProtocolIsClosedIsSaidWhenItIs() throws Exception {
    TaskStore store = open(Optional.empty());
    for (int i = 0; i < 20; i++) {
      serve("completed", Optional.empty());
      enqueue("task-" + i, "p" + i);
      awaitEmptyQueue();
      List<TaskId> open =
          tasks(store).stream().filter(task -> !task.status().isEnd()).map(Task::id).toList();
      assertThat(open).hasSize(1);
      store.change(
          new Selection.Ids(open), new Change.Cancel("not needed"), store.clock().instant());
      opened.removeLast().close();
      assertThat(server().call("EXISTS", "devskyy:results:task-" + i)).isEqualTo(1L);
    }
  }
}
