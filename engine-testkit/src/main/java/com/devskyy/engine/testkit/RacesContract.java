package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.UniqueKey;
import com.devskyy.engine.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Real threads that start together, many rounds.
abstract class RacesContract extends ContractPart {
  private static final int THREADS = 4;
  private static final int ROUNDS = 25;

  RacesContract(TaskStoreContract contract) {
    super(contract);
  }

  @Test
  void claimsNeverGiveOneTaskTwice() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      int tasks = 40;
      driver()
          .insertAll(IntStream.range(0, tasks).mapToObj(_ -> driver().task(MAIL).build()).toList());
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
                                  now()));
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
          together(thread -> store().insert(List.of(tasks.get(thread)), now()).getFirst());
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
          together(_ -> store().insert(List.of(task), now()).getFirst().kind());
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
                          List.of(Write.end(lease, 1, new Transition.Complete(json("" + thread)))),
                          now())
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
                              "worker-" + thread, n, Map.of(MAIL, 1), 1, 1, true, now()))
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
                                driver().task(MAIL).user("user-" + thread).priority(i % 11).build())
                        .toList())
            .toList();
    together(
        thread -> {
          long n = 0;
          for (NewTask task : batches.get(thread)) {
            store().insert(List.of(task), now());
            var claimed =
                store()
                    .claim(
                        new ClaimRequest(
                            "worker-" + thread, ++n, Map.of(MAIL, 2), 2, 100, true, now()));
            for (Claimed.Leased leased : claimed.leases()) {
              Transition end =
                  switch ((int) (n % 4)) {
                    case 0 -> new Transition.HandBack();
                    case 1 -> new Transition.Retry(now(), error("again"));
                    case 2 -> new Transition.Bury(error("broken"));
                    default -> new Transition.Complete(json("1"));
                  };
              assertThat(store().apply(List.of(Write.end(leased.lease(), 1, end)), now()))
                  .containsExactly(Write.Answer.APPLIED);
            }
            store().advance(now(), 10);
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
