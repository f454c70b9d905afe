package com.devskyy.engine.testkit;

import static java.util.Objects.requireNonNull;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Changed;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.TypeRegistration;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.store.Write;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Does the same random things to two stores and compares every answer and, after each step,
/// everything that can be read. One of them is the reference, usually a [MemoryTaskStore].
///
/// Not compared, because the contract leaves it open: tokens of leases, numbers of versions (only
/// that they grow when something changed), words of errors that a store makes itself.
public final class RandomHistories {
  private static final List<TypeName> TYPES =
      List.of(new TypeName("mail"), new TypeName("image"), new TypeName("sound"));
  private static final List<String> WORKERS = List.of("w0", "w1", "w2", "w3");
  private static final StoreSettings SETTINGS =
      new StoreSettings(
          Duration.ofSeconds(12), Duration.ofMinutes(5), Duration.ofMinutes(9), 600, 400);
  private static final int KNOWN = 60;

  private final SplittableRandom random;
  private final FakeClock clock = new FakeClock();
  private final TaskId.Generator generator;
  private final TaskStore reference;
  private final TaskStore candidate;
  private final List<TaskId> ids = new ArrayList<>();
  private final List<Pair> leases = new ArrayList<>();
  private final Map<String, ClaimRequest> lastClaims = new HashMap<>();
  private final Map<TaskId, Task> lastSeen = new HashMap<>();

  /// One lease as each store gave it.
  private static final class Pair {
    final Lease reference;
    final Lease candidate;
    int written;

    Pair(Lease reference, Lease candidate) {
      this.reference = reference;
      this.candidate = candidate;
    }
  }

  private RandomHistories(long seed, StoreFactory reference, StoreFactory candidate) {
    random = new SplittableRandom(seed);
    generator = new TaskId.Generator(clock, random.split(), 0);
    this.reference = reference.open(clock, SETTINGS);
    this.candidate = candidate.open(clock, SETTINGS);
  }

  /// Runs one history.
  ///
  /// @param seed decides everything; the same seed is the same history
  /// @param steps how many verbs are called; some hundreds
  /// @throws AssertionError naming seed, step, what was done and both answers
  public static void assertSame(
      long seed, int steps, StoreFactory reference, StoreFactory candidate) {
    var histories = new RandomHistories(seed, reference, candidate);
    String doing = "opening";
    int step = 0;
    try (histories.reference;
        histories.candidate) {
      for (step = 1; step <= steps; step++) {
        doing = histories.step();
        histories.compareAll();
      }
      Invariants.check(histories.candidate);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed %d, step %d, after %s: %s".formatted(seed, step, doing, e.getMessage()), e);
    }
  }

  private String step() {
    return switch (random.nextInt(20)) {
      case 0, 1, 2 -> insert();
      case 3, 4, 5, 6 -> claim();
      case 7, 8, 9, 10 -> apply();
      case 11 -> extend();
      case 12, 13 -> pass();
      case 14, 15 -> register();
      case 16, 17 -> advance();
      default -> change();
    };
  }

  private String insert() {
    List<NewTask> tasks = some(4, this::newTask);
    both("insert " + tasks, store -> store.insert(tasks, clock.instant()));
    tasks.forEach(task -> remember(ids, task.id()));
    return "insert " + tasks;
  }

  private NewTask newTask() {
    TaskId id = !ids.isEmpty() && random.nextInt(10) == 0 ? any(ids) : generator.next();
    var task = new TaskBuilder(id, any(TYPES)).priority(random.nextInt(-1, 13));
    int user = random.nextInt(4);
    if (user > 0) {
      task.user("user-" + user, "tier-" + user, user == 3 ? 4 : user);
    }
    if (random.nextInt(3) == 0) {
      task.due(clock.instant().plusMillis(random.nextLong(-5_000, 20_000)));
    }
    if (random.nextInt(5) == 0) {
      task.deadline(clock.instant().plusMillis(random.nextLong(-100, 40_000)));
    }
    if (random.nextInt(4) == 0) {
      String key = "key-" + random.nextInt(4);
      task.unique(
          random.nextBoolean()
              ? UniqueKey.untilEnd(key)
              : UniqueKey.untilPeriod(key, Duration.ofMillis(random.nextLong(1, 60_000))));
    }
    if (random.nextInt(8) == 0 && !ids.isEmpty()) {
      task.parent(any(ids));
    }
    return task.input(Json.of("\"" + "x".repeat(random.nextInt(60)) + "\"")).build();
  }

