package com.devskyy.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatcherTest {
  @Test
  void aThreadAloneCallsAtOnce() {
    var calls = new ArrayList<List<Integer>>();
    var batcher =
        new Batcher<Integer, Integer>(
            items -> {
              calls.add(items);
              return items.stream().map(i -> i * 2).toList();
            },
            _ -> 1);
    assertThat(batcher.submit(21)).isEqualTo(42);
    assertThat(calls).containsExactly(List.of(21));
  }

  @Test
  void everyThreadGetsItsOwnAnswerAndBatchesNeverOverlapOrExceedTheirBound() throws Exception {
    var inside = new AtomicInteger();
    var sizes = new ConcurrentLinkedQueue<Integer>();
    var batcher =
        new Batcher<Integer, Integer>(
            items -> {
              assertThat(inside.incrementAndGet()).isEqualTo(1);
              sizes.add(items.size());
              List<Integer> answers = items.stream().map(i -> -i).toList();
              inside.decrementAndGet();
              return answers;
            },
            _ -> 1);
    int threads = 2_000;
    var start = new CountDownLatch(1);
    List<Future<Integer>> answers = new ArrayList<>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < threads; i++) {
        int item = i;
        answers.add(
            pool.submit(
                () -> {
                  start.await();
                  return batcher.submit(item);
                }));
      }
      start.countDown();
      for (int i = 0; i < threads; i++) {
        assertThat(answers.get(i).get()).isEqualTo(-i);
      }
    }
    assertThat(sizes).allMatch(size -> size <= TaskStore.MAX_BATCH);
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(threads);
  }

  @Test
  void whatGathersWhileABatchIsStoredIsStoredTogether() throws Exception {
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var batches = new ConcurrentLinkedQueue<List<String>>();
    var batcher =
        new Batcher<String, String>(
            items -> {
              batches.add(items);
              if (items.contains("first")) {
                entered.countDown();
                awaitQuietly(release);
              }
              return items;
            },
            _ -> 1);
    List<Thread> threads = new ArrayList<>();
    threads.add(Thread.ofPlatform().start(() -> batcher.submit("first")));
    entered.await();
    for (int i = 0; i < 20; i++) {
      var thread = Thread.ofPlatform().start(() -> batcher.submit("later"));
      // Nobody tells that a thread waits. The class's timeout interrupts this one.
      while (LockSupport.getBlocker(thread) != batcher) {
        assertThat(Thread.interrupted()).as("it took too long until all waited").isFalse();
        Thread.onSpinWait();
      }
      threads.add(thread);
    }
    release.countDown();
    for (var thread : threads) {
      thread.join();
    }
    assertThat(batches).extracting(List::size).containsExactly(1, 20);
  }

  @Test
  void aStoreThatFailsFailsForEveryItemOfTheBatchAndTheNextGoesOn() {
    var failing = new AtomicInteger(1);
    var batcher =
        new Batcher<Integer, Integer>(
            items -> {
              if (failing.getAndDecrement() > 0) {
                throw new StoreException(StoreException.Kind.FULL, "no room", "make some");
              }
              return items;
            },
            _ -> 1);
    assertThatThrownBy(() -> batcher.submit(1))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL))
        .hasMessage("no room");
    assertThat(batcher.submit(2)).isEqualTo(2);
  }

  @Test
  void anInterruptIsKeptForAfterwards() {
    var batcher =
        new Batcher<Integer, Boolean>(
            items -> items.stream().map(_ -> Thread.currentThread().isInterrupted()).toList(),
            _ -> 1);
    Thread.currentThread().interrupt();
    assertThat(batcher.submit(1)).as("interrupted during the call").isFalse();
    assertThat(Thread.interrupted()).as("interrupted afterwards").isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
