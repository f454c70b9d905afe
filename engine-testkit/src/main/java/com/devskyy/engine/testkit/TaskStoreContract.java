package com.devskyy.engine.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.Position;
import com.devskyy.engine.store.Registry;
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
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [TaskStore] must do, as tests: extend it in the tests of a store and say how one is
/// opened. No store skips a test: it keeps the promise, or the promise changes for all.
///
/// The tests of what becomes of tasks and of the order of starting are in the superclasses, grouped
/// by verb; here are those of what can be read, of bytes and texts, and of opening and closing.
/// Time is a [FakeClock]'s. After each test [Invariants] are checked.
public abstract class TaskStoreContract extends OrderContract {
  private static final String ODD =
      "\ud83d\udc69\u200d\ud83d\udc67 \u0645\u0631\u062d\u0628\u0627 \u202e'\"\\\u0001\t\uffff%_\u00e9e\u0301";

  @Nested
  class Find {
    @Test
    void readsManyInTheOrderAskedAndLeavesOutTheUnknown() {
      TaskId first = driver().insert(driver().task(MAIL));
      TaskId second = driver().insert(driver().task(IMAGE));
      TaskId unknown = driver().id();
      Map<TaskId, Task> found = store().find(List.of(second, unknown, first));
      assertThat(found).containsOnlyKeys(first, second);
      assertThat(requireNonNull(found.get(second)).type()).isEqualTo(IMAGE);
    }

    @Test
    void refusesMoreThanABatch() {
      List<TaskId> ids =
          IntStream.rangeClosed(0, TaskStore.MAX_BATCH).mapToObj(_ -> driver().id()).toList();
      assertThatThrownBy(() -> store().find(ids)).isInstanceOf(IllegalArgumentException.class);
      assertThat(store().find(List.of())).isEmpty();
    }
  }

  @Nested
  class Listing {
    @Test
    void withoutStatusTheNewestIdComesFirst() {
      var ids = new ArrayList<TaskId>();
      ids.add(scheduled());
      ids.add(driver().insert(driver().task(IMAGE)));
      ids.add(completed());
      ids.add(failed());
      ids.sort(Comparator.reverseOrder());
      assertPages(TaskQuery.newest(10), ids);
    }

    @Test
    void queuedTasksAreListedAsTheyWillRun() {
      TaskId suspect = driver().suspect(MAIL);
      TaskId a1 = driver().insert(driver().task(MAIL).user("a"));
      TaskId a2 = driver().insert(driver().task(MAIL).user("a"));
      TaskId b1 = driver().insert(driver().task(MAIL).user("b"));
      TaskId critical = driver().insert(driver().task(MAIL).priority(10));
      TaskId background = driver().insert(driver().task(MAIL).priority(0));
      TaskId high = driver().insert(driver().task(MAIL).priority(9));
      TaskId low = driver().insert(driver().task(MAIL).priority(3));
      TaskId image = driver().insert(driver().task(IMAGE));
      assertPages(
          TaskQuery.of(TaskStatus.QUEUED, 10),
          List.of(image, suspect, critical, high, a1, b1, a2, low, background));
      assertPages(
          query(TaskStatus.QUEUED, Optional.of(MAIL), Optional.empty(), Optional.empty()),
          List.of(suspect, critical, high, a1, b1, a2, low, background));
    }

    @Test
    void scheduledAndRetryingTasksAreListedSoonestFirst() {
      Instant now = clock.instant();
      TaskId third = driver().insert(driver().task(MAIL).due(now.plusSeconds(20)));
      TaskId first = driver().insert(driver().task(IMAGE).due(now.plusSeconds(10)));
      TaskId fourth = driver().insert(driver().task(MAIL).due(now.plusSeconds(20)));
      TaskId second = driver().insert(driver().task(MAIL).due(now.plusMillis(10_001)));
      assertPages(TaskQuery.of(TaskStatus.SCHEDULED, 10), List.of(first, second, third, fourth));
      var retried = new ArrayList<TaskId>();
      for (int seconds : List.of(30, 10, 20)) {
        Lease lease = running(MAIL);
        driver().end(lease, new Transition.Retry(now.plusSeconds(seconds), error("again")));
        retried.add(lease.task());
      }
      assertPages(
          TaskQuery.of(TaskStatus.RETRYING, 10),
          List.of(retried.get(1), retried.get(2), retried.get(0)));
    }

