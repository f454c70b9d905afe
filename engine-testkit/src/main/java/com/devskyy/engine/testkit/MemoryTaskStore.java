package com.devskyy.engine.testkit;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.Position;
import com.devskyy.engine.store.Registry;
import com.devskyy.engine.store.RescueGate;
import com.devskyy.engine.store.RescueRule;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Keeps tasks in memory: the reference for every other store, and the store for users' own tests.
///
/// Written to be seen through, not to be fast: one lock around each verb, everything said once.
/// Good for tens of thousands of tasks. Listeners are called on the thread of the verb, after it.
public final class MemoryTaskStore implements TaskStore {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Choice NOBODY = new Choice("", Instant.EPOCH);

  private final InstantSource clock;
  private final StoreSettings settings;
  private final RandomGenerator tokens;
  private final Map<Object, Consumer<Hint>> listeners = new ConcurrentHashMap<>();

  // The rest is guarded by this.
  private final Rows rows = new Rows();
  private final Map<TypeName, Queue> queues = new TreeMap<>();
  private final Map<Key, Holder> keys = new HashMap<>();
  private final Map<String, WorkerRecord> workers = new TreeMap<>();
  private final Map<TypeName, TypeRegistration> types = new TreeMap<>();
  private final Map<String, LastClaim> claims = new HashMap<>();
  private Choice chosen = NOBODY;
  private RescueGate gate = RescueGate.NEW;
  private boolean closed;

  // Of the verb that runs now.
  private long call;
  private final Set<TaskId> changedTasks = new HashSet<>();
  private final Set<TypeName> claimableQueues = new HashSet<>();

  /// A unique key within its type.
  private record Key(TypeName type, String value) {}

  /// Who holds a unique key; until his end when `until` is empty.
  private record Holder(TaskId task, Optional<Instant> until) {}

  /// A worker's last claim and what it was given.
  private record LastClaim(long n, List<Lease> leases, boolean drain, Instant at) {}

  /// The worker chosen to run a suspect.
  private record Choice(String worker, Instant at) {}