  private String claim() {
    String worker = any(WORKERS);
    ClaimRequest last = lastClaims.get(worker);
    int kind = last == null ? 9 : random.nextInt(10);
    if (last != null && kind == 0) {
      both(
          "claim again " + last,
          store -> inOrderOfId(store.claim(last)),
          RandomHistories::withoutTokens);
      return "claim again " + last;
    }
    var slots = new LinkedHashMap<TypeName, Integer>();
    for (int i = random.nextInt(4); i > 0; i--) {
      slots.put(any(TYPES), random.nextInt(4));
    }
    long n = (last == null ? 0 : last.n()) + (kind == 1 ? -1 : 1);
    var request =
        new ClaimRequest(
            worker,
            n,
            slots,
            random.nextInt(1, 8),
            random.nextInt(200),
            random.nextInt(3) > 0,
            clock.instant());
    if (kind != 1) {
      lastClaims.put(worker, request);
    }
    var answers =
        both("claim " + request, store -> store.claim(request), RandomHistories::withoutTokens);
    answers.ifPresent(
        given -> {
          for (int i = 0; i < given.reference().leases().size(); i++) {
            remember(
                leases,
                new Pair(
                    given.reference().leases().get(i).lease(),
                    given.candidate().leases().get(i).lease()));
          }
        });
    return "claim " + request;
  }

  private static Claimed inOrderOfId(Claimed claimed) {
    return new Claimed(
        claimed.leases().stream()
            .sorted(Comparator.comparing((Claimed.Leased leased) -> leased.task().id()))
            .toList(),
        claimed.drain());
  }

  private static Claimed withoutTokens(Claimed claimed) {
    return new Claimed(
        claimed.leases().stream()
            .map(
                leased ->
                    new Claimed.Leased(
                        visible(leased.task()),
                        new Lease(
                            leased.lease().task(), leased.lease().run(), 0, leased.lease().until()),
                        leased.alone()))
            .toList(),
        claimed.drain());
  }

  private String apply() {
    if (leases.isEmpty()) {
      return insert();
    }
    List<Pair> of = some(4, () -> any(leases));
    List<Integer> numbers = new ArrayList<>();
    List<Write.What> whats = new ArrayList<>();
    for (Pair pair : of) {
      boolean repeats = random.nextInt(8) == 0;
      int n = repeats ? pair.written : pair.written + 1 + random.nextInt(2);
      pair.written = Math.max(pair.written, n);
      numbers.add(n);
      whats.add(random.nextBoolean() ? new Write.End(transition()) : new Write.Said(note()));
    }
    boolean forged = random.nextInt(20) == 0;
    Function<Function<Pair, Lease>, List<Write>> writes =
        side ->
            IntStream.range(0, of.size())
                .mapToObj(
                    i -> {
                      Lease lease = side.apply(of.get(i));
                      long token = forged ? lease.token() + 1 : lease.token();
                      return new Write(
                          new Lease(lease.task(), lease.run(), token, lease.until()),
                          numbers.get(i),
                          whats.get(i));
                    })
                .toList();
    String doing = "apply " + writes.apply(pair -> pair.reference);
    both(
        doing,
        store ->
            store.apply(
                writes.apply(
                    store.equals(reference) ? pair -> pair.reference : pair -> pair.candidate),
                clock.instant()));
    return doing;
  }

  private Transition transition() {
    Instant due = clock.instant().plusMillis(random.nextLong(-1_000, 15_000));
    return switch (random.nextInt(9)) {
      case 0, 1 -> new Transition.Complete(Json.of("\"" + "y".repeat(random.nextInt(40)) + "\""));
      case 2, 3 -> new Transition.Retry(due, error());
      case 4 -> new Transition.Reschedule(due);
      case 5 -> new Transition.Bury(error());
      case 6 -> new Transition.Cancel("stopped");
      case 7 -> new Transition.HandBack();
      default -> new Transition.Expire(new TaskError(ErrorType.EXPIRED, "no time left"));
    };
  }

  private TaskError error() {
    return new TaskError(
        random.nextBoolean() ? ErrorType.INTERNAL : ErrorType.PERMANENT,
        "failed " + random.nextInt(100));
  }