    @Test
    void processingTasksAreListedOldestFirst() {
      TaskId second = running(driver().task(MAIL)).task();
      TaskId third = running(IMAGE).task();
      assertPages(TaskQuery.of(TaskStatus.PROCESSING, 10), List.of(second, third));
    }

    @Test
    void endedTasksAreListedLatestFirst() {
      Lease a = running(MAIL);
      Lease b = running(IMAGE);
      Lease c = running(MAIL);
      Lease d = running(MAIL);
      driver().complete(b);
      driver().complete(d);
      clock.advance(Duration.ofMillis(1));
      driver().complete(c);
      clock.advance(Duration.ofMillis(1));
      driver().complete(a);
      assertPages(
          TaskQuery.of(TaskStatus.COMPLETED, 10), List.of(a.task(), c.task(), d.task(), b.task()));
      assertPages(
          query(TaskStatus.COMPLETED, Optional.of(MAIL), Optional.empty(), Optional.empty()),
          List.of(a.task(), c.task(), d.task()));
    }

    @Test
    void filtersByTypeUserAndErrorType() {
      TaskId mine = failed(driver().task(MAIL).user("ada"));
      TaskId theirs = failed(driver().task(MAIL).user("bob"));
      TaskId image = failed(driver().task(IMAGE).user("ada"));
      Lease permanent = running(driver().task(MAIL).user("ada"));
      driver().end(permanent, new Transition.Bury(new TaskError(ErrorType.PERMANENT, "never")));
      TaskId nobodys = driver().insert(driver().task(MAIL));
      Optional<TypeName> mail = Optional.of(MAIL);
      Optional<String> ada = Optional.of("ada");
      Optional<ErrorType> internal = Optional.of(ErrorType.INTERNAL);
      assertPages(query(TaskStatus.FAILED, mail, ada, internal), List.of(mine));
      assertPages(
          query(TaskStatus.FAILED, mail, ada, Optional.empty()), List.of(permanent.task(), mine));
      assertPages(
          query(TaskStatus.FAILED, Optional.empty(), Optional.empty(), internal),
          List.of(image, theirs, mine));
      assertPages(
          new TaskQuery(
              Optional.empty(), mail, Optional.empty(), Optional.empty(), Optional.empty(), 9),
          List.of(nobodys, permanent.task(), theirs, mine));
      assertPages(
          new TaskQuery(
              Optional.empty(), Optional.empty(), ada, Optional.empty(), Optional.empty(), 9),
          List.of(permanent.task(), image, mine));
      assertPages(query(TaskStatus.FAILED, mail, Optional.of("ADA"), Optional.empty()), List.of());
    }

    @Test
    void pagesHaveNoPayloadButAllElse() {
      Lease lease = running(driver().task(MAIL).input(json("[1]")).user("ada", "gold", 2));
      driver().end(lease, new Transition.Complete(json("[2]")));
      Task listed = store().list(TaskQuery.newest(1)).tasks().getFirst();
      Task found = driver().read(lease.task());
      assertThat(listed.input()).isEmpty();
      assertThat(listed.result()).isEmpty();
      assertThat(listed.tier()).contains("gold");
      assertThat(listed.version()).isEqualTo(found.version());
      assertThat(listed.endedAt()).isEqualTo(found.endedAt());
    }

    @Test
    void aCursorGoesOnWhereItsPageEndedThoughTasksCameAndWent() {
      List<TaskId> ids =
          IntStream.range(0, 6).mapToObj(_ -> driver().insert(driver().task(MAIL))).toList();
      TaskPage first = store().list(TaskQuery.newest(2));
      assertThat(first.tasks()).extracting(Task::id).containsExactly(ids.get(5), ids.get(4));
      driver().insert(driver().task(MAIL));
      driver().change(ids.get(4), new Change.Cancel("no"));
      driver().change(ids.get(4), new Change.Purge());
      TaskPage second =
          store()
              .list(
                  new TaskQuery(
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      first.next(),
                      2));
      assertThat(second.tasks()).extracting(Task::id).containsExactly(ids.get(3), ids.get(2));
    }

    @Test
    void anEmptyStoreHasOneEmptyPage() {
      assertThat(store().list(TaskQuery.newest(9)))
          .isEqualTo(new TaskPage(List.of(), Optional.empty(), 0));
    }

