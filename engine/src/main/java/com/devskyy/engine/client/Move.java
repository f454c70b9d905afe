package com.devskyy.engine.client;

import static java.util.Objects.requireNonNull;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.WorkerRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/// Moves what waits, and dead letters, from one store to another. May end at any moment, also by
/// the death of its process; begun again, it goes on where it was. Used by one thread.
///
/// ## Why nothing runs twice
///
/// A task is stored in the target first and ended in the source second, so for a moment both have
/// it. The target's workers may run it at once; the source's may not, as its queue there is paused
/// before, and stays paused: also after a move that died in this moment, until the next one has met
/// the task again, found it stored, and ended it.
///
/// A dead letter is stored as due in the year 9999, so that nobody claims it, then buried, then
/// removed from the source.
///
/// ## What stays
///
/// What is running, what has steps (another store could not know that they were done), what has a
/// producer who is answered from its store alone, and what the target refuses. What a task has
/// been through (runs, attempts, log) does not move with it.
public final class Move {
  /// Tasks carried at once; few, as each may have an input of [TaskStore#MAX_PAYLOAD].
  private static final int BATCH = 50;

  private static final int MOST_LEFT_NAMED = 1_000;

  /// Dead letters first: they hold their unique keys for a moment, which live tasks then need.
  private static final List<TaskStatus> MOVED =
      List.of(TaskStatus.FAILED, TaskStatus.QUEUED, TaskStatus.RETRYING, TaskStatus.SCHEDULED);

  private final TaskStore source;
  private final TaskStore target;
  private final Baggage baggage;
  private final TaskError farewell;

  private final Map<TypeName, Long> live = new TreeMap<>();
  private final Map<TypeName, Long> dead = new TreeMap<>();
  private final List<Left> left = new ArrayList<>();
  private long moved;
  private long leftBehind;

  /// @param tiers what a tier weighs in the target
  /// @param targetName for people, without secrets: stands in the source as what became of a task
  public Move(TaskStore source, TaskStore target, Tiers tiers, String targetName) {
    this.source = source;
    this.target = target;
    this.baggage = new Baggage(tiers);
    this.farewell = new TaskError(ErrorType.CANCELLED, "moved to " + targetName);
  }

  /// A task that stays where it is.
  ///
  /// @param reason one sentence for people
  public record Left(TaskId task, TypeName type, String reason) {}

  /// What a move did.
  ///
  /// @param live tasks that wait in the target now, by type
  /// @param dead dead letters that lie in the target now, by type
  /// @param leftBehind how many of such tasks stay in the source
  /// @param left the first of them, at most 1,000
  /// @param running tasks that still run in the source; what they leave can be moved later
  public record Moved(
      Map<TypeName, Long> live,
      Map<TypeName, Long> dead,
      long leftBehind,
      List<Left> left,
      long running) {}

  /// Whether both are one store, which their addresses do not always tell: a worker that enters
  /// the one for a moment is seen in the other.
  ///
  /// @param sign that no worker has
  public boolean isCircular(String sign) {
    target.register(visitor(sign, WorkerRecord.State.ACTIVE), target.clock().instant());
    try {
      return source.registry().workers().stream().anyMatch(worker -> worker.id().equals(sign));
    } finally {
      target.register(visitor(sign, WorkerRecord.State.GONE), target.clock().instant());
    }
  }

  private WorkerRecord visitor(String sign, WorkerRecord.State state) {
    Instant now = target.clock().instant();
    return new WorkerRecord(sign, "move", now, 1, 0, state, List.of(), now);
  }

  /// Moves all there is, and what comes back from running meanwhile.
  ///
  /// @param progress told after each batch how many were moved so far
  /// @throws com.devskyy.engine.store.StoreException when a store does not answer; moving again
  ///     goes on
  public Moved run(LongConsumer progress) {
    long before;
    do {
      before = moved;
      left.clear();
      leftBehind = 0;
      for (TaskStatus status : MOVED) {
        for (Pages pages = new Pages(status); pages.hasNext(); ) {
          carry(pages.next());
          progress.accept(moved);
        }
      }
    } while (moved > before);
    return result();
  }

  /// Says what [#run] would do now, but for what the target would refuse. Changes nothing.
  public Moved preview() {
    for (TaskStatus status : MOVED) {
      for (Pages pages = new Pages(status); pages.hasNext(); ) {
        for (Task task : pages.next()) {
          Optional<String> reason = baggage.whyLeft(task, source.history(task.id()));
          reason.ifPresentOrElse(why -> stays(task.id(), task.type(), why), () -> moved(task));
        }
      }
    }
    return result();
  }

  private Moved result() {
    long running =
        source.counts().queues().values().stream()
            .mapToLong(queue -> queue.tasks().getOrDefault(TaskStatus.PROCESSING, 0L))
            .sum();
    return new Moved(
        new TreeMap<>(live), new TreeMap<>(dead), leftBehind, List.copyOf(left), running);
  }

