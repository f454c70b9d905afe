package com.devskyy.engine.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The part of [TaskStoreContract] about who runs what and when: claim, suspects, fairness, races.
abstract class OrderContract extends LifecycleContract {
  private static final TypeName SOUND = new TypeName("sound");

  private static List<TaskId> ids(List<Claimed.Leased> leases) {
    return leases.stream().map(leased -> leased.task().id()).toList();
  }

  @Nested
  class Claim {
    @Test
    void givesALease() {
      TaskId id = driver().insert(driver().task(MAIL).input(json(" {\"a\" : 1} ")));
      clock.advance(Duration.ofSeconds(1));
      Claimed claimed = store().claim(driver().request("w", Map.of(MAIL, 3), 3));
      assertThat(claimed.drain()).isFalse();
      assertThat(claimed.leases()).hasSize(1);
      Claimed.Leased leased = claimed.leases().getFirst();
      assertThat(leased.alone()).isFalse();
      assertThat(leased.lease().task()).isEqualTo(id);
      assertThat(leased.lease().run()).isEqualTo(1);
      assertThat(leased.lease().until()).isEqualTo(clock.instant().plus(LEASE));
      Task task = leased.task();
      assertThat(task).isEqualTo(driver().read(id));
      assertThat(task.status()).isEqualTo(TaskStatus.PROCESSING);
      assertThat(task.input()).contains(json(" {\"a\" : 1} "));
      assertThat(task.run()).isEqualTo(1);
      assertThat(task.attempt()).isEqualTo(1);
      assertThat(task.worker()).contains("w");
      assertThat(task.startedAt()).contains(clock.instant());
      assertThat(task.firstStartedAt()).contains(clock.instant());
    }

    @Test
    void nothingQueuedGivesNothing() {
      assertThat(store().claim(driver().request("w", Map.of(MAIL, 3), 3)))
          .isEqualTo(Claimed.NOTHING);
    }

    @Test
    void eachRunHasItsOwnNumberAndToken() {
      TaskId id = driver().insert(driver().task(MAIL));
      var tokens = new HashSet<Long>();
      Instant first = clock.instant();
      for (int run = 1; run <= 20; run++) {
        Claimed.Leased leased = driver().claimOne("w", MAIL);
        assertThat(leased.lease().run()).isEqualTo(run);
        assertThat(leased.task().firstStartedAt()).contains(first);
        assertThat(leased.task().startedAt()).contains(clock.instant());
        assertThat(tokens.add(leased.lease().token())).isTrue();
        clock.advance(Duration.ofSeconds(1));
        driver().end(leased.lease(), new Transition.HandBack());
      }
      assertThat(driver().read(id).run()).isEqualTo(20);
    }

    @Test
    void equalLevelAndUserRunsInOrderOfArrival() {
      // Arrival is the order of inserting, not of ids.
      List<TaskId> ids =
          new ArrayList<>(IntStream.range(0, 30).mapToObj(_ -> driver().id()).toList());
      Collections.shuffle(ids, new Random(3));
      ids.forEach(id -> driver().insert(new TaskBuilder(id, MAIL)));
      assertThat(ids(driver().claim("w", MAIL, 30))).isEqualTo(ids);
    }

    @Test
    void withinALevelThePriorityDoesNotMatter() {
      TaskId low = driver().insert(driver().task(MAIL).priority(4));
      TaskId high = driver().insert(driver().task(MAIL).priority(6));
      assertThat(ids(driver().claim("w", MAIL, 2))).containsExactly(low, high);
    }

    @Test
    void higherLevelGoesFirst() {
      var expected = new ArrayDeque<TaskId>();
      for (int priority : List.of(-5, 1, 2, 3, 4, 6, 7, 9, 10, 2_000_000_000)) {
        expected.addFirst(
            driver().insert(driver().task(MAIL).user("u" + priority).priority(priority)));
      }
      var levels =
          driver().claim("w", MAIL, 10).stream()
              .map(leased -> leased.task().priority().level())
              .toList();
      assertThat(levels).isSortedAccordingTo(Collections.reverseOrder());
    }

    @Test
    void every16thStartGoesRoundTheLowerLevels() {
      for (int i = 0; i < 100; i++) {
        driver().insert(driver().task(MAIL).priority(10));
        driver().insert(driver().task(MAIL).priority(7));
        driver().insert(driver().task(MAIL).priority(1));
      }
      var lower = new ArrayList<Integer>();
      for (int start = 1; start <= 96; start++) {
        int priority = driver().claimOne("w", MAIL).task().priority().value();
        if (start % 16 == 0) {
          lower.add(priority);
        } else {
          assertThat(priority).as("start %d", start).isEqualTo(10);
        }
      }
      assertThat(lower).containsExactly(7, 1, 7, 1, 7, 1);
    }

