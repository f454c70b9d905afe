package com.devskyy.engine.testkit;

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
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Claim: who gets which tasks in which order, and the same request the same answer.
abstract class ClaimContract extends ContractPart {
  private static final TypeName SOUND = new TypeName("sound");

  ClaimContract(TaskStoreContract contract) {
    super(contract);
  }

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
    assertThat(leased.lease().until()).isEqualTo(now().plus(LEASE));
    Task task = leased.task();
    assertThat(task).isEqualTo(driver().read(id));
    assertThat(task.status()).isEqualTo(TaskStatus.PROCESSING);
    assertThat(task.input()).contains(json(" {\"a\" : 1} "));
    assertThat(task.run()).isEqualTo(1);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(task.worker()).contains("w");
    assertThat(task.startedAt()).contains(now());
    assertThat(task.firstStartedAt()).contains(now());
  }

  @Test
  void nothingQueuedGivesNothing() {
    assertThat(store().claim(driver().request("w", Map.of(MAIL, 3), 3))).isEqualTo(Claimed.NOTHING);
  }

  @Test
  void eachRunHasItsOwnNumberAndToken() {
    TaskId id = driver().insert(driver().task(MAIL));
    var tokens = new HashSet<Long>();
    Instant first = now();
    for (int run = 1; run <= 20; run++) {
      Claimed.Leased leased = driver().claimOne("w", MAIL);
      assertThat(leased.lease().run()).isEqualTo(run);
      assertThat(leased.task().firstStartedAt()).contains(first);
      assertThat(leased.task().startedAt()).contains(now());
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
    store().extend(List.of(given.get(1).lease()), now());
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
    Instant deadline = now().plusSeconds(10);
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
    driver().insert(driver().task(MAIL).priority(5).deadline(now()));
    TaskId lower = driver().insert(driver().task(MAIL).priority(1));
    TaskId top = driver().insert(driver().task(MAIL).priority(10));
    // The 16th start is the lower levels': the late task stands before the background one.
    assertThat(ids(driver().claim("w", MAIL, 1))).containsExactly(lower);
    assertThat(ids(driver().claim("w", MAIL, 1))).containsExactly(top);
  }

  @ParameterizedTest
  @EnumSource(Emptying.class)
  void takingTheLastOutOfALevelRaisesItsFloor(Emptying how) {
    Instant deadline = now().plusSeconds(1);
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
                  now());
      case EXPIRE -> {
        clock.set(deadline);
        store().advance(now(), 500);
      }
      case EXPIRE_AT_CLAIM -> {
        clock.set(deadline);
        assertThat(driver().claim("w", MAIL, 3)).hasSize(2);
      }
      case CANCEL -> {
        for (int i = 0; i < 3; i++) {
          driver().insert(driver().task(MAIL).user("x"));
        }
        store().change(new Selection.Ids(mine), new Change.Reprioritise(new Priority(1)), now());
        driver().claim("w", MAIL, 2);
        store()
            .change(
                new Selection.Matching(
                    TaskStatus.QUEUED, Optional.of(MAIL), Optional.of("x"), Optional.empty()),
                new Change.Cancel("all"),
                now());
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

  /// Ways in which a level becomes empty.
  enum Emptying {
    CLAIM,
    CLAIM_ONE_BY_ONE,
    REPRIORITISE,
    EXPIRE,
    EXPIRE_AT_CLAIM,
    CANCEL
  }
}