  /// @param clock the store's clock
  /// @param settings what to keep and for how long
  /// @param tokens makes the leases' tokens; a seeded one makes a test repeatable
  public MemoryTaskStore(InstantSource clock, StoreSettings settings, RandomGenerator tokens) {
    this.clock = clock;
    this.settings = settings;
    this.tokens = tokens;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public StoreSettings settings() {
    return settings;
  }

  // ---- insert

  @Override
  public List<InsertAnswer> insert(List<NewTask> tasks, Instant now) {
    checkBatch(tasks);
    return atomically(
        () -> {
          var answers = new ArrayList<InsertAnswer>();
          for (NewTask task : tasks) {
            Optional<InsertAnswer> known = standsAlready(task, cut(now));
            // The first new task is refused when the store is full, so that nothing was stored.
            if (known.isEmpty() && rows.failedBytes >= settings.deadLetterBytes()) {
              throw full();
            }
            answers.add(known.orElseGet(() -> store(task, cut(now))));
          }
          return answers;
        });
  }

  private Optional<InsertAnswer> standsAlready(NewTask task, Instant now) {
    if (rows.get(task.id()) != null) {
      return Optional.of(new InsertAnswer(task.id(), InsertAnswer.Kind.REPEATED));
    }
    return task.uniqueKey()
        .flatMap(key -> holder(task.type(), key, now))
        .map(holder -> new InsertAnswer(holder, InsertAnswer.Kind.DUPLICATE));
  }

  private InsertAnswer store(NewTask task, Instant now) {
    Instant due = cut(task.dueAt().orElse(now));
    boolean isDue = !due.isAfter(now);
    var row =
        new Row(
            task,
            isDue ? TaskStatus.QUEUED : TaskStatus.SCHEDULED,
            due,
            task.deadline().map(MemoryTaskStore::cut),
            now);
    rows.add(row);
    changedTasks.add(row.id());
    task.uniqueKey()
        .ifPresent(
            key ->
                keys.put(
                    new Key(task.type(), key.value()),
                    new Holder(task.id(), key.period().map(now::plus).map(MemoryTaskStore::cut))));
    if (isDue) {
      line(row, true);
    }
    return new InsertAnswer(task.id(), InsertAnswer.Kind.INSERTED);
  }

  private Optional<TaskId> holder(TypeName type, UniqueKey key, Instant now) {
    return Optional.ofNullable(keys.get(new Key(type, key.value())))
        .filter(holder -> holder.until().isEmpty() || holder.until().get().isAfter(now))
        .map(Holder::task);
  }

  private StoreException full() {
    return new StoreException(
        StoreException.Kind.FULL,
        "failed tasks hold %,d bytes of input, the limit is %,d; nothing was stored"
            .formatted(rows.failedBytes, settings.deadLetterBytes()),
        "Replay or purge failed tasks, or raise the limit of dead letters.");
  }

  // ---- claim

  @Override
  public Claimed claim(ClaimRequest request) {
    return atomically(
        () -> {
          Instant now = cut(request.now());
          LastClaim last = claims.get(request.worker());
          if (last != null && request.n() <= last.n()) {
            return request.n() == last.n() ? repeated(last) : Claimed.NOTHING;
          }
          Claimed answer = claimNew(request, now);
          List<Lease> leases = answer.leases().stream().map(Claimed.Leased::lease).toList();
          claims.put(request.worker(), new LastClaim(request.n(), leases, answer.drain(), now));
          return answer;
        });
  }

  private Claimed repeated(LastClaim last) {
    var held = new ArrayList<Claimed.Leased>();
    for (Lease lease : last.leases()) {
      Row row = rows.get(lease.task());
      if (row != null && row.holds(lease)) {
        held.add(leased(row));
      }
    }
    return new Claimed(held, last.drain());
  }

  private Claimed claimNew(ClaimRequest request, Instant now) {
    var free = new LinkedHashMap<Queue, Integer>();
    request
        .slots()
        .forEach(
            (type, slots) -> {
              Queue queue = queues.get(type);
              if (queue != null && !queue.paused && slots > 0) {
                free.put(queue, slots);
              }
            });
    if (mayHandleSuspect(request, now)) {
      if (!request.idle()) {
        if (free.keySet().stream().anyMatch(queue -> !queue.suspects.isEmpty())) {
          chosen = new Choice(request.worker(), now);
          return new Claimed(List.of(), true);
        }
      } else {
        Optional<Row> suspect = firstSuspect(free.keySet(), now);
        if (suspect.isPresent()) {
          chosen = NOBODY;
          return new Claimed(List.of(lease(suspect.get(), request.worker(), now)), false);
        }
      }
    }
    return new Claimed(takeInTurn(request, free, now), false);
  }

  private boolean mayHandleSuspect(ClaimRequest request, Instant now) {
    boolean otherChosen =
        !chosen.worker().equals(request.worker())
            && chosen.at().plus(settings.lease()).isAfter(now);
    return !otherChosen && rows.leases.stream().noneMatch(Row::isSuspect);
  }

  private Optional<Row> firstSuspect(Collection<Queue> asked, Instant now) {
    while (true) {
      Optional<Row> first =
          asked.stream()
              .filter(queue -> !queue.suspects.isEmpty())
              .map(queue -> queue.suspects.first())
              .min(Comparator.comparing(Row::id));
      if (first.isEmpty() || !first.get().isPastDeadline(now)) {
        return first;
      }
      expire(first.get(), now);
    }
  }

  private List<Claimed.Leased> takeInTurn(
      ClaimRequest request, Map<Queue, Integer> free, Instant now) {
    var leases = new ArrayList<Claimed.Leased>();
    long bytes = 0;
    while (!free.isEmpty()) {
      for (Queue queue : List.copyOf(free.keySet())) {
        Optional<Row> next = nextToStart(queue, now);
        if (next.isEmpty()) {
          free.remove(queue);
          continue;
        }
        leases.add(lease(next.get(), request.worker(), now));
        free.computeIfPresent(queue, (_, slots) -> slots == 1 ? null : slots - 1);
        bytes += next.get().given.input().length();
        if (leases.size() == request.total() || bytes >= request.maxBytes()) {
          return leases;
        }
      }
    }
    return leases;
  }

  private Optional<Row> nextToStart(Queue queue, Instant now) {
    while (!queue.isEmpty()) {
      var turn = queue.nextTurn();
      Row head = queue.level(turn.level()).waiting.first();
      if (!head.isPastDeadline(now)) {
        queue.turns = turn.after();
        return Optional.of(head);
      }
      expire(head, now);
    }
    return Optional.empty();
  }

  private Claimed.Leased lease(Row queued, String worker, Instant now) {
    queue(queued).take(queued, call);
    change(
        queued,
        row -> {
          row.status = TaskStatus.PROCESSING;
          row.run++;
          row.token = tokens.nextLong();
          row.leaseUntil = now.plus(settings.lease());
          row.lastWrite = 0;
          row.worker = Optional.of(worker);
          row.startedAt = Optional.of(now);
          row.firstStartedAt = row.firstStartedAt.or(() -> Optional.of(now));
        });
    return leased(queued);
  }

  private static Claimed.Leased leased(Row row) {
    return new Claimed.Leased(row.toTask(), row.lease(), row.isSuspect());
  }

  // ---- apply

  @Override
  public List<Write.Answer> apply(List<Write> writes, Instant now) {
    checkBatch(writes);
    return atomically(() -> writes.stream().map(write -> apply(write, cut(now))).toList());
  }

  private Write.Answer apply(Write write, Instant now) {
    Lease lease = write.lease();
    Row row = rows.get(lease.task());
    if (row == null || row.run != lease.run() || row.token != lease.token()) {
      return Write.Answer.LOST;
    }
    if (write.n() <= row.lastWrite) {
      return Write.Answer.ALREADY_APPLIED;
    }
    if (row.status != TaskStatus.PROCESSING) {
      return Write.Answer.LOST;
    }
    row.lastWrite = write.n();
    switch (write.what()) {
      case Write.End(var transition) -> end(row, transition, now);
      case Write.Said(var note) -> note(row, note, write.n(), now);
    }
    return Write.Answer.APPLIED;
  }

  private void end(Row row, Transition transition, Instant now) {
    switch (transition) {
      case Transition.Complete(var result) -> {
        leaveRun(row);
        finish(
            row,
            TaskStatus.COMPLETED,
            now,
            it -> {
              it.result = Optional.of(result);
              it.error = Optional.empty();
            });
      }
      case Transition.Bury(var error) -> {
        recordRun(row, "failed", Optional.of(error), now);
        leaveRun(row);
        finish(row, TaskStatus.FAILED, now, it -> it.error = Optional.of(error));
      }
      case Transition.Expire(var error) -> {
        recordRun(row, "expired", Optional.of(error), now);
        leaveRun(row);
        finish(row, TaskStatus.EXPIRED, now, it -> it.error = Optional.of(error));
      }
      case Transition.Cancel(var reason) -> cancelRun(row, reason, now);
      case Transition.Retry(var due, var error) -> {
        if (row.cancelReason.isPresent()) {
          cancelRun(row, row.cancelReason.get(), now);
          return;
        }
        recordRun(row, "retrying", Optional.of(error), now);
        leaveRun(row);
        change(
            row,
            it -> {
              it.status = TaskStatus.RETRYING;
              it.dueAt = cut(due);
              it.error = Optional.of(error);
              it.attempt++;
            });
      }
      case Transition.Reschedule(var due) -> {
        if (row.cancelReason.isPresent()) {
          cancelRun(row, row.cancelReason.get(), now);
          return;
        }
        recordRun(row, "scheduled", Optional.empty(), now);
        leaveRun(row);
        change(
            row,
            it -> {
              it.status = TaskStatus.SCHEDULED;
              it.dueAt = cut(due);
            });
      }
      case Transition.HandBack() -> {
        if (row.cancelReason.isPresent()) {
          cancelRun(row, row.cancelReason.get(), now);
          return;
        }
        recordRun(row, "handed_back", Optional.empty(), now);
        leaveRun(row);
        makeQueued(row, false);
      }
    }
  }

  private void cancelRun(Row row, String reason, Instant now) {
    recordRun(row, "cancelled", Optional.of(cancelled(reason)), now);
    leaveRun(row);
    finish(row, TaskStatus.CANCELLED, now, it -> it.error = Optional.of(cancelled(reason)));
  }

  private void note(Row row, Note note, int n, Instant now) {
    changedTasks.add(row.id());
    switch (note) {
      case Note.Progress(var progress) -> change(row, it -> it.progress = Optional.of(progress));
      case Note.Log(var at, var level, var message) -> {
        row.log.add(new History.LogLine(cut(at), row.run, level, message));
        if (row.log.size() > MAX_LOG_LINES) {
          row.log.remove();
        }
      }
      case Note.StepIntent(var name) -> row.steps.putIfAbsent(name, Optional.empty());
      case Note.StepDone(var name, var value) ->
          row.steps.merge(
              name, Optional.of(value), (old, offered) -> old.isPresent() ? old : offered);
      case Note.StepUndone(var name) ->
          row.steps.computeIfPresent(name, (_, value) -> value.isPresent() ? value : null);
      case Note.Cost(var provider, var amount, var unit) ->
          row.costs.add(new History.Cost(row.run, n, provider, amount, unit));
      case Note.Child(var task) -> {
        if (standsAlready(task, now).isEmpty()) {
          store(task, now);
        }
      }
    }
  }

  // ---- extend

  @Override
  public List<Extended> extend(List<Lease> leases, Instant now) {
    checkBatch(leases);
    return atomically(() -> leases.stream().map(lease -> extend(lease, cut(now))).toList());
  }

  private Extended extend(Lease lease, Instant now) {
    Row row = rows.get(lease.task());
    if (row == null || !row.holds(lease)) {
      return new Extended(false, false, lease.until());
    }
    setLeaseEnd(row, now.plus(settings.lease()));
    return new Extended(true, row.cancelReason.isPresent(), row.leaseUntil);
  }

  /// Not visible in the task, so its version stays.
  private void setLeaseEnd(Row row, Instant until) {
    rows.leases.remove(row);
    row.leaseUntil = until;
    rows.leases.add(row);
  }

  // ---- advance

  @Override
  public Advanced advance(Instant at, int max) {
    return atomically(
        () -> {
          Instant now = cut(at);
          boolean mayRescue = askGate(now);
          int expired = expirePastDeadline(now, max);
          int due = queueDue(now, max);
          List<Advanced.Rescued> rescued = mayRescue ? rescue(now, max) : List.of();
          int trimmed = trim(now, max);
          forget(now);
          return new Advanced(
              due,
              rescued,
              expired,
              trimmed,
              rows.due.stream().findFirst().map(row -> row.dueAt),
              Stream.of(expired, due, rescued.size(), trimmed).anyMatch(n -> n >= max));
        });
  }

  private boolean askGate(Instant now) {
    RescueGate.Step step = gate.step(now);
    gate = step.after();
    if (step.steppedBack()) {
      Instant furthest = now.plus(settings.lease());
      for (Row row : List.copyOf(rows.leases)) {
        if (row.leaseUntil.isAfter(furthest)) {
          setLeaseEnd(row, furthest);
        }
      }
      workers.replaceAll(
          (_, worker) -> worker.heartbeat().isAfter(furthest) ? heardAt(worker, now) : worker);
      if (chosen.at().isAfter(furthest)) {
        chosen = new Choice(chosen.worker(), now);
      }
    }
    return step.mayRescue();
  }

  private int expirePastDeadline(Instant now, int max) {
    var late = rows.deadlines.stream().limit(max).filter(row -> row.isPastDeadline(now)).toList();
    late.forEach(row -> expire(row, now));
    return late.size();
  }

  private void expire(Row row, Instant now) {
    var error =
        new TaskError(
            ErrorType.EXPIRED,
            "the deadline %s passed before it could run".formatted(row.deadline.orElse(now)));
    leaveLine(row);
    finish(row, TaskStatus.EXPIRED, now, it -> it.error = Optional.of(error));
  }

  private int queueDue(Instant now, int max) {
    var due = rows.due.stream().limit(max).filter(row -> !row.dueAt.isAfter(now)).toList();
    due.forEach(row -> makeQueued(row, true));
    return due.size();
  }

  private List<Advanced.Rescued> rescue(Instant now, int max) {
    var rescued = new ArrayList<Advanced.Rescued>();
    for (Row row : List.copyOf(rows.leases)) {
      if (row.leaseUntil.isAfter(now) || rescued.size() == max) {
        break;
      }
      String worker = row.worker.orElseThrow();
      Optional<Instant> heartbeat =
          Optional.ofNullable(workers.get(worker)).map(WorkerRecord::heartbeat);
      switch (RescueRule.judge(now, row.leaseUntil, heartbeat, settings.lease())) {
        case WAIT -> {}
        case RETURN -> rescued.add(takeBack(row, worker, false, now));
        case CRASHED -> rescued.add(takeBack(row, worker, true, now));
      }
    }
    return rescued;
  }

  private Advanced.Rescued takeBack(Row row, String worker, boolean crashed, Instant now) {
    recordRun(row, crashed ? "crashed" : "returned", Optional.empty(), now);
    Optional<String> cancel = row.cancelReason;
    if (crashed) {
      change(row, it -> it.crashes++);
    }
    leaveRun(row);
    row.lastWrite = 0;
    boolean quarantined = false;
    if (cancel.isPresent()) {
      finish(row, TaskStatus.CANCELLED, now, it -> it.error = Optional.of(cancelled(cancel.get())));
    } else if (crashed && row.crashes >= Task.SUSPECT_CRASHES + RescueRule.MAX_ALONE_CRASHES) {
      quarantined = true;
      var report = crashReport(row, worker);
      finish(row, TaskStatus.FAILED, now, it -> it.error = Optional.of(report));
    } else {
      makeQueued(row, false);
    }
    return new Advanced.Rescued(row.id(), worker, crashed, quarantined);
  }

  /// From its second crash on a task runs alone, so that the crashes from the third on are its own.
  private TaskError crashReport(Row row, String worker) {
    var known = Optional.ofNullable(workers.get(worker));
    var detail = new StringBuilder();
    for (var run : row.runs) {
      if (run.end().equals("crashed")) {
        detail.append(
            "run %d on worker %s: started %s, given up %s%n"
                .formatted(run.run(), run.worker(), run.startedAt(), run.endedAt()));
      }
    }
    return new TaskError(
        ErrorType.WORKER_CRASH,
        "%d workers died running it, the last %d while it ran alone; the last was %s on %s, heard %s"
            .formatted(
                row.crashes,
                RescueRule.MAX_ALONE_CRASHES,
                worker,
                known.map(WorkerRecord::host).orElse("an unknown host"),
                known.map(it -> it.heartbeat().toString()).orElse("no more")),
        detail.toString());
  }

  private int trim(Instant now, int max) {
    int trimmed = trimEnded(rows.failed, settings.deadLetterRetention(), now, max);
    for (var ended : rows.retained.entrySet()) {
      var type = Optional.ofNullable(types.get(ended.getKey()));
      Duration retention = type.map(TypeRegistration::retention).orElse(settings.retention());
      trimmed += trimEnded(ended.getValue(), retention, now, max - trimmed);
    }
    while (trimmed < max && rows.retainedBytes > settings.retainedBytes()) {
      remove(rows.earliestRetained().orElseThrow());
      trimmed++;
    }
    return trimmed;
  }

  private int trimEnded(NavigableSet<Row> ended, Duration retention, Instant now, int max) {
    int trimmed = 0;
    while (trimmed < max
        && !ended.isEmpty()
        && !ended.first().endedAt.orElseThrow().plus(retention).isAfter(now)) {
      remove(ended.first());
      trimmed++;
    }
    return trimmed;
  }

  private void forget(Instant now) {
    queues.values().forEach(Queue::dropPassedClocks);
    keys.values()
        .removeIf(holder -> holder.until().isPresent() && !holder.until().get().isAfter(now));
    workers.values().removeIf(worker -> worker.heartbeat().plus(DAY).isBefore(now));
    claims.values().removeIf(claim -> claim.at().plus(DAY).isBefore(now));
  }

  // ---- register

  @Override
  public void register(WorkerRecord worker, Instant now) {
    atomically(
        () -> {
          worker.types().forEach(type -> types.put(type.name(), type));
          if (worker.state() == WorkerRecord.State.GONE) {
            workers.remove(worker.id());
          } else {
            workers.put(worker.id(), heardAt(worker, cut(now)));
          }
          return worker;
        });
  }

  private static WorkerRecord heardAt(WorkerRecord worker, Instant heartbeat) {
    return new WorkerRecord(
        worker.id(),
        worker.host(),
        cut(worker.startedAt()),
        worker.slots(),
        worker.running(),
        worker.state(),
        worker.types(),
        heartbeat);
  }

  // ---- change

  @Override
  public Changed change(Selection selection, Change change, Instant at) {
    return atomically(
        () -> {
          Instant now = cut(at);
          return switch (selection) {
            case Selection.Queue(var type) -> changeQueue(type, change);
            case Selection.Ids(var ids) -> changeTasks(ids, change, now, false);
            case Selection.Matching matching -> {
              List<TaskId> ids =
                  matching(matching)
                      .filter(row -> !isAsWished(row, change))
                      .limit(MAX_BATCH)
                      .map(Row::id)
                      .toList();
              yield changeTasks(ids, change, now, ids.size() == MAX_BATCH);
            }
          };
        });
  }

  private Changed changeQueue(TypeName type, Change change) {
    Queue queue = queues.computeIfAbsent(type, _ -> new Queue());
    switch (change) {
      case Change.Pause() -> queue.paused = true;
      case Change.Resume() -> {
        queue.paused = false;
        claimableQueues.add(type);
      }
      case Change.Cancel _, Change.Replay _, Change.Reprioritise _, Change.Purge _ ->
          throw new IllegalArgumentException(change + " is for tasks, not for a queue");
    }
    return new Changed(List.of(), List.of(), false);
  }

  private Changed changeTasks(List<TaskId> ids, Change change, Instant now, boolean bounded) {
    var changed = new ArrayList<TaskId>();
    var skipped = new ArrayList<Changed.Skipped>();
    for (TaskId id : ids) {
      Row row = rows.get(id);
      Optional<String> refusal =
          row == null
              ? Optional.of("no such task")
              : switch (change) {
                case Change.Cancel(var reason) -> cancel(row, reason, now);
                case Change.Replay() -> replay(row, now);
                case Change.Reprioritise(var priority) -> reprioritise(row, priority);
                case Change.Purge() -> purge(row);
                case Change.Pause _, Change.Resume _ ->
                    throw new IllegalArgumentException(change + " is for a queue, not for tasks");
              };
      if (refusal.isEmpty()) {
        changed.add(id);
      } else {
        skipped.add(new Changed.Skipped(id, refusal.get()));
      }
    }
    return new Changed(changed, skipped, bounded && !changed.isEmpty());
  }

  /// Whether a change has nothing left to do, so that a repeated call comes to the next tasks.
  private static boolean isAsWished(Row row, Change change) {
    return switch (change) {
      case Change.Cancel _ -> row.cancelReason.isPresent();
      case Change.Reprioritise(var priority) -> row.priority.equals(priority);
      case Change.Replay _, Change.Purge _, Change.Pause _, Change.Resume _ -> false;
    };
  }

  private Optional<String> cancel(Row row, String reason, Instant now) {
    if (row.status.isEnd()) {
      return Optional.of("is " + row.status.wire());
    }
    if (row.status == TaskStatus.PROCESSING) {
      if (row.cancelReason.isEmpty()) {
        change(row, it -> it.cancelReason = Optional.of(reason));
      }
      return Optional.empty();
    }
    boolean inLevel = row.status == TaskStatus.QUEUED && !row.isSuspect();
    leaveLine(row);
    if (inLevel) {
      queue(row).levelOf(row).dropClockUnlessWaiting(row.user());
    }
    finish(row, TaskStatus.CANCELLED, now, it -> it.error = Optional.of(cancelled(reason)));
    return Optional.empty();
  }

  private Optional<String> replay(Row row, Instant now) {
    if (!row.status.isEnd() || row.status == TaskStatus.COMPLETED) {
      return Optional.of("is " + row.status.wire());
    }
    if (row.given.uniqueKey().isPresent()) {
      UniqueKey key = row.given.uniqueKey().get();
      Optional<TaskId> holder = holder(row.type(), key, now);
      if (holder.isPresent() && !holder.get().equals(row.id())) {
        return Optional.of(
            "unique key \"%s\" is held by task %s".formatted(key.value(), holder.get()));
      }
      if (key.period().isEmpty()) {
        keys.put(new Key(row.type(), key.value()), new Holder(row.id(), Optional.empty()));
      }
    }
    row.steps.values().removeIf(Optional::isEmpty);
    change(
        row,
        it -> {
          it.attempt = 1;
          it.crashes = 0;
          it.error = Optional.empty();
          it.endedAt = Optional.empty();
          it.firstStartedAt = Optional.empty();
          it.dueAt = now;
          if (it.isPastDeadline(now)) {
            it.deadline = Optional.empty();
          }
          it.status = TaskStatus.QUEUED;
        });
    line(row, true);
    return Optional.empty();
  }

  private Optional<String> reprioritise(Row row, Priority priority) {
    if (row.status.isEnd() || row.status == TaskStatus.PROCESSING) {
      return Optional.of("is " + row.status.wire());
    }
    if (row.priority.equals(priority)) {
      return Optional.empty();
    }
    boolean moves = row.status == TaskStatus.QUEUED && row.priority.level() != priority.level();
    if (moves) {
      leaveLine(row);
    }
    change(row, it -> it.priority = priority);
    if (moves) {
      line(row, true);
    }
    return Optional.empty();
  }

  private Optional<String> purge(Row row) {
    if (!row.status.isEnd()) {
      return Optional.of("is " + row.status.wire());
    }
    remove(row);
    return Optional.empty();
  }

  // ---- reads

  @Override
  public Map<TaskId, Task> find(List<TaskId> ids) {
    checkBatch(ids);
    return atomically(
        () -> {
          var found = new LinkedHashMap<TaskId, Task>();
          for (TaskId id : ids) {
            Row row = rows.get(id);
            if (row != null) {
              found.put(id, row.toTask());
            }
          }
          return found;
        });
  }

  @Override
  public TaskPage list(TaskQuery query) {
    return atomically(
        () -> {
          List<PageOrder.Placed> inOrder =
              new PageOrder(query.status())
                  .sort(select(query.status(), query.type()), query.after())
                  .toList();
          var tasks = new ArrayList<Task>();
          int scanned = 0;
          while (scanned < inOrder.size() && scanned < MAX_SCAN && tasks.size() < query.limit()) {
            Row row = inOrder.get(scanned++).row();
            if (matches(row, query.userId(), query.errorType())) {
              tasks.add(row.withoutPayload());
            }
          }
          Optional<String> next =
              scanned == inOrder.size()
                  ? Optional.empty()
                  : Optional.of(inOrder.get(scanned - 1).cursor());
          return new TaskPage(tasks, next, scanned);
        });
  }

  private Stream<Row> matching(Selection.Matching selection) {
    var status = Optional.of(selection.status());
    Stream<Row> matching =
        select(status, selection.type())
            .filter(row -> matches(row, selection.userId(), selection.errorType()));
    return new PageOrder(status).sort(matching, Optional.empty()).map(PageOrder.Placed::row);
  }

  private Stream<Row> select(Optional<TaskStatus> status, Optional<TypeName> type) {
    return rows.all().stream()
        .filter(row -> status.isEmpty() || row.status == status.get())
        .filter(row -> type.isEmpty() || row.type().equals(type.get()));
  }

  private static boolean matches(Row row, Optional<String> userId, Optional<ErrorType> errorType) {
    return (userId.isEmpty() || userId.equals(row.given.userId()))
        && (errorType.isEmpty() || errorType.equals(row.error.map(TaskError::type)));
  }

  @Override
  public History history(TaskId id) {
    return atomically(
        () -> {
          Row row = rows.get(id);
          return row == null ? History.NONE : row.history();
        });
  }

  @Override
  public Optional<Position> position(TaskId id) {
    return atomically(
        () -> {
          Row row = rows.get(id);
          if (row == null || row.status != TaskStatus.QUEUED) {
            return Optional.empty();
          }
          int ahead = queue(row).ahead(row);
          return Optional.of(new Position(Math.min(ahead, MAX_SCAN), ahead <= MAX_SCAN));
        });
  }

  @Override
  public Counts counts() {
    return atomically(
        () -> {
          var tasks = new TreeMap<TypeName, Map<TaskStatus, Long>>();
          for (Row row : rows.all()) {
            tasks
                .computeIfAbsent(row.type(), _ -> new TreeMap<>())
                .merge(row.status, 1L, Long::sum);
          }
          var counts = new TreeMap<TypeName, Counts.Queue>();
          var all = new TreeSet<>(tasks.keySet());
          all.addAll(queues.keySet());
          for (TypeName type : all) {
            Queue queue = queues.getOrDefault(type, new Queue());
            counts.put(
                type,
                new Counts.Queue(
                    tasks.getOrDefault(type, Map.of()),
                    queue.oldestNext().map(row -> row.createdAt),
                    queue.paused));
          }
          return new Counts(counts);
        });
  }

  @Override
  public Registry registry() {
    return atomically(
        () -> new Registry(List.copyOf(workers.values()), List.copyOf(types.values())));
  }

  /// Everything there is, at one moment, for checks that no verb could make.
  public Snapshot snapshot() {
    return atomically(
        () -> {
          var tasks = new TreeMap<TaskId, Task>();
          var leases = new TreeMap<TaskId, Lease>();
          var tags = new TreeMap<TaskId, Long>();
          for (Row row : rows.all()) {
            tasks.put(row.id(), row.toTask());
            if (row.status == TaskStatus.PROCESSING) {
              leases.put(row.id(), row.lease());
            } else if (row.status == TaskStatus.QUEUED && !row.isSuspect()) {
              tags.put(row.id(), row.tag);
            }
          }
          return new Snapshot(tasks, leases, tags);
        });
  }

  /// What [#snapshot()] shows.
  ///
  /// @param tasks all of them
  /// @param leases of those that are processing
  /// @param tags of those queued that are no suspects
  public record Snapshot(
      Map<TaskId, Task> tasks, Map<TaskId, Lease> leases, Map<TaskId, Long> tags) {}

  // ---- subscribe, close

  @Override
  public AutoCloseable subscribe(Consumer<Hint> listener) {
    var subscription = new Object();
    listeners.put(subscription, listener);
    return () -> listeners.remove(subscription);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    listeners.clear();
  }

  // ---- what the verbs share

  /// One verb: alone, and its hint once it is done.
  private <T> T atomically(Supplier<T> verb) {
    T answer;
    Hint hint;
    synchronized (this) {
      if (closed) {
        throw new StoreException(
            StoreException.Kind.UNAVAILABLE, "the store is closed", "Open it again.");
      }
      call++;
      changedTasks.clear();
      claimableQueues.clear();
      answer = verb.get();
      hint = new Hint(changedTasks, claimableQueues, false);
    }
    if (!hint.tasks().isEmpty() || !hint.queues().isEmpty()) {
      for (var listener : listeners.values()) {
        try {
          listener.accept(hint);
        } catch (RuntimeException _) {
          // A hint may be lost; the verb has been done and must say so.
        }
      }
    }
    return answer;
  }

  private Queue queue(Row row) {
    return queues.computeIfAbsent(row.type(), _ -> new Queue());
  }

  private void change(Row row, Consumer<Row> change) {
    rows.change(row, change);
    changedTasks.add(row.id());
  }

  private void makeQueued(Row row, boolean newTurn) {
    change(row, it -> it.status = TaskStatus.QUEUED);
    line(row, newTurn);
  }

  /// Puts a queued task in line.
  private void line(Row row, boolean newTurn) {
    queue(row).add(row, newTurn);
    claimableQueues.add(row.type());
  }

  private void leaveLine(Row row) {
    if (row.status == TaskStatus.QUEUED) {
      queue(row).take(row, call);
    }
  }

  private static void recordRun(Row row, String end, Optional<TaskError> error, Instant now) {
    row.runs.add(
        new History.Run(
            row.run,
            row.attempt,
            row.worker.orElseThrow(),
            row.startedAt.orElseThrow(),
            now,
            end,
            error));
  }

  /// What is said of a running attempt ends with it.
  private static void leaveRun(Row row) {
    row.progress = Optional.empty();
    row.cancelReason = Optional.empty();
  }

  private void finish(Row row, TaskStatus end, Instant now, Consumer<Row> also) {
    change(
        row,
        it -> {
          it.status = end;
          it.endedAt = Optional.of(now);
          also.accept(it);
        });
    row.given
        .uniqueKey()
        .ifPresent(
            key ->
                keys.remove(
                    new Key(row.type(), key.value()), new Holder(row.id(), Optional.empty())));
  }

  private void remove(Row row) {
    rows.remove(row);
    changedTasks.add(row.id());
  }

  private static TaskError cancelled(String reason) {
    return new TaskError(ErrorType.CANCELLED, reason);
  }

  private static Instant cut(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  private static void checkBatch(List<?> items) {
    if (items.size() > MAX_BATCH) {
      throw new IllegalArgumentException(
          "at most %d items in one call, were %d".formatted(MAX_BATCH, items.size()));
    }
  }
}