    @Test
    void turnsOfTheLevelsAreKeptPerQueueAndOverBatches() {
      for (TypeName type : List.of(MAIL, IMAGE)) {
        for (int i = 0; i < 40; i++) {
          driver().insert(driver().task(type).priority(10));
          driver().insert(driver().task(type).priority(5));
        }
      }
      var mail = new ArrayList<Integer>();
      for (int i = 0; i < 8; i++) {
        driver().claim("w", IMAGE, 3);
        driver().claim("w", MAIL, 4).forEach(leased -> mail.add(leased.task().priority().value()));
      }
      assertThat(mail).hasSize(32);
      assertThat(IntStream.range(0, 32).filter(i -> mail.get(i) == 5).boxed().toList())
          .containsExactly(15, 31);
    }

    @Test
    void equalTagsRunInOrderOfId() {
      TaskId first = driver().id();
      TaskId second = driver().id();
      TaskId third = driver().id();
      driver().insert(new TaskBuilder(third, MAIL).user("c"));
      driver().insert(new TaskBuilder(first, MAIL).user("a"));
      driver().insert(new TaskBuilder(second, MAIL).user("b"));
      assertThat(ids(driver().claim("w", MAIL, 3))).containsExactly(first, second, third);
    }

    @Test
    void tasksWithoutUserShareOneClock() {
      TaskId none1 = driver().insert(driver().task(MAIL));
      TaskId none2 = driver().insert(driver().task(MAIL));
      TaskId ada = driver().insert(driver().task(MAIL).user("ada"));
      assertThat(ids(driver().claim("w", MAIL, 3))).containsExactly(none1, ada, none2);
    }

    @Test
    void usersAreToldApartByteForByte() {
      var users = List.of("\u00e9", "e\u0301", "E", "e", "e ", "\ud83d\udc69\u200d\ud83d\udcbb");
      var first = new ArrayList<TaskId>();
      for (String user : users) {
        first.add(driver().insert(driver().task(MAIL).user(user)));
        driver().insert(driver().task(MAIL).user(user));
      }
      // One turn each comes before anyone's second.
      assertThat(ids(driver().claim("w", MAIL, users.size()))).isEqualTo(first);
    }

    @Test
    void clocksBelongToOneLevelOfOneQueue() {
      for (int i = 0; i < 5; i++) {
        driver().insert(driver().task(MAIL).user("a").priority(10));
        driver().insert(driver().task(IMAGE).user("a"));
      }
      TaskId a = driver().insert(driver().task(MAIL).user("a"));
      TaskId b = driver().insert(driver().task(MAIL).user("b"));
      driver().claim("w", MAIL, 5);
      assertThat(ids(driver().claim("w", MAIL, 2))).containsExactly(a, b);
    }

    @Test
    void queuesAreServedOneTaskEachInTheOrderOfTheRequest() {
      for (int i = 0; i < 5; i++) {
        driver().insert(driver().task(MAIL));
        driver().insert(driver().task(IMAGE));
        driver().insert(driver().task(SOUND));
      }
      var slots = StoreDriver.slots(SOUND, 4, MAIL, 1, IMAGE, 9);
      assertThat(store().claim(driver().request("w", slots, 8)).leases())
          .extracting(leased -> leased.task().type())
          .containsExactly(SOUND, MAIL, IMAGE, SOUND, IMAGE, SOUND, IMAGE, SOUND);
    }

    @Test
    void givesNoMoreThanSlotsOrTotal() {
      for (int i = 0; i < 9; i++) {
        driver().insert(driver().task(MAIL));
      }
      assertThat(store().claim(driver().request("w", Map.of(MAIL, 2), 500)).leases()).hasSize(2);
      assertThat(store().claim(driver().request("w", Map.of(MAIL, 500), 3)).leases()).hasSize(3);
      assertThat(store().claim(driver().request("w", Map.of(MAIL, 0), 3)).leases()).isEmpty();
      assertThat(store().claim(driver().request("w", Map.of(IMAGE, 9), 9)).leases()).isEmpty();
      assertThat(store().claim(driver().request("w", Map.of(), 9)).leases()).isEmpty();
      assertThat(store().claim(driver().request("w", Map.of(MAIL, 9), 9)).leases()).hasSize(4);
    }

    @Test
    void stopsOnceTheInputsReachTheBytes() {
      for (int i = 0; i < 9; i++) {
        driver().insert(driver().task(MAIL).input(json("\"" + "x".repeat(98) + "\"")));
      }
      assertThat(claimBytes(0)).as("the first is given whatever its size").isEqualTo(1);
      assertThat(claimBytes(100)).isEqualTo(1);
      assertThat(claimBytes(101)).isEqualTo(2);
      assertThat(claimBytes(300)).isEqualTo(3);
    }

