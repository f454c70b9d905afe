package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Json;
import com.devskyy.engine.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every [Records] promises.
@Timeout(60)
public abstract class RecordsContract {
  private static final Json ONE = Json.of("{\"n\": 1}");
  private static final Json TWO = Json.of("{\"n\":2}");

  private Records records = new MemoryRecords();

  /// Opens empty records.
  protected abstract Records open() throws Exception;

  @BeforeEach
  final void openRecords() throws Exception {
    records = open();
  }

  @Test
  void whatIsPutIsReadBackByteForByte() {
    assertThat(records.putIfAbsent("model", "a/1", ONE)).isTrue();
    assertThat(records.get("model", "a/1")).contains(ONE);
    assertThat(records.get("model", "a/2")).isEmpty();
    assertThat(records.get("other", "a/1")).isEmpty();
  }

  @Test
  void aTakenKeyIsNotPutAgain() {
    records.putIfAbsent("model", "a", ONE);
    assertThat(records.putIfAbsent("model", "a", TWO)).isFalse();
    assertThat(records.get("model", "a")).contains(ONE);
  }

  @Test
  void aValueIsReplacedOnlyWhileItIsAsExpected() {
    assertThat(records.compareAndSet("model", "a", ONE, TWO)).isFalse();
    records.putIfAbsent("model", "a", ONE);
    assertThat(records.compareAndSet("model", "a", Json.of("{\"n\":1}"), TWO))
        .as("other bytes")
        .isFalse();
    assertThat(records.compareAndSet("model", "a", ONE, TWO)).isTrue();
    assertThat(records.compareAndSet("model", "a", ONE, ONE)).isFalse();
    assertThat(records.get("model", "a")).contains(TWO);
  }

  @Test
  void pagesGoThroughAPrefixInOrderOfKey() {
    for (String key : List.of("a/2", "b/1", "a/10", "a/1", "a", "a0")) {
      records.putIfAbsent("model", key, ONE);
    }
    assertThat(keys("a/", Optional.empty(), 2)).containsExactly("a/1", "a/10");
    assertThat(keys("a/", Optional.of("a/10"), 2)).containsExactly("a/2");
    assertThat(keys("a/", Optional.of("a/2"), 2)).isEmpty();
    assertThat(keys("", Optional.empty(), 10))
        .containsExactly("a", "a/1", "a/10", "a/2", "a0", "b/1");
    assertThat(keys("%", Optional.empty(), 10)).as("no wildcard").isEmpty();
    assertThatThrownBy(() -> keys("", Optional.empty(), 0))
        .hasMessage("limit must be 1 to 1000, was 0");
  }

  @Test
  void ofManyWhoPutOneKeyExactlyOneSucceeds() throws Exception {
    for (int round = 0; round < 20; round++) {
      String key = "round " + round;
      var start = new CountDownLatch(1);
      List<Future<Boolean>> puts = new ArrayList<>();
      try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 8; i++) {
          puts.add(
              pool.submit(
                  () -> {
                    start.await();
                    return records.putIfAbsent("race", key, ONE);
                  }));
        }
        start.countDown();
      }
      int successes = 0;
      for (var put : puts) {
        successes += put.get() ? 1 : 0;
      }
      assertThat(successes).isEqualTo(1);
    }
  }

  private List<String> keys(String prefix, Optional<String> after, int limit) {
    return records.page("model", prefix, after, limit).stream().map(Records.Entry::key).toList();
  }
}