    @Test
    void aFilterLooksAtABoundedNumberAndSaysSo() {
      TaskId rare = driver().insert(driver().task(MAIL).user("rare"));
      driver()
          .insertAll(
              IntStream.range(0, TaskStore.MAX_SCAN + 100)
                  .mapToObj(_ -> driver().task(MAIL).user("common").build())
                  .toList());
      var query =
          new TaskQuery(
              Optional.empty(),
              Optional.empty(),
              Optional.of("rare"),
              Optional.empty(),
              Optional.empty(),
              10);
      TaskPage first = store().list(query);
      assertThat(first.tasks()).isEmpty();
      assertThat(first.scanned()).isEqualTo(TaskStore.MAX_SCAN);
      assertThat(first.next()).isPresent();
      assertThat(StoreDriver.listAll(store(), query)).extracting(Task::id).containsExactly(rare);

      assertThat(store().position(rare)).contains(new Position(0, true));
      Task last =
          StoreDriver.listAll(store(), TaskQuery.of(TaskStatus.QUEUED, TaskStore.MAX_BATCH))
              .getLast();
      assertThat(store().position(last.id())).contains(new Position(TaskStore.MAX_SCAN, false));
    }

    private static TaskQuery query(
        TaskStatus status,
        Optional<TypeName> type,
        Optional<String> userId,
        Optional<ErrorType> errorType) {
      return new TaskQuery(Optional.of(status), type, userId, errorType, Optional.empty(), 10);
    }

    /// With pages of every size.
    private void assertPages(TaskQuery query, List<TaskId> expected) {
      for (int limit = 1; limit <= expected.size() + 1; limit++) {
        var paged =
            new TaskQuery(
                query.status(),
                query.type(),
                query.userId(),
                query.errorType(),
                Optional.empty(),
                limit);
        assertThat(StoreDriver.listAll(store(), paged))
            .as("pages of %d", limit)
            .extracting(Task::id)
            .isEqualTo(expected);
        assertThat(store().list(paged).tasks()).hasSize(Math.min(limit, expected.size()));
      }
      assertThat(store().list(query).next()).as("cursor at the end").isEmpty();
    }
  }

  @Nested
  class Numbers {
    @Test
    void historyOfAnUnknownTaskIsNone() {
      assertThat(store().history(driver().id())).isEqualTo(History.NONE);
      assertThat(store().history(driver().insert(driver().task(MAIL)))).isEqualTo(History.NONE);
    }

    @Test
    void positionCountsWhoStartsBefore() {
      TaskId a1 = driver().insert(driver().task(MAIL).user("a"));
      TaskId a2 = driver().insert(driver().task(MAIL).user("a"));
      TaskId b1 = driver().insert(driver().task(MAIL).user("b"));
      TaskId low = driver().insert(driver().task(MAIL).priority(1));
      TaskId image = driver().insert(driver().task(IMAGE));
      assertThat(ahead(a1)).isZero();
      assertThat(ahead(b1)).isEqualTo(1);
      assertThat(ahead(a2)).isEqualTo(2);
      assertThat(ahead(low)).isEqualTo(3);
      assertThat(ahead(image)).isZero();
      driver().claimOne("w", MAIL);
      assertThat(ahead(low)).isEqualTo(2);
    }

    private int ahead(TaskId id) {
      Position position = store().position(id).orElseThrow();
      assertThat(position.exact()).isTrue();
      return position.ahead();
    }

    @Test
    void onlyAQueuedTaskHasAPosition() {
      for (TaskId id :
          List.of(scheduled(), retrying(), completed(), failed(), running(MAIL).task())) {
        assertThat(store().position(id)).isEmpty();
      }
      assertThat(store().position(driver().id())).isEmpty();
    }

    @Test
    void countsEqualRowsInEveryStatus() {
      scheduled();
      retrying();
      completed();
      failed();
      cancelled();
      expired();
      running(MAIL);
      driver().insert(driver().task(MAIL));
      driver().insert(driver().task(IMAGE));
      Counts.Queue mail = requireNonNull(store().counts().queues().get(MAIL));
      for (TaskStatus status : TaskStatus.values()) {
        assertThat(mail.of(status))
            .as("%s", status)
            .isEqualTo(status == TaskStatus.WAITING ? 0 : 1);
      }
      assertThat(mail.paused()).isFalse();
      assertThat(requireNonNull(store().counts().queues().get(IMAGE)).of(TaskStatus.QUEUED))
          .isEqualTo(1);
    }