    private int claimBytes(long maxBytes) {
      ClaimRequest it = driver().request("w", Map.of(MAIL, 9), 9);
      return store()
          .claim(new ClaimRequest("w", it.n(), it.slots(), 9, maxBytes, true, it.now()))
          .leases()
          .size();
    }

    @Test
    void lastRequestRepeatedReturnsItsLeasesStillHeld() {
      for (int i = 0; i < 4; i++) {
        driver().insert(driver().task(MAIL));
      }
      ClaimRequest request = driver().request("w", Map.of(MAIL, 3), 3);
      List<Claimed.Leased> given = store().claim(request).leases();
      assertThat(given).hasSize(3);
      assertThat(store().claim(request).leases()).containsExactlyInAnyOrderElementsOf(given);

      driver().complete(given.get(0).lease());
      clock.advance(Duration.ofSeconds(2));
      store().extend(List.of(given.get(1).lease()), clock.instant());
      List<Claimed.Leased> repeated = store().claim(request).leases();
      assertThat(ids(repeated))
          .containsExactlyInAnyOrder(given.get(1).task().id(), given.get(2).task().id());
      for (Claimed.Leased leased : repeated) {
        assertThat(leased.task()).isEqualTo(driver().read(leased.task().id()));
        boolean extended = leased.task().id().equals(given.get(1).task().id());
        assertThat(leased.lease().until())
            .isEqualTo(FakeClock.START.plus(LEASE).plusSeconds(extended ? 2 : 0));
      }
      assertThat(driver().claim("w", MAIL, 3)).hasSize(1);
    }

    @Test
    void repeatedRequestGivesNoLeaseOfALaterRun() {
      driver().insert(driver().task(MAIL));
      ClaimRequest request = driver().request("w", Map.of(MAIL, 1), 1);
      driver().end(store().claim(request).leases().getFirst().lease(), new Transition.HandBack());
      driver().claimOne("other", MAIL);
      assertThat(store().claim(request)).isEqualTo(Claimed.NOTHING);
    }

    @Test
    void repeatedRequestThatFoundNothingFindsNothingAgain() {
      ClaimRequest request = driver().request("w", Map.of(MAIL, 1), 1);
      assertThat(store().claim(request)).isEqualTo(Claimed.NOTHING);
      driver().insert(driver().task(MAIL));
      assertThat(store().claim(request)).isEqualTo(Claimed.NOTHING);
    }

    @Test
    void olderRequestGetsNothing() {
      driver().insert(driver().task(MAIL));
      driver().insert(driver().task(MAIL));
      driver().insert(driver().task(MAIL));
      ClaimRequest old = driver().request("w", Map.of(MAIL, 1), 1);
      store().claim(old);
      driver().claimOne("w", MAIL);
      assertThat(store().claim(old)).isEqualTo(Claimed.NOTHING);
      assertThat(driver().claimOne("other", MAIL).lease().run()).isEqualTo(1);
    }

    @Test
    void requestNumbersCountPerWorker() {
      driver().insert(driver().task(MAIL));
      driver().insert(driver().task(MAIL));
      assertThat(driver().claim("w", MAIL, 1)).hasSize(1);
      assertThat(driver().claim("other", MAIL, 1)).hasSize(1);
    }

    @Test
    void tasksPastTheirDeadlineAreEndedInsteadOfLeased() {
      Instant deadline = clock.instant().plusSeconds(10);
      TaskId late = driver().insert(driver().task(MAIL).deadline(deadline));
      TaskId next = driver().insert(driver().task(MAIL).deadline(deadline.plusMillis(1)));
      clock.set(deadline);
      assertThat(ids(driver().claim("w", MAIL, 2))).containsExactly(next);
      Task task = driver().read(late);
      assertThat(task.status()).isEqualTo(TaskStatus.EXPIRED);
      assertThat(task.error().orElseThrow().type()).isEqualTo(ErrorType.EXPIRED);
      assertThat(task.endedAt()).contains(deadline);
      assertThat(task.run()).isZero();
    }

    @Test
    void tasksPastTheirDeadlineCountAsNoStart() {
      for (int i = 0; i < 15; i++) {
        driver().insert(driver().task(MAIL).priority(10));
      }
      driver().claim("w", MAIL, 15);
      driver().insert(driver().task(MAIL).priority(5).deadline(clock.instant()));
      TaskId lower = driver().insert(driver().task(MAIL).priority(1));
      TaskId top = driver().insert(driver().task(MAIL).priority(10));
      // The 16th start is the lower levels': the late task stands before the background one.
      assertThat(ids(driver().claim("w", MAIL, 1))).containsExactly(lower);
      assertThat(ids(driver().claim("w", MAIL, 1))).containsExactly(top);
    }

