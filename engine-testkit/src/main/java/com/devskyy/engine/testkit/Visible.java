package com.devskyy.engine.testkit;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.WorkerRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What two stores must say alike: answers without what the contract leaves open.
final class Visible {
  private Visible() {}

  /// All of a task but its version, and the words of an error that its store made.
  static Task of(Task task) {
    return but(task, task.input(), task.result(), of(task.error()), 0);
  }

  /// As a page of a list has it.
  static Task withoutPayload(Task task) {
    return but(task, Optional.empty(), Optional.empty(), task.error(), task.version());
  }

  private static Task but(
      Task task,
      Optional<Json> input,
      Optional<Json> result,
      Optional<TaskError> error,
      long version) {
    return new Task(
        task.id(),
        task.type(),
        task.status(),
        task.priority(),
        task.userId(),
        task.tier(),
        input,
        result,
        error,
        task.run(),
        task.attempt(),
        task.crashes(),
        task.createdAt(),
        task.dueAt(),
        task.deadline(),
        task.runLimit(),
        task.firstStartedAt(),
        task.startedAt(),
        task.endedAt(),
        task.worker(),
        task.progress(),
        task.cancelRequested(),
        task.parent(),
        version);
  }

  private static Optional<TaskError> of(Optional<TaskError> error) {
    return error.map(
        it ->
            it.type() == ErrorType.EXPIRED || it.type() == ErrorType.WORKER_CRASH
                ? new TaskError(it.type(), "")
                : it);
  }

  static History of(History history) {
    return new History(
        history.runs().stream()
            .map(
                run ->
                    new History.Run(
                        run.run(),
                        run.attempt(),
                        run.worker(),
                        run.startedAt(),
                        run.endedAt(),
                        run.end(),
                        of(run.error())))
            .toList(),
        history.steps(),
        history.log(),
        history.costs().stream()
            .map(
                cost ->
                    new History.Cost(
                        cost.run(),
                        cost.n(),
                        cost.provider(),
                        cost.amount().stripTrailingZeros(),
                        cost.unit()))
            .toList(),
        history.uniqueKey());
  }

  static Map<TypeName, Counts.Queue> of(Counts counts) {
    var queues = new TreeMap<TypeName, Counts.Queue>();
    counts
        .queues()
        .forEach(
            (type, queue) -> {
              var tasks = new TreeMap<>(queue.tasks());
              tasks.values().removeIf(n -> n == 0);
              if (!tasks.isEmpty() || queue.paused()) {
                queues.put(type, new Counts.Queue(tasks, queue.oldestQueued(), queue.paused()));
              }
            });
    return queues;
  }

  /// A repeated claim may answer in any order.
  static Claimed inOrderOfId(Claimed claimed) {
    return new Claimed(
        claimed.leases().stream()
            .sorted(Comparator.comparing((Claimed.Leased leased) -> leased.task().id()))
            .toList(),
        claimed.drain());
  }

  static Claimed of(Claimed claimed) {
    return new Claimed(
        claimed.leases().stream()
            .map(
                leased ->
                    new Claimed.Leased(
                        of(leased.task()),
                        new Lease(
                            leased.lease().task(), leased.lease().run(), 0, leased.lease().until()),
                        leased.alone()))
            .toList(),
        claimed.drain());
  }

  /// Words of refusals are the store's own.
  static List<Object> of(Changed changed) {
    return List.of(
        changed.changed(),
        changed.skipped().stream().map(Changed.Skipped::task).toList(),
        changed.more());
  }

  static List<WorkerRecord> of(List<WorkerRecord> workers) {
    return workers.stream().sorted(Comparator.comparing(WorkerRecord::id)).toList();
  }
}