    @Test
    void oldestQueuedLooksAtThoseNextInLine() {
      Instant first = clock.instant();
      driver().insert(driver().task(MAIL).priority(1));
      clock.advance(Duration.ofSeconds(1));
      driver().insert(driver().task(MAIL).priority(10));
      assertThat(oldest()).contains(first);
      driver().claim("w", MAIL, 1);
      assertThat(oldest()).contains(first);
      driver().claim("w", MAIL, 1);
      assertThat(oldest()).isEmpty();
      scheduled();
      assertThat(oldest()).isEmpty();
    }

    private Optional<Instant> oldest() {
      return requireNonNull(store().counts().queues().get(MAIL)).oldestQueued();
    }

    @Test
    void anEmptyStoreCountsNothing() {
      assertThat(store().counts().queues().values())
          .allMatch(queue -> queue.tasks().values().stream().allMatch(n -> n == 0));
    }
  }

  @Nested
  class Registering {
    private TypeRegistration type(TypeName name, String description) {
      return new TypeRegistration(
          name,
          description,
          json("{\"type\" : \"object\"}"),
          json("{}"),
          5,
          Duration.ofMillis(90_500),
          Duration.ofHours(36));
    }

    @Test
    void keepsWorkersTypesAndHeartbeats() {
      clock.advance(Duration.ofSeconds(5));
      var worker =
          new WorkerRecord(
              "w-" + ODD,
              "host " + ODD,
              FakeClock.START,
              16,
              3,
              WorkerRecord.State.ACTIVE,
              List.of(type(MAIL, ODD), type(IMAGE, "")),
              Instant.EPOCH);
      store().register(worker, clock.instant());
      Registry registry = store().registry();
      assertThat(registry.workers()).hasSize(1);
      WorkerRecord kept = registry.workers().getFirst();
      assertThat(kept.id()).isEqualTo(worker.id());
      assertThat(kept.host()).isEqualTo(worker.host());
      assertThat(kept.startedAt()).isEqualTo(FakeClock.START);
      assertThat(kept.slots()).isEqualTo(16);
      assertThat(kept.running()).isEqualTo(3);
      assertThat(kept.state()).isEqualTo(WorkerRecord.State.ACTIVE);
      assertThat(kept.types()).containsExactlyInAnyOrderElementsOf(worker.types());
      assertThat(kept.heartbeat()).isEqualTo(clock.instant());
      assertThat(registry.types()).containsExactlyInAnyOrderElementsOf(worker.types());
    }

    @Test
    void aHeartbeatBringsTheRecordUpToDate() {
      driver().heartbeat("w");
      clock.advance(Duration.ofSeconds(4));
      store()
          .register(
              new WorkerRecord(
                  "w",
                  "h",
                  FakeClock.START,
                  16,
                  9,
                  WorkerRecord.State.STOPPING,
                  List.of(),
                  Instant.MAX),
              clock.instant());
      WorkerRecord kept = store().registry().workers().getFirst();
      assertThat(kept.running()).isEqualTo(9);
      assertThat(kept.state()).isEqualTo(WorkerRecord.State.STOPPING);
      assertThat(kept.heartbeat()).isEqualTo(clock.instant());
    }

    @Test
    void aTypeIsAsTheLatestWorkerDescribedItAndOutlivesIt() {
      store()
          .register(
              driver().worker("old", WorkerRecord.State.ACTIVE, type(MAIL, "v1")), clock.instant());
      store()
          .register(
              driver().worker("new", WorkerRecord.State.ACTIVE, type(MAIL, "v2")), clock.instant());
      assertThat(store().registry().types()).containsExactly(type(MAIL, "v2"));
      store().register(driver().worker("old", WorkerRecord.State.GONE), clock.instant());
      store().register(driver().worker("new", WorkerRecord.State.GONE), clock.instant());
      assertThat(store().registry()).isEqualTo(new Registry(List.of(), List.of(type(MAIL, "v2"))));
    }

    @Test
    void goneIsHarmlessForAnUnknownWorker() {
      store().register(driver().worker("never", WorkerRecord.State.GONE), clock.instant());
      assertThat(store().registry().workers()).isEmpty();
    }
  }

