package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.Position;
import com.devskyy.engine.store.TaskPage;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// List: pages in the order of each status, filters, cursors.
abstract class ListingContract extends ContractPart {
  ListingContract(TaskStoreContract contract) {
    super(contract);
  }

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
    Instant now = now();
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