  private Note note() {
    String step = "step-" + random.nextInt(3);
    return switch (random.nextInt(7)) {
      case 0 -> new Note.Progress(new Task.Progress(random.nextInt(5) / 4.0, "at work"));
      case 1 -> new Note.Log(clock.instant(), "info", "line " + random.nextInt(100));
      case 2 -> new Note.StepIntent(step);
      case 3 -> new Note.StepDone(step, Json.of("" + random.nextInt(100)));
      case 4 -> new Note.StepUndone(step);
      case 5 -> new Note.Cost("p", BigDecimal.valueOf(random.nextInt(1_000), 2), "USD");
      default -> {
        NewTask child = newTask();
        remember(ids, child.id());
        yield new Note.Child(child);
      }
    };
  }

  private String extend() {
    if (leases.isEmpty()) {
      return insert();
    }
    List<Pair> of = some(4, () -> any(leases));
    both(
        "extend",
        store ->
            store.extend(
                of.stream()
                    .map(pair -> store.equals(reference) ? pair.reference : pair.candidate)
                    .toList(),
                clock.instant()));
    return "extend " + of.stream().map(pair -> pair.reference).toList();
  }

  private String pass() {
    long millis =
        switch (random.nextInt(12)) {
          case 0 -> 0;
          case 1, 2, 3 -> random.nextLong(1, 1_000);
          case 4, 5, 6 -> 1_000;
          case 7, 8 -> 4_000;
          case 9 -> 12_000;
          case 10 -> random.nextLong(1, 180_000);
          default -> -random.nextLong(1, 30_000);
        };
    clock.advance(Duration.ofMillis(millis));
    return "passing of " + millis + " ms";
  }

  private String register() {
    boolean gone = random.nextInt(12) == 0;
    var retained =
        new TypeRegistration(
            TYPES.get(1),
            "images",
            Json.of("{}"),
            Json.of("{}"),
            3,
            Duration.ofSeconds(60),
            Duration.ofMinutes(1));
    var worker =
        new WorkerRecord(
            any(WORKERS),
            "host",
            FakeClock.START,
            4,
            random.nextInt(5),
            gone ? WorkerRecord.State.GONE : WorkerRecord.State.ACTIVE,
            List.of(retained),
            Instant.EPOCH);
    both(
        "register " + worker,
        store -> {
          store.register(worker, clock.instant());
          return worker;
        });
    return "register " + worker.id() + " " + worker.state();
  }

  private String advance() {
    int steps = random.nextInt(1, 16);
    for (int i = 0; i < steps; i++) {
      if (i > 0) {
        clock.advance(Duration.ofSeconds(1));
      }
      both("advance", store -> store.advance(clock.instant(), TaskStore.MAX_BATCH));
    }
    return "advance " + steps + " times";
  }

  private String change() {
    Selection selection;
    Change change;
    if (random.nextInt(6) == 0) {
      selection = new Selection.Queue(any(TYPES));
      change = random.nextBoolean() ? new Change.Pause() : new Change.Resume();
    } else {
      selection =
          random.nextBoolean() && !ids.isEmpty()
              ? new Selection.Ids(some(4, () -> any(ids)))
              : new Selection.Matching(
                  any(List.of(TaskStatus.values())),
                  maybe(any(TYPES)),
                  maybe("user-" + random.nextInt(4)),
                  maybe(any(List.of(ErrorType.INTERNAL, ErrorType.EXPIRED))));
      change =
          switch (random.nextInt(4)) {
            case 0 -> new Change.Cancel("not needed");
            case 1 -> new Change.Replay();
            case 2 -> new Change.Reprioritise(new Priority(random.nextInt(13)));
            default -> new Change.Purge();
          };
    }
    String doing = change + " of " + selection;
    both(
        doing,
        store -> store.change(selection, change, clock.instant()),
        changed ->
            List.of(
                changed.changed(),
                changed.skipped().stream().map(Changed.Skipped::task).toList(),
                changed.more()));
    return doing;
  }

  private record Answers<T>(T reference, T candidate) {}

  private <T> Optional<Answers<T>> both(String doing, Function<TaskStore, T> verb) {
    return both(doing, verb, answer -> answer);
  }