  @Nested
  class Hints {
    private final BlockingQueue<Hint> heard = new LinkedBlockingQueue<>();

    @Test
    void tellOfWhatWasStored() throws Exception {
      try (AutoCloseable _ = store().subscribe(heard::add)) {
        TaskId id = driver().insert(driver().task(MAIL));
        awaitHint(
            hint ->
                hint.everything() || (hint.tasks().contains(id) && hint.queues().contains(MAIL)));
        assertThat(driver().exists(id)).isTrue();
        Lease lease = driver().claimOne("w", MAIL).lease();
        awaitHint(hint -> hint.everything() || hint.tasks().contains(id));
        assertThat(driver().say(lease, new Note.Log(clock.instant(), "info", "hello")))
            .isEqualTo(Write.Answer.APPLIED);
        awaitHint(hint -> hint.everything() || hint.tasks().contains(id));
        driver().end(lease, new Transition.HandBack());
        awaitHint(hint -> hint.everything() || hint.queues().contains(MAIL));
      }
    }

    @Test
    void tellOfTasksThatBecameDue() throws Exception {
      TaskId id = scheduled();
      try (AutoCloseable _ = store().subscribe(heard::add)) {
        driver().pass(Duration.ofSeconds(60));
        awaitHint(
            hint ->
                hint.everything() || (hint.tasks().contains(id) && hint.queues().contains(MAIL)));
      }
    }

    @Test
    void tellOfAQueueThatIsResumed() throws Exception {
      pause(MAIL);
      try (AutoCloseable _ = store().subscribe(heard::add)) {
        resume(MAIL);
        awaitHint(hint -> hint.everything() || hint.queues().contains(MAIL));
      }
    }

    @Test
    void endWithTheSubscription() throws Exception {
      AutoCloseable first = store().subscribe(heard::add);
      first.close();
      first.close();
      BlockingQueue<Hint> others = new LinkedBlockingQueue<>();
      try (AutoCloseable _ = store().subscribe(others::add)) {
        driver().insert(driver().task(MAIL));
        assertThat(others.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(heard).isEmpty();
      }
    }

    @Test
    void aListenerThatThrowsHurtsNobody() throws Exception {
      try (AutoCloseable _ =
              store()
                  .subscribe(
                      _ -> {
                        throw new IllegalStateException("thrown by a listener, on purpose");
                      });
          AutoCloseable _ = store().subscribe(heard::add)) {
        for (int i = 0; i < 2; i++) {
          TaskId id = driver().insert(driver().task(MAIL));
          awaitHint(hint -> hint.everything() || hint.tasks().contains(id));
        }
      }
    }

    private void awaitHint(Predicate<Hint> wanted) throws InterruptedException {
      while (true) {
        Hint hint = heard.poll(20, TimeUnit.SECONDS);
        assertThat(hint).as("a hint within 20 s").isNotNull();
        if (wanted.test(requireNonNull(hint))) {
          return;
        }
      }
    }
  }

  @Nested
  class BytesAndTexts {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "{ \"a\" :1,\r\n\t\"a\": [ ] , \"b\":{}}",
          "[]",
          "123456789012345678901234567890.10e+400",
          "9007199254740993",
          "-0.0",
          " \"\\u0000 \\/ \\ud800 \u00e9 e\u0301 \ud83d\udc69\u200d\ud83d\udcbb \u2028\" ",
          "null",
          ""
        })
    void payloadsAreKeptByteForByte(String text) {
      Json payload = json(text);
      Lease lease = running(driver().task(MAIL).input(payload));
      assertThat(driver().read(lease.task()).input()).contains(payload);
      driver().say(lease, new Note.StepDone("step", payload));
      driver().end(lease, new Transition.Complete(payload));
      assertThat(driver().read(lease.task()).result()).contains(payload);
      assertThat(store().history(lease.task()).steps())
          .containsExactly(new History.Step("step", Optional.of(payload)));
    }

