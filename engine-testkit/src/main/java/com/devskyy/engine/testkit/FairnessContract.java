package com.devskyy.engine.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The promises of fair order, over whole histories.
abstract class FairnessContract extends ContractPart {
  private final SplittableRandom random = new SplittableRandom(42);

  FairnessContract(TaskStoreContract contract) {
    super(contract);
  }

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
              now());
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