    @ParameterizedTest
    @EnumSource(Emptying.class)
    void takingTheLastOutOfALevelRaisesItsFloor(Emptying how) {
      Instant deadline = clock.instant().plusSeconds(1);
      var mine = new ArrayList<TaskId>();
      for (int i = 0; i < 3; i++) {
        var task = driver().task(MAIL).user("a");
        boolean expires = how == Emptying.EXPIRE || (how == Emptying.EXPIRE_AT_CLAIM && i == 2);
        mine.add(driver().insert(expires ? task.deadline(deadline) : task));
      }
      clock.set(deadline.minusMillis(1));
      switch (how) {
        case CLAIM -> driver().claim("w", MAIL, 3);
        case CLAIM_ONE_BY_ONE -> mine.forEach(_ -> driver().claimOne("w", MAIL));
        case REPRIORITISE ->
            store()
                .change(
                    new Selection.Ids(List.of(mine.get(2), mine.get(0), mine.get(1))),
                    new Change.Reprioritise(new Priority(1)),
                    clock.instant());
        case EXPIRE -> {
          clock.set(deadline);
          store().advance(clock.instant(), 500);
        }
        case EXPIRE_AT_CLAIM -> {
          clock.set(deadline);
          assertThat(driver().claim("w", MAIL, 3)).hasSize(2);
        }
        case CANCEL -> {
          for (int i = 0; i < 3; i++) {
            driver().insert(driver().task(MAIL).user("x"));
          }
          store()
              .change(
                  new Selection.Ids(mine),
                  new Change.Reprioritise(new Priority(1)),
                  clock.instant());
          driver().claim("w", MAIL, 2);
          store()
              .change(
                  new Selection.Matching(
                      TaskStatus.QUEUED, Optional.of(MAIL), Optional.of("x"), Optional.empty()),
                  new Change.Cancel("all"),
                  clock.instant());
        }
      }
      // V stands at two turns and the clock of `a` at three; were V less, `b` would have more turns
      // before him.
      TaskId a = driver().id();
      TaskId b1 = driver().insert(driver().task(MAIL).user("b"));
      TaskId b2 = driver().insert(driver().task(MAIL).user("b"));
      TaskId b3 = driver().insert(driver().task(MAIL).user("b"));
      driver().insert(new TaskBuilder(a, MAIL).user("a"));
      assertThat(ids(driver().claim("w", MAIL, 4))).containsExactly(b1, a, b2, b3);
    }
  }

  /// Ways in which a level becomes empty.
  enum Emptying {
    CLAIM,
    CLAIM_ONE_BY_ONE,
    REPRIORITISE,
    EXPIRE,
    EXPIRE_AT_CLAIM,
    CANCEL
  }

  @Nested
  class Suspects {
    @Test
    void anIdleAskerGetsTheFirstAloneAndOnlyIt() {
      TaskId suspect = driver().suspect(MAIL);
      driver().insert(driver().task(MAIL).priority(1_000));
      List<Claimed.Leased> leases = driver().claim("w", MAIL, 5);
      assertThat(ids(leases)).containsExactly(suspect);
      assertThat(leases.getFirst().alone()).isTrue();
      assertThat(leases.getFirst().task().run()).isEqualTo(3);
    }

    @Test
    void theLeastIdGoesFirstWhateverTheQueue() {
      TaskId second = driver().id();
      TaskId first = driver().suspect(IMAGE);
      makeSuspect(second, MAIL);
      // Ids are compared, not queues.
      TaskId least = second.compareTo(first) < 0 ? second : first;
      var slots = StoreDriver.slots(IMAGE, 1, MAIL, 1);
      assertThat(ids(store().claim(driver().request("w", slots, 2)).leases()))
          .containsExactly(least);
    }

    private void makeSuspect(TaskId id, TypeName type) {
      driver().insert(new TaskBuilder(id, type).priority(1_000));
      for (int crash = 0; crash < 2; crash++) {
        driver().claimOne("doomed-again-" + crash, type);
        driver().pass(LEASE);
      }
    }