    @ParameterizedTest
    @ValueSource(ints = {102, 64 << 10, (64 << 10) + 1, 65 << 10, TaskStore.MAX_PAYLOAD})
    void payloadsOfEverySizeAreKept(int bytes) {
      var random = new byte[bytes];
      var source = new SplittableRandom(bytes);
      for (int i = 0; i < bytes; i++) {
        random[i] = (byte) source.nextInt(32, 127);
      }
      Json payload = Json.ofBytes(random);
      TaskId id = driver().insert(driver().task(MAIL).input(payload));
      Claimed.Leased leased = driver().claimOne("w", MAIL);
      assertThat(leased.task().input()).contains(payload);
      driver().end(leased.lease(), new Transition.HandBack());
      Lease lease = driver().claimOne("w", MAIL).lease();
      driver().end(lease, new Transition.Complete(payload));
      Task task = driver().read(id);
      assertThat(task.input()).contains(payload);
      assertThat(task.result()).contains(payload);
    }

    @Test
    void oddTextsAreKept() {
      var unique = UniqueKey.untilEnd(ODD);
      TaskId id = driver().insert(driver().task(MAIL).user(ODD, "tier " + ODD, 2).unique(unique));
      ClaimRequest request = driver().request("worker " + ODD, Map.of(MAIL, 1), 1);
      Lease lease = store().claim(request).leases().getFirst().lease();
      assertThat(store().claim(request).leases()).hasSize(1);
      driver().say(lease, new Note.Progress(new Task.Progress(1.0 / 3, ODD)));
      driver().say(lease, new Note.Log(clock.instant(), "warn", ODD));
      driver().say(lease, new Note.StepDone("step " + ODD, json("1")));
      driver().say(lease, new Note.Cost("provider " + ODD, BigDecimal.TEN, ODD));
      Task task = driver().read(id);
      assertThat(task.userId()).contains(ODD);
      assertThat(task.tier()).contains("tier " + ODD);
      assertThat(task.worker()).contains("worker " + ODD);
      assertThat(task.progress()).contains(new Task.Progress(1.0 / 3, ODD));
      History history = store().history(id);
      assertThat(history.log().getFirst().message()).isEqualTo(ODD);
      assertThat(history.steps().getFirst().name()).isEqualTo("step " + ODD);
      assertThat(history.costs().getFirst().provider()).isEqualTo("provider " + ODD);
      assertThat(history.costs().getFirst().unit()).isEqualTo(ODD);
      var failure = new TaskError(ErrorType.INTERNAL, "message " + ODD, "detail " + ODD);
      NewTask second = driver().task(MAIL).unique(unique).build();
      assertThat(store().insert(List.of(second), clock.instant()))
          .containsExactly(new InsertAnswer(id, InsertAnswer.Kind.DUPLICATE));
      driver().end(lease, new Transition.Bury(failure));
      assertThat(driver().read(id).error()).contains(failure);
      assertThat(
              StoreDriver.listAll(
                  store(),
                  new TaskQuery(
                      Optional.of(TaskStatus.FAILED),
                      Optional.empty(),
                      Optional.of(ODD),
                      Optional.empty(),
                      Optional.empty(),
                      1)))
          .extracting(Task::id)
          .containsExactly(id);
    }

