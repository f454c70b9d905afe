package com.devskyy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TaskIdTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

  @Test
  void idsGrowWithinOneMillisecondAndWhenTheClockStepsBack() {
    var times = List.of(1_000L, 1_000L, 999L, 5L, 1_001L).iterator();
    var generator =
        new TaskId.Generator(() -> Instant.ofEpochMilli(times.next()), new Random(1), 0);
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(generator.next());
    }
    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void theShardCanBeReadBack() {
    for (int shard : new int[] {0, 1, 31, 32, 500, 1023}) {
      assertThat(new TaskId.Generator(NOON, new Random(2), shard).next().shard()).isEqualTo(shard);
    }
    assertThatThrownBy(() -> new TaskId.Generator(NOON, new Random(2), 1024))
        .hasMessage("shard must be 0 to 1023, was 1024");
  }

  @Test
  void countingUpCarriesFromTheLowHalfToTheHigh() {
    var allOnes = new AllOnes();
    var generator = new TaskId.Generator(NOON, allOnes, 7);
    TaskId first = generator.next();
    TaskId second = generator.next();
    assertThat(second).isGreaterThan(first);
    assertThat(first.value()).endsWith("ZZZZZZZ");
    assertThat(second.value()).endsWith("0000000");
  }

  @Test
  void threadsNeverGetTheSameId() throws Exception {
    var generator = new TaskId.Generator(NOON, new Random(3), 0);
    var start = new CountDownLatch(1);
    try (var pool = Executors.newFixedThreadPool(4)) {
      List<Future<List<TaskId>>> parts = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        parts.add(
            pool.submit(
                () -> {
                  start.await();
                  List<TaskId> ids = new ArrayList<>();
                  for (int i = 0; i < 5_000; i++) {
                    ids.add(generator.next());
                  }
                  return ids;
                }));
      }
      start.countDown();
      var all = new HashSet<TaskId>();
      for (var part : parts) {
        assertThat(part.get()).isSorted();
        all.addAll(part.get());
      }
      assertThat(all).hasSize(20_000);
    }
  }

  @Test
  void aChildsIdIsAlwaysTheSameAndInItsParentsShard() {
    TaskId parent = new TaskId.Generator(NOON, new Random(4), 300).next();
    assertThat(parent.child("mail 1")).isEqualTo(parent.child("mail 1"));
    assertThat(parent.child("mail 1")).isNotEqualTo(parent.child("mail 2"));
    assertThat(parent.child("mail 1").shard()).isEqualTo(300);
  }

  @Test
  void whatIsNoIdIsRefusedWithItsValue() {
    for (String wrong :
        List.of("", "01J8", "81J8QK7ABCDEFGHJKMNPQRSTVW", "01J8QK7ABCDEFGHJKMNPQRSTVI")) {
      assertThatThrownBy(() -> new TaskId(wrong)).hasMessageContaining("\"" + wrong + "\"");
    }
    assertThat(Collections.singleton(new TaskId("01J8QK7ABCDEFGHJKMNPQRSTVW"))).hasSize(1);
  }

  /// A generator whose every bit is set.
  private static final class AllOnes implements java.util.random.RandomGenerator {
    @Override
    public long nextLong() {
      return -1;
    }
  }
}