    @Test
    void onlyQueuesAskedForCount() {
      driver().suspect(MAIL);
      TaskId image = driver().insert(driver().task(IMAGE));
      Claimed claimed = store().claim(driver().request("w", Map.of(IMAGE, 1), 1));
      assertThat(ids(claimed.leases())).containsExactly(image);
      claimed = store().claim(driver().busyRequest("w", StoreDriver.slots(IMAGE, 1, MAIL, 0), 1));
      assertThat(claimed).isEqualTo(Claimed.NOTHING);
      pause(MAIL);
      assertThat(store().claim(driver().busyRequest("w", Map.of(MAIL, 1), 1)))
          .isEqualTo(Claimed.NOTHING);
    }

    @Test
    void aBusyAskerIsChosenAndTheOthersWorkOn() {
      TaskId suspect = driver().suspect(MAIL);
      TaskId other = driver().insert(driver().task(MAIL));
      assertThat(store().claim(driver().busyRequest("w", Map.of(MAIL, 5), 5)))
          .isEqualTo(new Claimed(List.of(), true));
      assertThat(store().claim(driver().request("idle", Map.of(MAIL, 5), 5)))
          .as("another is chosen")
          .matches(claimed -> ids(claimed.leases()).equals(List.of(other)) && !claimed.drain());
      assertThat(store().claim(driver().busyRequest("w", Map.of(MAIL, 5), 5)).drain()).isTrue();
      assertThat(ids(driver().claim("w", MAIL, 5))).containsExactly(suspect);
    }

    @Test
    void theChosenThatDoesNotAskWithinALeaseIsReplaced() {
      TaskId suspect = driver().suspect(MAIL);
      store().claim(driver().busyRequest("w", Map.of(MAIL, 5), 5));
      clock.advance(LEASE.minusMillis(1));
      assertThat(store().claim(driver().busyRequest("w", Map.of(MAIL, 5), 5)).drain()).isTrue();
      clock.advance(LEASE.minusMillis(1));
      assertThat(store().claim(driver().request("next", Map.of(MAIL, 5), 5)))
          .isEqualTo(Claimed.NOTHING);
      clock.advance(Duration.ofMillis(1));
      assertThat(ids(driver().claim("next", MAIL, 5))).containsExactly(suspect);
    }

    @Test
    void oneIsHandledAtATime() {
      TaskId first = driver().suspect(MAIL);
      TaskId second = driver().id();
      makeSuspectWhileSuspectWaits(second);
      TaskId innocent = driver().insert(driver().task(IMAGE));
      Lease lease = driver().claimOne("a", MAIL).lease();
      assertThat(lease.task()).isEqualTo(first);
      var slots = StoreDriver.slots(MAIL, 5, IMAGE, 5);
      assertThat(ids(store().claim(driver().request("b", slots, 5)).leases()))
          .containsExactly(innocent);
      assertThat(store().claim(driver().busyRequest("c", slots, 5)).drain()).isFalse();
      driver().complete(lease);
      assertThat(ids(store().claim(driver().request("b", slots, 5)).leases()))
          .containsExactly(second);
    }

    private void makeSuspectWhileSuspectWaits(TaskId id) {
      driver().insert(new TaskBuilder(id, IMAGE).priority(1_000));
      for (int crash = 0; crash < 2; crash++) {
        driver().claimOne("doomed-too-" + crash, IMAGE);
        driver().pass(LEASE);
      }
    }

    @Test
    void theRepeatedClaimSaysTheSame() {
      TaskId suspect = driver().suspect(MAIL);
      ClaimRequest drain = driver().busyRequest("w", Map.of(MAIL, 5), 5);
      assertThat(store().claim(drain).drain()).isTrue();
      assertThat(store().claim(drain)).isEqualTo(new Claimed(List.of(), true));
      ClaimRequest idle = driver().request("w", Map.of(MAIL, 5), 5);
      Claimed given = store().claim(idle);
      assertThat(ids(given.leases())).containsExactly(suspect);
      assertThat(store().claim(idle)).isEqualTo(given);
    }

    @Test
    void oneThatRetriesStaysASuspect() {
      TaskId suspect = driver().suspect(MAIL);
      Lease lease = driver().claimOne("w", MAIL).lease();
      driver().end(lease, new Transition.Retry(clock.instant(), error("again")));
      driver().pass(Duration.ofSeconds(1));
      Claimed.Leased leased = driver().claimOne("w", MAIL);
      assertThat(leased.task().id()).isEqualTo(suspect);
      assertThat(leased.alone()).isTrue();
      driver().end(leased.lease(), new Transition.HandBack());
      assertThat(driver().claimOne("w", MAIL).alone()).isTrue();
    }