  /// Does it on both and compares what counts of the answers; a refusal is an answer too, and
  /// leaves nothing to go on with.
  private <T> Optional<Answers<T>> both(
      String doing, Function<TaskStore, T> verb, Function<T, Object> visible) {
    Optional<T> expected = full(() -> verb.apply(reference));
    Optional<T> actual = full(() -> verb.apply(candidate));
    same(doing, expected.map(visible), actual.map(visible));
    return expected.flatMap(left -> actual.map(right -> new Answers<>(left, right)));
  }

  /// Empty when the store is full.
  private static <T> Optional<T> full(Supplier<T> verb) {
    try {
      return Optional.of(verb.get());
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.FULL) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static void same(String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(
          "%s%n  reference: %s%n  candidate: %s".formatted(what, expected, actual));
    }
  }

  private void compareAll() {
    var queries = new ArrayList<TaskQuery>();
    queries.add(TaskQuery.newest(random.nextInt(5, 40)));
    for (TaskStatus status : TaskStatus.values()) {
      queries.add(TaskQuery.of(status, random.nextInt(5, 40)));
    }
    queries.add(
        new TaskQuery(
            Optional.of(any(List.of(TaskStatus.values()))),
            maybe(any(TYPES)),
            maybe("user-" + random.nextInt(4)),
            maybe(any(List.of(ErrorType.INTERNAL, ErrorType.EXPIRED))),
            Optional.empty(),
            random.nextInt(1, 5)));
    for (TaskQuery query : queries) {
      same(
          "list " + query,
          StoreDriver.listAll(reference, query).stream().map(Task::id).toList(),
          StoreDriver.listAll(candidate, query).stream().map(Task::id).toList());
    }
    List<TaskId> all =
        StoreDriver.listAll(reference, TaskQuery.newest(TaskStore.MAX_BATCH)).stream()
            .map(Task::id)
            .limit(TaskStore.MAX_BATCH)
            .toList();
    Map<TaskId, Task> expected = reference.find(all);
    Map<TaskId, Task> actual = candidate.find(all);
    for (TaskId id : all) {
      Task found = actual.get(id);
      if (found == null) {
        throw new AssertionError("find " + id + ": the candidate does not have it");
      }
      same("find " + id, visible(requireNonNull(expected.get(id))), visible(found));
      versionGrows(found);
      same("position of " + id, reference.position(id), candidate.position(id));
    }
    Stream.concat(ids.stream(), all.stream().limit(20))
        .forEach(
            id ->
                same(
                    "history of " + id,
                    visible(reference.history(id)),
                    visible(candidate.history(id))));
    same("counts", visible(reference.counts()), visible(candidate.counts()));
    same("workers", workers(reference), workers(candidate));
    same("types", reference.registry().types(), candidate.registry().types());
  }

  private void versionGrows(Task found) {
    Task before = lastSeen.put(found.id(), found);
    if (before != null
        && before.createdAt().equals(found.createdAt())
        && !visible(before).equals(visible(found))
        && found.version() <= before.version()) {
      throw new AssertionError(
          "version of %s did not grow: %s then %s".formatted(found.id(), before, found));
    }
  }

  /// All of a task but its version, and the words of an error that its store made.
  private static Task visible(Task task) {
    return new Task(
        task.id(),
        task.type(),
        task.status(),
        task.priority(),
        task.userId(),
        task.tier(),
        task.input(),
        task.result(),
        visible(task.error()),
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
        0);
  }

  private static Optional<TaskError> visible(Optional<TaskError> error) {
    return error.map(
        it ->
            it.type() == ErrorType.EXPIRED || it.type() == ErrorType.WORKER_CRASH
                ? new TaskError(it.type(), "")
                : it);
  }

  private static History visible(History history) {
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
                        visible(run.error())))
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
            .toList());
  }

  private static Map<TypeName, Counts.Queue> visible(Counts counts) {
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

  private static List<WorkerRecord> workers(TaskStore store) {
    return store.registry().workers().stream()
        .sorted(Comparator.comparing(WorkerRecord::id))
        .toList();
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private <T> Optional<T> maybe(T value) {
    return random.nextInt(3) == 0 ? Optional.of(value) : Optional.empty();
  }

  private <T> List<T> some(int most, Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(1, most + 1)).toList();
  }

  private static <T> void remember(List<T> list, T value) {
    list.add(value);
    if (list.size() > KNOWN) {
      list.removeFirst();
    }
  }
}
