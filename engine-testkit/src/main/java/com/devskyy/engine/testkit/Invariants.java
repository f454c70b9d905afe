package com.devskyy.engine.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Position;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What must hold in a store at any moment, as far as its public verbs show. Nobody else may use
/// the store meanwhile.
public final class Invariants {
  private static final int POSITIONS = 20;

  private final TaskStore store;

  private Invariants(TaskStore store) {
    this.store = store;
  }

  /// Checks everything.
  ///
  /// @throws AssertionError naming the task and the rule
  public static void check(TaskStore store) {
    new Invariants(store).check();
  }

  private void check() {
    List<Task> tasks = StoreDriver.listAll(store, TaskQuery.newest(TaskStore.MAX_BATCH));
    assertThat(tasks)
        .as("all tasks, newest first")
        .isSortedAccordingTo(Comparator.comparing(Task::id).reversed());
    Set<TaskId> ids = new HashSet<>();
    tasks.forEach(task -> assertThat(ids.add(task.id())).as("%s listed once", task.id()).isTrue());

    eachTaskHasOneStatus(tasks);
    countsEqualRows(tasks);
    for (int from = 0; from < tasks.size(); from += TaskStore.MAX_BATCH) {
      List<Task> page = tasks.subList(from, Math.min(tasks.size(), from + TaskStore.MAX_BATCH));
      Map<TaskId, Task> found = store.find(page.stream().map(Task::id).toList());
      for (Task listed : page) {
        assertThat(found).as("what is listed is found").containsKey(listed.id());
        Task task = requireNonNull(found.get(listed.id()));
        assertThat(listed).as("listed as found").isEqualTo(Visible.withoutPayload(task));
        fieldsFitStatus(task);
        if (task.run() > 0) {
          everyRunEndedOnce(task);
        }
      }
    }
  }

  private void eachTaskHasOneStatus(List<Task> tasks) {
    var byId = new HashMap<TaskId, Task>();
    tasks.forEach(task -> byId.put(task.id(), task));
    int listed = 0;
    for (TaskStatus status : TaskStatus.values()) {
      List<Task> ofStatus = StoreDriver.listAll(store, TaskQuery.of(status, TaskStore.MAX_BATCH));
      for (Task task : ofStatus) {
        assertThat(task).as("listed as %s", status).isEqualTo(byId.get(task.id()));
        assertThat(task.status()).as("status of %s", task.id()).isEqualTo(status);
      }
      order(status)
          .ifPresent(
              order -> assertThat(ofStatus).as("%s tasks", status).isSortedAccordingTo(order));
      if (status == TaskStatus.QUEUED) {
        positionsFollowTheList(ofStatus);
      }
      listed += ofStatus.size();
    }
    assertThat(listed).as("tasks listed by status").isEqualTo(tasks.size());
  }

  private static Optional<Comparator<Task>> order(TaskStatus status) {
    return switch (status) {
      case PROCESSING -> Optional.of(Comparator.comparing(Task::id));
      case WAITING, SCHEDULED, RETRYING ->
          Optional.of(Comparator.comparing(Task::dueAt).thenComparing(Task::id));
      case COMPLETED, FAILED, CANCELLED, EXPIRED ->
          Optional.of(
              Comparator.comparing((Task task) -> task.endedAt().orElseThrow())
                  .thenComparing(Task::id)
                  .reversed());
      // Its tags are not visible; positions are compared instead.
      case QUEUED -> Optional.empty();
    };
  }

  private void positionsFollowTheList(List<Task> queued) {
    var types = queued.stream().map(Task::type).toList();
    assertThat(types).as("queued tasks by type").isSorted();
    for (TypeName type : new HashSet<>(types)) {
      var ofType = queued.stream().filter(task -> task.type().equals(type)).toList();
      var suspects = ofType.stream().filter(Task::isSuspect).toList();
      var others = ofType.stream().filter(task -> !task.isSuspect()).toList();
      assertThat(ofType.subList(0, suspects.size())).as("suspects first").isEqualTo(suspects);
      assertThat(suspects).as("suspects").isSortedAccordingTo(Comparator.comparing(Task::id));
      for (List<Task> line : List.of(suspects, others)) {
        for (int i = 0; i < Math.min(POSITIONS, line.size()); i++) {
          assertThat(store.position(line.get(i).id()))
              .as("position of %s", line.get(i).id())
              .contains(new Position(i, true));
        }
      }
    }
  }