    @Test
    void onePastItsDeadlineIsEndedWhenAnIdleAskerMeetsIt() {
      Instant deadline = clock.instant().plusSeconds(60);
      TaskId suspect = driver().insert(driver().task(MAIL).priority(1_000).deadline(deadline));
      for (int crash = 0; crash < 2; crash++) {
        driver().claimOne("doomed-" + crash, MAIL);
        driver().pass(LEASE);
      }
      TaskId other = driver().insert(driver().task(MAIL));
      clock.set(deadline);
      assertThat(ids(driver().claim("w", MAIL, 5))).containsExactly(other);
      assertThat(driver().status(suspect)).isEqualTo(TaskStatus.EXPIRED);
    }

    @Test
    void standBeforeTheLevelsAndTouchNoTurn() {
      TaskId suspect = driver().suspect(MAIL);
      TaskId critical = driver().insert(driver().task(MAIL).priority(10));
      assertThat(
              StoreDriver.listAll(store(), TaskQuery.of(TaskStatus.QUEUED, 10)).stream()
                  .map(Task::id))
          .containsExactly(suspect, critical);
      assertThat(store().position(suspect).orElseThrow().ahead()).isZero();
      assertThat(store().position(critical).orElseThrow().ahead()).isZero();
      driver().change(suspect, new Change.Reprioritise(new Priority(1)));
      assertThat(driver().claimOne("w", MAIL).task().id()).isEqualTo(suspect);
    }
  }

  /// The promises of fair order, over whole histories.
  @Nested
  class Fairness {
    private final SplittableRandom random = new SplittableRandom(42);

    @Test
    void firstInFirstOutPerUserAndLevel() {
      var arrived = new HashMap<String, List<TaskId>>();
      var started = new HashMap<String, List<TaskId>>();
      for (int round = 0; round < 60; round++) {
        for (int i = random.nextInt(12); i > 0; i--) {
          String user = "user-" + random.nextInt(5);
          int priority = List.of(1, 5, 10).get(random.nextInt(3));
          TaskId id = driver().insert(driver().task(MAIL).user(user).priority(priority));
          arrived.computeIfAbsent(user + priority, _ -> new ArrayList<>()).add(id);
        }
        for (Claimed.Leased leased : driver().claim("w", MAIL, 1 + random.nextInt(8))) {
          Task task = leased.task();
          started
              .computeIfAbsent(
                  task.userId().orElseThrow() + task.priority().value(), _ -> new ArrayList<>())
              .add(task.id());
        }
      }
      started.forEach(
          (line, ids) ->
              assertThat(ids)
                  .as(line)
                  .isEqualTo(requireNonNull(arrived.get(line)).subList(0, ids.size())));
    }

    @Test
    void aUserWithTenThousandTasksDelaysNobody() {
      enqueue(10_000, "many", "free", 1);
      int running = 0;
      for (int started : List.of(0, 7, 500, 3_000)) {
        running = claim(started).size();
        String user = "one-" + started;
        TaskId id = driver().insert(driver().task(MAIL).user(user));
        int starts = 0;
        while (driver().status(id) == TaskStatus.QUEUED) {
          claim(1);
          starts++;
        }
        assertThat(starts).as("after %d starts", started).isLessThanOrEqualTo(running + 2);
      }
    }

    @Test
    void weightsFourToOneAreServedFourToOne() {
      enqueue(1_600, "gold", "gold", 4);
      enqueue(400, "free", "free", 1);
      List<String> users = startAll();
      for (int from = 0; from + 500 <= users.size(); from++) {
        long gold =
            users.subList(from, from + 500).stream().filter(user -> user.equals("gold")).count();
        assertThat(gold / (500.0 - gold))
            .as("gold to free over starts %d to %d", from, from + 499)
            .isBetween(3.6, 4.4);
      }
    }

    @Test
    void jainsIndexIsAtLeast99PercentOverTwentyStartsPerUser() {
      int users = 8;
      var waiting = new ArrayList<NewTask>();
      for (int user = 0; user < users; user++) {
        // They come in bursts of their own size, one user after another.
        for (int i = 0; i < 60 + 15 * user; i++) {
          waiting.add(driver().task(MAIL).user("user-" + user).build());
        }
      }
      driver().insertAll(waiting);
      List<String> started = startAll().subList(0, users * 60);
      int window = users * 20;
      for (int from = 0; from + window <= started.size(); from++) {
        var starts = new HashMap<String, Integer>();
        started.subList(from, from + window).forEach(user -> starts.merge(user, 1, Integer::sum));
        double squares = starts.values().stream().mapToDouble(n -> (double) n * n).sum();
        assertThat(window * (double) window / (users * squares))
            .as("Jain's index from start %d", from)
            .isGreaterThanOrEqualTo(0.99);
      }
    }

