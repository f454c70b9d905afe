package com.devskyy.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.store.RescueRule.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RescueTest {
  private static final Instant T0 = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(12);

  @Nested
  class Rule {
    @Test
    void aWorkerThatHasNotBeenHeardOfForALeaseHasCrashed() {
      assertThat(judge(T0.plusSeconds(12), T0)).isEqualTo(Verdict.CRASHED);
      assertThat(RescueRule.judge(T0, T0, Optional.empty(), LEASE)).isEqualTo(Verdict.CRASHED);
    }

    @Test
    void aWorkerHeardOfAfterTheLeaseEndedLetItGo() {
      assertThat(judge(T0.plusSeconds(3), T0)).isEqualTo(Verdict.RETURN);
    }

    @Test
    void untilEitherIsKnownTheTaskStays() {
      // Its lease ended at T0; the last heartbeat came two seconds before.
      assertThat(RescueRule.judge(T0.plusSeconds(5), T0, Optional.of(T0.minusSeconds(2)), LEASE))
          .isEqualTo(Verdict.WAIT);
    }

    private Verdict judge(Instant now, Instant heartbeatAndLeaseEnd) {
      return RescueRule.judge(now, heartbeatAndLeaseEnd, Optional.of(heartbeatAndLeaseEnd), LEASE);
    }
  }

  @Nested
  class Gate {
    @Test
    void aSteadyClockKeepsItOpen() {
      RescueGate gate = new RescueGate(T0, T0);
      for (int i = 1; i < 10; i++) {
        RescueGate.Step step = gate.step(T0.plusSeconds(i));
        assertThat(step.mayRescue()).isTrue();
        gate = step.after();
      }
    }

    @Test
    void aJumpAheadShutsItForTheGrace() {
      RescueGate gate = new RescueGate(T0, T0).step(T0.plusSeconds(600)).after();
      assertThat(gate.step(T0.plusSeconds(604)).mayRescue()).isFalse();
      assertThat(gate.step(T0.plusSeconds(604)).after().step(T0.plusSeconds(605)).mayRescue())
          .isTrue();
    }

    @Test
    void aJumpBackShutsItAndSaysSo() {
      RescueGate.Step step = new RescueGate(T0, T0).step(T0.minusSeconds(600));
      assertThat(step.mayRescue()).isFalse();
      assertThat(step.steppedBack()).isTrue();
      assertThat(step.after().step(T0.minusSeconds(595)).mayRescue()).isTrue();
    }

    @Test
    void aCallThatComesALittleLateIsNoJump() {
      RescueGate.Step step = new RescueGate(T0, T0.minusSeconds(60)).step(T0.minusSeconds(2));
      assertThat(step.mayRescue()).isTrue();
      assertThat(step.after().lastAdvance()).isEqualTo(T0);
    }

    @ParameterizedTest
    @ValueSource(longs = {4_001, 4_500, 4_999, 5_000, 5_001, 6_000, 60_000})
    void aCallerWhoIsAlwaysLateDoesNotPostponeRescueForEver(long millis) {
      RescueGate gate = RescueGate.NEW;
      int rescues = 0;
      for (int i = 0; i < 12; i++) {
        RescueGate.Step step = gate.step(T0.plusMillis(millis * i));
        rescues += step.mayRescue() ? 1 : 0;
        gate = step.after();
      }
      // After each gap that counts as a jump one grace, which takes two looks at the most.
      assertThat(rescues).isGreaterThanOrEqualTo(4);
    }

    @Test
    void aJumpBackBeginsTheGraceAnew() {
      RescueGate gate = new RescueGate(T0, T0).step(T0.plusSeconds(600)).after();
      RescueGate.Step step = gate.step(T0);
      assertThat(step.mayRescue()).isFalse();
      assertThat(step.after().opensAt()).isEqualTo(T0.plus(RescueGate.GRACE));
    }
  }
}
