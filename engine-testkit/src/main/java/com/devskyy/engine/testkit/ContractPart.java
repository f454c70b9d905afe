package com.devskyy.engine.testkit;

import static java.util.Objects.requireNonNull;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A part of [TaskStoreContract]: a fresh store for each test, its driver, and [Invariants] after
/// each test.
abstract class ContractPart {
  static final TypeName MAIL = new TypeName("mail");
  static final TypeName IMAGE = new TypeName("image.resize-2");
  static final Duration SECOND = Duration.ofSeconds(1);
  static final Duration LEASE = StoreSettings.DEFAULT.lease();

  /// What a careless store mangles.
  static final String ODD =
      "\ud83d\udc69\u200d\ud83d\udc67 \u0645\u0631\u062d\u0628\u0627 \u202e'\"\\\u0001\t\uffff%_\u00e9e\u0301";

  final FakeClock clock = new FakeClock();
  private final TaskStoreContract contract;
  private final List<TaskStore> opened = new ArrayList<>();
  private @Nullable TaskStore store;
  private @Nullable StoreDriver driver;

  ContractPart(TaskStoreContract contract) {
    this.contract = contract;
  }

  @BeforeEach
  void openStore() throws Exception {
    use(StoreSettings.DEFAULT);
  }

  @AfterEach
  void invariantsHold() {
    try {
      Invariants.check(store());
    } finally {
      opened.forEach(TaskStore::close);
    }
  }

  /// Goes on with an empty store that has other settings.
  final void use(StoreSettings settings) throws Exception {
    useStore(contract.open(clock, settings));
  }

  /// Goes on with what the store kept.
  final void reopen() throws Exception {
    useStore(contract.reopen(store()));
  }

  private void useStore(TaskStore next) {
    store = next;
    opened.add(next);
    driver = new StoreDriver(next, clock);
  }

  final TaskStore store() {
    return requireNonNull(store);
  }

  final StoreDriver driver() {
    return requireNonNull(driver);
  }

  final Instant now() {
    return clock.instant();
  }

  static StoreSettings settings(long retainedBytes, long deadLetterBytes) {
    return new StoreSettings(
        LEASE, Duration.ofDays(3), Duration.ofDays(7), retainedBytes, deadLetterBytes);
  }

  static TaskError error(String message) {
    return new TaskError(ErrorType.INTERNAL, message, "at line 1\nat line 2");
  }

  /// A running task.
  final Lease running(TypeName type) {
    return running(driver().task(type));
  }

  /// A running task.
  final Lease running(TaskBuilder task) {
    TaskId id = driver().insert(task.priority(1_000));
    var leased = driver().claimOne("w", task.build().type());
    if (!leased.task().id().equals(id)) {
      throw new AssertionError("another task stood before " + id);
    }
    return leased.lease();
  }

  final TaskId completed() {
    Lease lease = running(MAIL);
    driver().complete(lease);
    return lease.task();
  }

  final TaskId failed() {
    return failed(driver().task(MAIL));
  }

  final TaskId failed(TaskBuilder task) {
    Lease lease = running(task);
    driver().end(lease, new Transition.Bury(error("broken")));
    return lease.task();
  }

  final TaskId cancelled() {
    TaskId id = driver().insert(driver().task(MAIL));
    driver().change(id, new Change.Cancel("not needed"));
    return id;
  }

  final TaskId expired() {
    Lease lease = running(MAIL);
    driver().end(lease, new Transition.Expire(new TaskError(ErrorType.EXPIRED, "too late")));
    return lease.task();
  }

  final TaskId retrying() {
    Lease lease = running(MAIL);
    driver().end(lease, new Transition.Retry(now().plusSeconds(60), error("again")));
    return lease.task();
  }

  final TaskId scheduled() {
    return driver().insert(driver().task(MAIL).due(now().plusSeconds(60)));
  }

  final void pause(TypeName queue) {
    store().change(new Selection.Queue(queue), new Change.Pause(), now());
  }

  final void resume(TypeName queue) {
    store().change(new Selection.Queue(queue), new Change.Resume(), now());
  }

  static Json json(String text) {
    return Json.of(text);
  }

  /// A transition to that end.
  static Transition transitionTo(TaskStatus end) {
    return switch (end) {
      case COMPLETED -> new Transition.Complete(json("1"));
      case FAILED -> new Transition.Bury(error("broken"));
      case CANCELLED -> new Transition.Cancel("asked");
      case EXPIRED -> new Transition.Expire(new TaskError(ErrorType.EXPIRED, "too late"));
      case WAITING, SCHEDULED, QUEUED, PROCESSING, RETRYING ->
          throw new IllegalArgumentException(end + " is no end");
    };
  }

  static List<TaskId> ids(List<Claimed.Leased> leases) {
    return leases.stream().map(leased -> leased.task().id()).toList();
  }

  /// All that shows of a task.
  record Seen(Task task, History history) {}

  final Seen see(TaskId id) {
    return new Seen(driver().read(id), store().history(id));
  }
}
