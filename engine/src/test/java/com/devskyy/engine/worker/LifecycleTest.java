package com.devskyy.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Outcome;
import com.devskyy.engine.Priority;
import com.devskyy.engine.RetryPolicy;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final RetryPolicy THREE =
      new RetryPolicy(3, Duration.ofSeconds(10), Duration.ofMinutes(1));
  private static final TaskError BROKEN = new TaskError(ErrorType.INTERNAL, "broken");

  @Test
  void aResultCompletes() {
    assertThat(decide(task(1, Optional.empty()), new Outcome.Done(Json.of("1"))))
        .isEqualTo(new Transition.Complete(Json.of("1")));
  }

  @Test
  void aFailureIsRetriedUntilTheAttemptsAreUsedUp() {
    assertThat(decide(task(1, Optional.empty()), new Outcome.Failed(BROKEN)))
        .isInstanceOf(Transition.Retry.class);
    assertThat(decide(task(2, Optional.empty()), new Outcome.Failed(BROKEN)))
        .isInstanceOf(Transition.Retry.class);
    assertThat(decide(task(3, Optional.empty()), new Outcome.Failed(BROKEN)))
        .isEqualTo(new Transition.Bury(BROKEN));
  }

  @ParameterizedTest
  @EnumSource(ErrorType.class)
  void onlyWhatCanPassIsRetried(ErrorType type) {
    Transition made =
        decide(task(1, Optional.empty()), new Outcome.Failed(new TaskError(type, "x")));
    assertThat(made instanceof Transition.Retry).isEqualTo(type.retryable());
  }

  @Test
  void aRetryThatWouldComeAfterTheDeadlineExpires() {
    Transition made = decide(task(1, Optional.of(NOW)), new Outcome.Failed(BROKEN));
    assertThat(made)
        .isInstanceOfSatisfying(
            Transition.Expire.class,
            expire -> {
              assertThat(expire.error().type()).isEqualTo(ErrorType.EXPIRED);
              assertThat(expire.error().message()).contains("Internal: broken");
            });
  }

  @Test
  void aSnoozeSpendsNoAttemptButIsBoundedByTheDeadlineOrADay() {
    var snooze = new Outcome.Snooze(Duration.ofHours(2), BROKEN);
    assertThat(decide(task(3, Optional.empty()), snooze))
        .isEqualTo(new Transition.Reschedule(NOW.plusSeconds(7200)));
    assertThat(decide(task(3, Optional.of(NOW.plusSeconds(7201))), snooze))
        .isInstanceOf(Transition.Reschedule.class);
    assertThat(decide(task(3, Optional.of(NOW.plusSeconds(7200))), snooze))
        .isInstanceOf(Transition.Expire.class);
    assertThat(decide(task(3, Optional.empty()), new Outcome.Snooze(Duration.ofHours(24), BROKEN)))
        .as("first run was an hour ago")
        .isEqualTo(new Transition.Bury(BROKEN));
  }

  @Test
  void cancelledAndHandedBackAreWhatTheySay() {
    assertThat(decide(task(1, Optional.empty()), new Outcome.Cancelled("enough")))
        .isEqualTo(new Transition.Cancel("enough"));
    assertThat(decide(task(1, Optional.empty()), new Outcome.HandedBack()))
        .isEqualTo(new Transition.HandBack());
  }

  @Test
  void delaysGrowUpToTheCapAndAreSpreadOverTheirWholeRange() {
    var random = new Random(7);
    for (int attempt = 1; attempt <= 60; attempt++) {
      long bound = Math.min(60_000, 10_000L << Math.min(attempt - 1, 10));
      long greatest = 0;
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 2_000; i++) {
        long delay = THREE.delay(attempt, random).toMillis();
        greatest = Math.max(greatest, delay);
        least = Math.min(least, delay);
      }
      assertThat(greatest).isBetween(bound * 95 / 100, bound);
      assertThat(least).isBetween(0L, bound * 5 / 100);
    }
  }

  private static Transition decide(Task task, Outcome outcome) {
    return Lifecycle.decide(task, outcome, THREE, NOW, new Random(1));
  }

  private static Task task(int attempt, Optional<Instant> deadline) {
    return new Task(
        new TaskId("01J8QK7ABCDEFGHJKMNPQRSTVW"),
        new TypeName("test"),
        TaskStatus.PROCESSING,
        Priority.NORMAL,
        Optional.empty(),
        Optional.empty(),
        Optional.of(Json.of("{}")),
        Optional.empty(),
        Optional.empty(),
        attempt,
        attempt,
        0,
        NOW.minusSeconds(7200),
        NOW.minusSeconds(7200),
        deadline,
        Optional.empty(),
        Optional.of(NOW.minusSeconds(3600)),
        Optional.of(NOW),
        Optional.empty(),
        Optional.of("w1"),
        Optional.empty(),
        false,
        Optional.empty(),
        1);
  }
}