  private void countsEqualRows(List<Task> tasks) {
    var rows = new TreeMap<TypeName, Map<TaskStatus, Long>>();
    for (Task task : tasks) {
      rows.computeIfAbsent(task.type(), _ -> new TreeMap<>()).merge(task.status(), 1L, Long::sum);
    }
    Map<TypeName, Counts.Queue> counts = store.counts().queues();
    assertThat(counts.keySet()).as("types counted").containsAll(rows.keySet());
    counts.forEach(
        (type, queue) -> {
          for (TaskStatus status : TaskStatus.values()) {
            assertThat(queue.of(status))
                .as("count of %s %s", type, status)
                .isEqualTo(rows.getOrDefault(type, Map.of()).getOrDefault(status, 0L));
          }
          assertThat(queue.oldestQueued().isPresent())
              .as("%s has an oldest queued task", type)
              .isEqualTo(queue.of(TaskStatus.QUEUED) > 0);
        });
  }

  private static void fieldsFitStatus(Task task) {
    TaskStatus status = task.status();
    boolean running = status == TaskStatus.PROCESSING;
    var broken = new ArrayList<String>();
    require(broken, task.input().isPresent(), "has its input");
    require(broken, task.endedAt().isPresent() == status.isEnd(), "has an end iff ended");
    require(
        broken,
        task.result().isPresent() == (status == TaskStatus.COMPLETED),
        "has a result iff completed");
    require(
        broken,
        status != TaskStatus.COMPLETED || task.error().isEmpty(),
        "completed without error");
    require(
        broken,
        task.error().isPresent()
            || !(status.isEnd() || status == TaskStatus.RETRYING)
            || status == TaskStatus.COMPLETED,
        "says why it ended or is retried");
    require(
        broken,
        task.run() == 0
            ? task.worker().isEmpty() && task.startedAt().isEmpty()
            : task.worker().isPresent() && task.startedAt().isPresent(),
        "has a worker and a start iff it ever ran");
    require(broken, !running || task.run() > 0, "counts the run it is in");
    require(broken, !running || task.firstStartedAt().isPresent(), "has a first start");
    require(broken, running || !task.cancelRequested(), "is asked to cancel only while running");
    require(broken, running || task.progress().isEmpty(), "has progress only while running");
    require(broken, task.attempt() >= 1, "attempts count from 1");
    require(broken, task.attempt() <= task.run() + 1, "spends one attempt a run");
    require(broken, task.crashes() <= task.run(), "crashes once a run");
    assertThat(broken).as("rules broken by %s", task).isEmpty();
  }

  private static void require(List<String> broken, boolean holds, String rule) {
    if (!holds) {
      broken.add(rule);
    }
  }

  /// So a task had one lease at a time: runs count up without gap, and each but the present one has
  /// ended.
  private void everyRunEndedOnce(Task task) {
    List<History.Run> runs = store.history(task.id()).runs();
    boolean lastIsInTask =
        task.status() == TaskStatus.PROCESSING || task.status() == TaskStatus.COMPLETED;
    assertThat(runs.stream().map(History.Run::run).toList())
        .as("ended runs of %s", task)
        .isEqualTo(
            IntStream.rangeClosed(1, lastIsInTask ? task.run() - 1 : task.run()).boxed().toList());
    assertThat(runs.stream().filter(run -> run.end().equals("crashed")).count())
        .as("crashed runs of %s", task)
        .isGreaterThanOrEqualTo(task.crashes());
  }
}