    @Test
    void aBackgroundTaskStartsUnderEndlessCriticalOnes() {
      for (String user : List.of("x", "y", "z")) {
        for (int i = 0; i < 30; i++) {
          driver().insert(driver().task(MAIL).user(user).priority(1));
          driver().insert(driver().task(MAIL).user(user).priority(3));
          driver().insert(driver().task(MAIL).user(user).priority(5));
        }
      }
      for (int i = 0; i < 50; i++) {
        driver().insert(driver().task(MAIL).user("c" + i % 7).priority(10));
        claim(1);
      }
      TaskId background = driver().insert(driver().task(MAIL).user("late").priority(1));
      int lowerLevels = 3;
      int usersInItsLevel = 4;
      int starts = 0;
      while (driver().status(background) == TaskStatus.QUEUED) {
        driver().insert(driver().task(MAIL).user("c" + starts % 7).priority(10));
        claim(1);
        starts++;
        assertThat(starts).isLessThanOrEqualTo(16 * lowerLevels * usersInItsLevel);
      }
    }

    @Test
    void noSlotIsIdleWhileAnythingIsDue() {
      int queued = 0;
      for (int round = 0; round < 200; round++) {
        for (int i = random.nextInt(6); i > 0; i--) {
          var task =
              driver()
                  .task(random.nextBoolean() ? MAIL : IMAGE)
                  .user("user-" + random.nextInt(4))
                  .priority(random.nextInt(12));
          driver().insert(task);
          queued++;
        }
        int free = 1 + random.nextInt(6);
        int given =
            store()
                .claim(driver().request("w", StoreDriver.slots(MAIL, free, IMAGE, free), free))
                .leases()
                .size();
        assertThat(given).as("round %d", round).isEqualTo(Math.min(free, queued));
        queued -= given;
      }
    }

    private void enqueue(int tasks, String user, String tier, int weight) {
      driver()
          .insertAll(
              IntStream.range(0, tasks)
                  .mapToObj(_ -> driver().task(MAIL).user(user, tier, weight).build())
                  .toList());
    }

    /// Starts and completes so many; answers what was started.
    private List<Claimed.Leased> claim(int tasks) {
      var started = new ArrayList<Claimed.Leased>();
      while (started.size() < tasks) {
        int most = Math.min(100, tasks - started.size());
        List<Claimed.Leased> leases = driver().claim("w", MAIL, most);
        if (leases.isEmpty()) {
          break;
        }
        store()
            .apply(
                leases.stream()
                    .map(leased -> Write.end(leased.lease(), 1, new Transition.Complete(json("1"))))
                    .toList(),
                clock.instant());
        started.addAll(leases);
      }
      return started;
    }

    private List<String> startAll() {
      return claim(Integer.MAX_VALUE).stream()
          .map(leased -> leased.task().userId().orElseThrow())
          .toList();
    }
  }

  /// Real threads that start together, many rounds.
  @Nested
  class Races {
    private static final int THREADS = 4;
    private static final int ROUNDS = 25;

    @Test
    void claimsNeverGiveOneTaskTwice() throws Exception {
      for (int round = 0; round < ROUNDS; round++) {
        int tasks = 40;
        driver()
            .insertAll(
                IntStream.range(0, tasks).mapToObj(_ -> driver().task(MAIL).build()).toList());
        int n = round + 1;
        List<List<Lease>> given =
            together(
                thread -> {
                  var leases = new ArrayList<Lease>();
                  for (int request = 0; request < 100; request++) {
                    var claimed =
                        store()
                            .claim(
                                new ClaimRequest(
                                    "worker-" + thread,
                                    n * 1_000L + request,
                                    Map.of(MAIL, 3),
                                    3,
                                    Long.MAX_VALUE,
                                    true,
                                    clock.instant()));
                    if (claimed.leases().isEmpty()) {
                      break;
                    }
                    claimed.leases().forEach(leased -> leases.add(leased.lease()));
                  }
                  return leases;
                });
        List<Lease> all = given.stream().flatMap(List::stream).toList();
        assertThat(all).extracting(Lease::task).doesNotHaveDuplicates().hasSize(tasks);
        for (Lease lease : all) {
          assertThat(driver().complete(lease)).isEqualTo(Write.Answer.APPLIED);
        }
      }
    }

    @Test
    void concurrentInsertsOfOneUniqueKeyMakeOneTask() throws Exception {
      for (int round = 0; round < ROUNDS; round++) {
        var key = UniqueKey.untilEnd("round-" + round);
        List<NewTask> tasks =
            IntStream.range(0, THREADS)
                .mapToObj(_ -> driver().task(MAIL).unique(key).build())
                .toList();
        List<InsertAnswer> answers =
            together(
                thread -> store().insert(List.of(tasks.get(thread)), clock.instant()).getFirst());
        assertThat(answers)
            .extracting(InsertAnswer::kind)
            .containsOnlyOnce(InsertAnswer.Kind.INSERTED);
        assertThat(answers.stream().map(InsertAnswer::id).distinct()).hasSize(1);
        assertThat(store().find(tasks.stream().map(NewTask::id).toList())).hasSize(1);
      }
    }