    @Test
    void numbersAtTheirLimitsAreKept() {
      TaskId least = driver().insert(driver().task(MAIL).priority(Integer.MIN_VALUE));
      TaskId greatest = driver().insert(driver().task(MAIL).priority(Integer.MAX_VALUE));
      assertThat(driver().read(least).priority().value()).isEqualTo(Integer.MIN_VALUE);
      assertThat(driver().read(greatest).priority().value()).isEqualTo(Integer.MAX_VALUE);
      TaskId far =
          driver().insert(driver().task(MAIL).due(Instant.parse("9999-12-31T23:59:59.999Z")));
      assertThat(driver().read(far).dueAt()).isEqualTo(Instant.parse("9999-12-31T23:59:59.999Z"));
      TaskId early =
          driver().insert(driver().task(MAIL).due(Instant.parse("1969-07-20T20:17:40.001Z")));
      assertThat(driver().read(early).dueAt()).isEqualTo(Instant.parse("1969-07-20T20:17:40.001Z"));
    }
  }

  @Nested
  class OpeningAndClosing {
    @Test
    void theStoreSaysWhatItWasOpenedWith() throws Exception {
      assertThat(store().clock().instant()).isEqualTo(clock.instant());
      var settings = settings(12_345, 67_890);
      use(settings);
      assertThat(store().settings()).isEqualTo(settings);
    }

    @Test
    void closingTwiceIsHarmlessAndNothingWorksAfterwards() throws Exception {
      Lease lease = running(MAIL);
      TaskStore closed = store();
      ClaimRequest request = driver().request("w", Map.of(MAIL, 1), 1);
      Instant now = clock.instant();
      closed.close();
      closed.close();
      List<ThrowingCallable> verbs =
          List.of(
              () -> closed.insert(List.of(driver().task(MAIL).build()), now),
              () -> closed.claim(request),
              () -> closed.apply(List.of(Write.end(lease, 1, new Transition.HandBack())), now),
              () -> closed.extend(List.of(lease), now),
              () -> closed.advance(now, 1),
              () -> closed.register(driver().worker("w", WorkerRecord.State.ACTIVE), now),
              () -> closed.change(new Selection.Queue(MAIL), new Change.Pause(), now),
              () -> closed.find(List.of(lease.task())),
              () -> closed.list(TaskQuery.newest(1)),
              () -> closed.history(lease.task()),
              () -> closed.position(lease.task()),
              closed::counts,
              closed::registry);
      for (ThrowingCallable verb : verbs) {
        assertThatThrownBy(verb)
            .isInstanceOfSatisfying(
                StoreException.class,
                e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE));
      }
      use(StoreSettings.DEFAULT);
    }

    @Test
    void whatWasStoredIsThereAfterReopening() throws Exception {
      driver().heartbeat("w");
      TaskId suspect = driver().suspect(IMAGE);
      Lease running =
          running(driver().task(MAIL).user("a").input(json("\"" + "x".repeat(70_000) + "\"")));
      driver().say(running, new Note.StepDone("s", json("1")));
      driver().say(running, new Note.Log(clock.instant(), "info", "line"));
      Write write = Write.said(running, driver().nextWrite(running), new Note.StepIntent("open"));
      store().apply(List.of(write), clock.instant());
      TaskId failed =
          failed(driver().task(MAIL).unique(UniqueKey.untilPeriod("k", Duration.ofDays(1))));
      scheduled();
      completed();
      TaskId a2 = driver().insert(driver().task(MAIL).user("a").priority(1_000));
      TaskId a3 = driver().insert(driver().task(MAIL).user("a").priority(1_000));
      ClaimRequest lastClaim = driver().request("claimer", Map.of(MAIL, 1), 1);
      assertThat(store().claim(lastClaim).leases())
          .extracting(leased -> leased.task().id())
          .containsExactly(a2);
      pause(IMAGE);
      List<Task> before = StoreDriver.listAll(store(), TaskQuery.newest(500));
      Counts counts = store().counts();
      Registry registry = store().registry();
      History history = store().history(running.task());
      List<Claimed.Leased> claimed = store().claim(lastClaim).leases();

      reopen();

      assertThat(StoreDriver.listAll(store(), TaskQuery.newest(500))).isEqualTo(before);
      assertThat(store().counts()).isEqualTo(counts);
      assertThat(store().registry()).isEqualTo(registry);
      assertThat(store().history(running.task())).isEqualTo(history);
      assertThat(store().claim(lastClaim).leases()).isEqualTo(claimed);
      assertThat(store().apply(List.of(write), clock.instant()))
          .containsExactly(Write.Answer.ALREADY_APPLIED);
      NewTask duplicate =
          driver()
              .task(MAIL)
              .id(new TaskId("01JYYYYYYY00YYYYYYYYYYYYYY"))
              .unique(UniqueKey.untilEnd("k"))
              .build();
      assertThat(store().insert(List.of(duplicate), clock.instant()))
          .containsExactly(new InsertAnswer(failed, InsertAnswer.Kind.DUPLICATE));
      // The clock of `a` stands at three turns, V at two.
      NewTask b =
          new TaskBuilder(new TaskId("01JYYYYYYY00YYYYYYYYYYYYYZ"), MAIL)
              .user("b")
              .priority(1_000)
              .build();
      store().insert(List.of(b), clock.instant());
      var next =
          store().claim(new ClaimRequest("next", 1, Map.of(MAIL, 2), 2, 99, true, clock.instant()));
      assertThat(next.leases())
          .extracting(leased -> leased.task().id())
          .containsExactlyInAnyOrder(a3, b.id());
      resume(IMAGE);
      assertThat(
              store()
                  .claim(
                      new ClaimRequest("next", 2, Map.of(IMAGE, 2), 2, 99, true, clock.instant()))
                  .leases())
          .extracting(leased -> leased.task().id())
          .containsExactly(suspect);
    }
  }
}
