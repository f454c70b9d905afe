package com.devskyy.engine.testkit;

import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
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
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Does the same random things to two stores and compares every answer and, after each step,
/// everything that can be read. One of them is the reference, usually a [MemoryTaskStore].
///
/// Not compared, because the contract leaves it open: tokens of leases, numbers of versions (only
/// that they grow when something changed), words of errors that a store makes itself.
public final class RandomHistories {
  private static final List<String> WORKERS = List.of("w0", "w1", "w2", "w3");
  private static final StoreSettings SETTINGS =
      new StoreSettings(
          Duration.ofSeconds(12), Duration.ofMinutes(5), Duration.ofMinutes(9), 600, 400);

  private final FakeClock clock = new FakeClock();
  private final RandomValues values;
  private final SplittableRandom random;
  private final Twins twins;
  private final List<Pair> leases = new ArrayList<>();
  private final Map<String, ClaimRequest> lastClaims = new HashMap<>();

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
    values = new RandomValues(seed, clock);
    random = values.random;
    twins = new Twins(reference.open(clock, SETTINGS), candidate.open(clock, SETTINGS));
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
    try (histories.twins) {
      for (step = 1; step <= steps; step++) {
        doing = histories.step();
        histories.twins.compareAll(histories.values.queries(), histories.values.ids);
      }
      Invariants.check(histories.twins.candidate);
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
    List<NewTask> tasks = values.some(4, values::newTask);
    twins.both("insert " + tasks, store -> store.insert(tasks, clock.instant()));
    tasks.forEach(task -> RandomValues.remember(values.ids, task.id()));
    return "insert " + tasks;
  }

  private String claim() {
    String worker = values.any(WORKERS);
    ClaimRequest last = lastClaims.get(worker);
    int kind = last == null ? 9 : random.nextInt(10);
    if (last != null && kind == 0) {
      twins.both(
          "claim again " + last, store -> Visible.inOrderOfId(store.claim(last)), Visible::of);
      return "claim again " + last;
    }
    var slots = new LinkedHashMap<TypeName, Integer>();
    for (int i = random.nextInt(4); i > 0; i--) {
      slots.put(values.any(RandomValues.TYPES), random.nextInt(4));
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
    var answers = twins.both("claim " + request, store -> store.claim(request), Visible::of);
    answers.ifPresent(
        given -> {
          for (int i = 0; i < given.reference().leases().size(); i++) {
            RandomValues.remember(
                leases,
                new Pair(
                    given.reference().leases().get(i).lease(),
                    given.candidate().leases().get(i).lease()));
          }
        });
    return "claim " + request;
  }

  private String apply() {
    if (leases.isEmpty()) {
      return insert();
    }
    List<Pair> of = values.some(4, () -> values.any(leases));
    List<Integer> numbers = new ArrayList<>();
    List<Write.What> whats = new ArrayList<>();
    for (Pair pair : of) {
      boolean repeats = random.nextInt(8) == 0;
      int n = repeats ? pair.written : pair.written + 1 + random.nextInt(2);
      pair.written = Math.max(pair.written, n);
      numbers.add(n);
      whats.add(
          random.nextBoolean()
              ? new Write.End(values.transition())
              : new Write.Said(values.note()));
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
    twins.both(
        doing,
        store ->
            store.apply(
                writes.apply(
                    store.equals(twins.reference)
                        ? pair -> pair.reference
                        : pair -> pair.candidate),
                clock.instant()));
    return doing;
  }

  private String extend() {
    if (leases.isEmpty()) {
      return insert();
    }
    List<Pair> of = values.some(4, () -> values.any(leases));
    twins.both(
        "extend",
        store ->
            store.extend(
                of.stream()
                    .map(pair -> store.equals(twins.reference) ? pair.reference : pair.candidate)
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
            RandomValues.TYPES.get(1),
            "images",
            Json.of("{}"),
            Json.of("{}"),
            3,
            Duration.ofSeconds(60),
            Duration.ofMinutes(1));
    var worker =
        new WorkerRecord(
            values.any(WORKERS),
            "host",
            FakeClock.START,
            4,
            random.nextInt(5),
            gone ? WorkerRecord.State.GONE : WorkerRecord.State.ACTIVE,
            List.of(retained),
            Instant.EPOCH);
    twins.both(
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
      twins.both("advance", store -> store.advance(clock.instant(), TaskStore.MAX_BATCH));
    }
    return "advance " + steps + " times";
  }

  private String change() {
    Selection selection;
    Change change;
    if (random.nextInt(6) == 0) {
      selection = new Selection.Queue(values.any(RandomValues.TYPES));
      change = random.nextBoolean() ? new Change.Pause() : new Change.Resume();
    } else {
      selection =
          random.nextBoolean() && !values.ids.isEmpty()
              ? new Selection.Ids(values.some(4, () -> values.any(values.ids)))
              : new Selection.Matching(
                  values.any(List.of(TaskStatus.values())),
                  values.maybe(values.any(RandomValues.TYPES)),
                  values.maybeUser(),
                  values.maybeError());
      change =
          switch (random.nextInt(5)) {
            case 0 -> new Change.Cancel("not needed");
            case 1 -> new Change.Replay();
            case 2 -> new Change.Reprioritise(new Priority(random.nextInt(13)));
            case 3 -> new Change.Bury(values.error());
            default -> new Change.Purge();
          };
    }
    String doing = change + " of " + selection;
    twins.both(doing, store -> store.change(selection, change, clock.instant()), Visible::of);
    return doing;
  }
}
