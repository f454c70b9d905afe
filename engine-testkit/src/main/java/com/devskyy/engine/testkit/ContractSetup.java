package com.devskyy.engine.testkit;

import static java.util.Objects.requireNonNull;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the parts of [TaskStoreContract] share: a fresh store for each test, its driver, and
/// [Invariants] after each test.
abstract class ContractSetup {
  static final TypeName MAIL = new TypeName("mail");
  static final TypeName IMAGE = new TypeName("image.resize-2");
  static final Duration LEASE = StoreSettings.DEFAULT.lease();

  final FakeClock clock = new FakeClock();
  private final List<TaskStore> opened = new ArrayList<>();
  private @Nullable TaskStore store;
  private @Nullable StoreDriver driver;

  /// Opens a store that holds nothing.
  ///
  /// @param clock what the store must answer as its clock
  protected abstract TaskStore open(InstantSource clock, StoreSettings settings) throws Exception;

  /// Closes a store and opens what it kept again, with the same clock and settings. A store that
  /// keeps nothing beyond its closing answers the open store itself.
  protected abstract TaskStore reopen(TaskStore store) throws Exception;

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
    useStore(open(clock, settings));
  }

  /// Goes on with what the store kept.
  final void reopen() throws Exception {
    useStore(reopen(store()));
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
    driver().end(lease, new Transition.Retry(clock.instant().plusSeconds(60), error("again")));
    return lease.task();
  }

  final TaskId scheduled() {
    return driver().insert(driver().task(MAIL).due(clock.instant().plusSeconds(60)));
  }

  final void pause(TypeName queue) {
    store().change(new Selection.Queue(queue), new Change.Pause(), clock.instant());
  }

  final void resume(TypeName queue) {
    store().change(new Selection.Queue(queue), new Change.Resume(), clock.instant());
  }

  static Json json(String text) {
    return Json.of(text);
  }
}
