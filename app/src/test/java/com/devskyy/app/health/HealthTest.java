package com.devskyy.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.worker.Pulse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HealthTest {
  private static final Duration LEASE = Duration.ofSeconds(12);
  private static final Duration NOW = Duration.ZERO;
  private static final Duration LONG_AGO = Duration.ofHours(1);

  @Test
  void aWorkerThatClaimsIsReady() {
    var pulse = new Pulse(false, true, Health.ASKS_WITHIN, Health.ASKS_WITHIN, LEASE);
    assertThat(Health.ready(pulse, LEASE)).isEqualTo(new Health(true, "ok"));
    assertThat(Health.live(pulse).ok()).isTrue();
  }

  @Test
  void aWorkerWithoutAStoreLivesAndIsNotReady() {
    var pulse = new Pulse(false, false, NOW, LONG_AGO, LONG_AGO);
    assertThat(Health.ready(pulse, LEASE))
        .isEqualTo(new Health(false, "the store does not answer"));
    assertThat(Health.live(pulse).ok()).isTrue();
  }

  @Test
  void aWorkerOthersTakeForDeadIsNotReady() {
    var pulse = new Pulse(false, true, NOW, NOW, LEASE.plusSeconds(1));
    assertThat(Health.ready(pulse, LEASE))
        .isEqualTo(new Health(false, "the store has taken no heartbeat for 13 s"));
  }

  @Test
  void aWorkerThatHasStoppedClaimingIsNotReady() {
    var pulse = new Pulse(false, true, NOW, Health.ASKS_WITHIN.plusSeconds(1), NOW);
    assertThat(Health.ready(pulse, LEASE))
        .isEqualTo(new Health(false, "has claimed nothing for 16 s"));
    assertThat(Health.live(pulse).ok()).isTrue();
  }

  @Test
  void aWorkerWhoseClaimsNeverReturnIsNotAlive() {
    var pulse = new Pulse(false, true, Health.STUCK.plusSeconds(1), NOW, NOW);
    assertThat(Health.live(pulse)).isEqualTo(new Health(false, "has not asked for work for 121 s"));
  }

  @Test
  void aWorkerThatStopsLivesUntilItHasStopped() {
    var pulse = new Pulse(true, true, LONG_AGO, LONG_AGO, NOW);
    assertThat(Health.live(pulse).ok()).isTrue();
    assertThat(Health.ready(pulse, LEASE)).isEqualTo(new Health(false, "stopping"));
  }
}