    @Test
    void concurrentInsertsOfOneIdMakeOneTask() throws Exception {
      for (int round = 0; round < ROUNDS; round++) {
        NewTask task = driver().task(MAIL).build();
        List<InsertAnswer.Kind> kinds =
            together(_ -> store().insert(List.of(task), clock.instant()).getFirst().kind());
        assertThat(kinds).containsOnlyOnce(InsertAnswer.Kind.INSERTED);
      }
    }

    @Test
    void oneOfManyEndsWins() throws Exception {
      for (int round = 0; round < ROUNDS; round++) {
        Lease lease = running(MAIL);
        List<Write.Answer> answers =
            together(
                thread ->
                    store()
                        .apply(
                            List.of(
                                Write.end(lease, 1, new Transition.Complete(json("" + thread)))),
                            clock.instant())
                        .getFirst());
        assertThat(answers).containsOnlyOnce(Write.Answer.APPLIED);
        int winner = answers.indexOf(Write.Answer.APPLIED);
        assertThat(driver().read(lease.task()).result()).contains(json("" + winner));
      }
    }

    @Test
    void cancelAndClaimDoNotBothTakeATask() throws Exception {
      for (int round = 0; round < ROUNDS; round++) {
        TaskId id = driver().insert(driver().task(MAIL));
        long n = round + 1L;
        together(
            thread ->
                thread % 2 == 0
                    ? driver().change(id, new Change.Cancel("race")).changed().size()
                    : store()
                        .claim(
                            new ClaimRequest(
                                "worker-" + thread,
                                n,
                                Map.of(MAIL, 1),
                                1,
                                1,
                                true,
                                clock.instant()))
                        .leases()
                        .size());
        Task task = driver().read(id);
        if (task.status() == TaskStatus.PROCESSING) {
          assertThat(task.cancelRequested()).isTrue();
        } else {
          assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
          assertThat(task.run()).isZero();
        }
      }
    }

    @Test
    void everythingAtOnceKeepsTheInvariants() throws Exception {
      List<List<NewTask>> batches =
          IntStream.range(0, THREADS)
              .mapToObj(
                  thread ->
                      IntStream.range(0, 60)
                          .mapToObj(
                              i ->
                                  driver()
                                      .task(MAIL)
                                      .user("user-" + thread)
                                      .priority(i % 11)
                                      .build())
                          .toList())
              .toList();
      together(
          thread -> {
            long n = 0;
            for (NewTask task : batches.get(thread)) {
              store().insert(List.of(task), clock.instant());
              var claimed =
                  store()
                      .claim(
                          new ClaimRequest(
                              "worker-" + thread,
                              ++n,
                              Map.of(MAIL, 2),
                              2,
                              100,
                              true,
                              clock.instant()));
              for (Claimed.Leased leased : claimed.leases()) {
                Transition end =
                    switch ((int) (n % 4)) {
                      case 0 -> new Transition.HandBack();
                      case 1 -> new Transition.Retry(clock.instant(), error("again"));
                      case 2 -> new Transition.Bury(error("broken"));
                      default -> new Transition.Complete(json("1"));
                    };
                assertThat(
                        store().apply(List.of(Write.end(leased.lease(), 1, end)), clock.instant()))
                    .containsExactly(Write.Answer.APPLIED);
              }
              store().advance(clock.instant(), 10);
              store().counts();
            }
            return n;
          });
      for (List<NewTask> batch : batches) {
        assertThat(store().find(batch.stream().map(NewTask::id).toList())).hasSize(batch.size());
      }
    }

    private interface Racer<T> {
      T run(int thread) throws Exception;
    }

    private <T> List<T> together(Racer<T> racer) throws Exception {
      var barrier = new CyclicBarrier(THREADS);
      try (var threads = Executors.newFixedThreadPool(THREADS)) {
        var racers = new ArrayList<Callable<T>>();
        for (int i = 0; i < THREADS; i++) {
          int thread = i;
          racers.add(
              () -> {
                barrier.await(30, TimeUnit.SECONDS);
                return racer.run(thread);
              });
        }
        var answers = new ArrayList<T>();
        for (Future<T> future : threads.invokeAll(racers, 60, TimeUnit.SECONDS)) {
          answers.add(future.get());
        }
        return answers;
      }
    }
  }
}