  private void moved(Task task) {
    moved++;
    (task.status() == TaskStatus.FAILED ? dead : live).merge(task.type(), 1L, Long::sum);
  }

  private void stays(TaskId id, TypeName type, String reason) {
    leftBehind++;
    if (left.size() < MOST_LEFT_NAMED) {
      left.add(new Left(id, type, reason));
    }
  }

  private void carry(List<Task> page) {
    if (page.isEmpty()) {
      return;
    }
    Set<TypeName> queues = page.stream().map(Task::type).collect(Collectors.toSet());
    queues.forEach(
        queue -> source.change(new Selection.Queue(queue), new Change.Pause(), sourceNow()));
    // Read again: only from the pause on does nothing begin to run.
    List<Task> going = new ArrayList<>();
    List<NewTask> asNew = new ArrayList<>();
    for (Task task : source.find(page.stream().map(Task::id).toList()).values()) {
      if (!MOVED.contains(task.status())) {
        continue;
      }
      History history = source.history(task.id());
      Optional<String> reason = baggage.whyLeft(task, history);
      if (reason.isPresent()) {
        stays(task.id(), task.type(), reason.get());
      } else {
        going.add(task);
        asNew.add(baggage.asNew(task, history, sourceNow()));
      }
    }
    if (!going.isEmpty()) {
      Set<TaskId> stored = insert(asNew);
      going.removeIf(task -> !stored.contains(task.id()));
      settleLive(going.stream().filter(task -> task.status() != TaskStatus.FAILED).toList());
      settleDead(going.stream().filter(task -> task.status() == TaskStatus.FAILED).toList());
    }
  }

  /// @return those that the target has now, or had already
  private Set<TaskId> insert(List<NewTask> tasks) {
    Set<TaskId> stored = new HashSet<>();
    List<InsertAnswer> answers = target.insert(tasks, targetNow());
    for (int i = 0; i < tasks.size(); i++) {
      TaskId holder = answers.get(i).id();
      NewTask task = tasks.get(i);
      if (answers.get(i).kind() == InsertAnswer.Kind.DUPLICATE) {
        stays(task.id(), task.type(), "its unique key is held in the target by task " + holder);
      } else {
        stored.add(task.id());
      }
    }
    return stored;
  }

  private void settleLive(List<Task> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    List<TaskId> ids = tasks.stream().map(Task::id).toList();
    Changed changed =
        source.change(new Selection.Ids(ids), new Change.Cancel(farewell.message()), sourceNow());
    Set<TaskId> settled = Set.copyOf(changed.changed());
    tasks.stream().filter(task -> settled.contains(task.id())).forEach(this::moved);
    if (!changed.skipped().isEmpty()) {
      withdraw(changed.skipped().stream().map(Changed.Skipped::task).toList());
    }
  }

  /// Somebody ended these in the source while they were stored in the target: they shall not run
  /// there. Another move has done the same as this one.
  private void withdraw(List<TaskId> ids) {
    Map<TaskId, Task> now = source.find(ids);
    List<TaskId> ended =
        ids.stream()
            .filter(
                id ->
                    Optional.ofNullable(now.get(id))
                        .filter(task -> !task.error().equals(Optional.of(farewell)))
                        .isPresent())
            .toList();
    if (!ended.isEmpty()) {
      target.change(
          new Selection.Ids(ended),
          new Change.Cancel("ended in the store it was moved from"),
          targetNow());
    }
  }

  private void settleDead(List<Task> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    Map<TaskId, Task> there = target.find(tasks.stream().map(Task::id).toList());
    List<Task> settled = tasks.stream().filter(task -> there.containsKey(task.id())).toList();
    for (Task task : settled) {
      Task arrived = requireNonNull(there.get(task.id()));
      if (Baggage.isToBeBuried(arrived)) {
        target.change(
            new Selection.Ids(List.of(task.id())),
            new Change.Bury(task.error().orElseThrow()),
            targetNow());
      }
    }
    source.change(
        new Selection.Ids(settled.stream().map(Task::id).toList()),
        new Change.Purge(),
        sourceNow());
    settled.forEach(this::moved);
  }

  private Instant sourceNow() {
    return source.clock().instant();
  }

  private Instant targetNow() {
    return target.clock().instant();
  }

  /// The tasks of a status in the source, page by page; those that leave it do not matter.
  private final class Pages {
    private final TaskStatus status;
    private Optional<String> after = Optional.empty();
    private boolean over;

    Pages(TaskStatus status) {
      this.status = status;
    }

    boolean hasNext() {
      return !over;
    }

    List<Task> next() {
      TaskPage page =
          source.list(
              new TaskQuery(
                  Optional.of(status),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  after,
                  BATCH));
      after = page.next();
      over = after.isEmpty();
      return page.tasks();
    }
  }
}
