package com.devskyy.engine.testkit;

import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Drives a store by hand in a test: makes ids, counts request and write numbers, lets time pass.
/// Not for several threads.
public final class StoreDriver {
  private final TaskStore store;
  private final FakeClock clock;
  private final TaskId.Generator ids;
  private final Map<String, Long> requests = new HashMap<>();
  private final Map<LeaseKey, Integer> writes = new HashMap<>();

  private record LeaseKey(TaskId task, int run, long token) {}

  /// @param clock the one the store was opened with
  public StoreDriver(TaskStore store, FakeClock clock) {
    this.store = store;
    this.clock = clock;
    this.ids = new TaskId.Generator(clock, new SplittableRandom(1), 0);
  }

  /// The store's time.
  public Instant now() {
    return store.clock().instant();
  }

  /// The next id; ids grow.
  public TaskId id() {
    return ids.next();
  }

  /// A task of a type, with the next id.
  public TaskBuilder task(TypeName type) {
    return new TaskBuilder(id(), type);
  }

  /// Stores a task.
  public TaskId insert(TaskBuilder task) {
    return store.insert(List.of(task.build()), now()).getFirst().id();
  }

  /// Stores any number of tasks.
  public List<InsertAnswer> insertAll(List<NewTask> tasks) {
    var answers = new ArrayList<InsertAnswer>();
    for (int from = 0; from < tasks.size(); from += TaskStore.MAX_BATCH) {
      int to = Math.min(tasks.size(), from + TaskStore.MAX_BATCH);
      answers.addAll(store.insert(tasks.subList(from, to), now()));
    }
    return answers;
  }

  /// An idle worker's new request.
  public ClaimRequest request(String worker, Map<TypeName, Integer> slots, int total) {
    return new ClaimRequest(
        worker, requests.merge(worker, 1L, Long::sum), slots, total, Long.MAX_VALUE, true, now());
  }

  /// The request of a worker that runs something.
  public ClaimRequest busyRequest(String worker, Map<TypeName, Integer> slots, int total) {
    ClaimRequest idle = request(worker, slots, total);
    return new ClaimRequest(worker, idle.n(), slots, total, Long.MAX_VALUE, false, idle.now());
  }

  /// Claims at most so many tasks of one type.
  public List<Claimed.Leased> claim(String worker, TypeName type, int most) {
    return store.claim(request(worker, Map.of(type, most), most)).leases();
  }

  /// Claims one task of a type that has one.
  public Claimed.Leased claimOne(String worker, TypeName type) {
    List<Claimed.Leased> leases = claim(worker, type, 1);
    if (leases.isEmpty()) {
      throw new AssertionError("a claim of " + type + " was given nothing");
    }
    return leases.getFirst();
  }

  /// Ends an attempt, with the lease's next write number.
  public Write.Answer end(Lease lease, Transition transition) {
    return store.apply(List.of(Write.end(lease, nextWrite(lease), transition)), now()).getFirst();
  }

  /// Completes an attempt.
  public Write.Answer complete(Lease lease) {
    return end(lease, new Transition.Complete(Json.of("\"done\"")));
  }

  /// Writes while an attempt runs, with the lease's next write number.
  public Write.Answer say(Lease lease, Note note) {
    return store.apply(List.of(Write.said(lease, nextWrite(lease), note)), now()).getFirst();
  }

  /// The next write number of a lease.
  public int nextWrite(Lease lease) {
    return writes.merge(new LeaseKey(lease.task(), lease.run(), lease.token()), 1, Integer::sum);
  }

  /// A task that must be there.
  public Task read(TaskId id) {
    return Optional.ofNullable(store.find(List.of(id)).get(id))
        .orElseThrow(() -> new AssertionError("task " + id + " is not in the store"));
  }

  /// Where a task stands.
  public TaskStatus status(TaskId id) {
    return read(id).status();
  }

  /// Whether a task is in the store.
  public boolean exists(TaskId id) {
    return !store.find(List.of(id)).isEmpty();
  }

  /// Lets time pass in steps of a second, each with a call of `advance`, while these workers live.
  public List<Advanced> pass(Duration time, String... living) {
    var steps = new ArrayList<Advanced>();
    Instant end = now().plus(time);
    while (now().isBefore(end)) {
      Duration left = Duration.between(now(), end);
      clock.advance(left.compareTo(Duration.ofSeconds(1)) < 0 ? left : Duration.ofSeconds(1));
      for (String worker : living) {
        heartbeat(worker);
      }
      steps.add(store.advance(now(), TaskStore.MAX_BATCH));
    }
    return steps;
  }

  /// All that was rescued meanwhile.
  public static List<Advanced.Rescued> rescued(List<Advanced> steps) {
    return steps.stream().flatMap(step -> step.rescued().stream()).toList();
  }

  /// Says that a worker lives.
  public void heartbeat(String worker) {
    store.register(worker(worker, WorkerRecord.State.ACTIVE), now());
  }

  /// A worker without types.
  public WorkerRecord worker(String worker, WorkerRecord.State state, TypeRegistration... types) {
    return new WorkerRecord(
        worker, "host-of-" + worker, FakeClock.START, 4, 0, state, List.of(types), Instant.EPOCH);
  }

  /// Makes a new task of a type a queued suspect, by two crashes of its workers.
  public TaskId suspect(TypeName type) {
    TaskId id = insert(task(type).priority(1_000));
    for (int crash = 1; crash <= Task.SUSPECT_CRASHES; crash++) {
      Claimed.Leased leased = claimOne("doomed-" + crash, type);
      if (!leased.task().id().equals(id)) {
        throw new AssertionError("another task stood before the suspect to be");
      }
      pass(store.settings().lease());
    }
    return id;
  }

  /// Does what an operator asks with one task.
  public Changed change(TaskId id, Change change) {
    return store.change(new Selection.Ids(List.of(id)), change, now());
  }

  /// Reads all pages.
  public static List<Task> listAll(TaskStore store, TaskQuery query) {
    var tasks = new ArrayList<Task>();
    Optional<String> after = query.after();
    do {
      TaskPage page =
          store.list(
              new TaskQuery(
                  query.status(),
                  query.type(),
                  query.userId(),
                  query.errorType(),
                  after,
                  query.limit()));
      tasks.addAll(page.tasks());
      after = page.next();
    } while (after.isPresent());
    return tasks;
  }

  /// Slots in the order given: type, number, type, number ….
  public static Map<TypeName, Integer> slots(TypeName first, int firstSlots, Object... more) {
    var slots = new LinkedHashMap<TypeName, Integer>();
    slots.put(first, firstSlots);
    for (int i = 0; i < more.length; i += 2) {
      slots.put((TypeName) more[i], (Integer) more[i + 1]);
    }
    return slots;
  }
}
