package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/// Runs `simulation.seeds` seeds (2,000 unless given) from `simulation.first` (1) on.
class SimulationTest {
  @Test
  void everythingEndsWellWhateverGoesWrong() {
    long first = Long.getLong("simulation.first", 1);
    long seeds = Long.getLong("simulation.seeds", 2_000);
    var reports = new ArrayList<Simulation.Report>();
    for (long seed = first; seed < first + seeds; seed++) {
      reports.add(simulation(seed).run());
    }
    if (seeds >= 2_000) {
      // Else it would prove little.
      happened(reports, Simulation.Report::leases);
      happened(reports, Simulation.Report::repeatedClaims);
      happened(reports, Simulation.Report::alone);
      happened(reports, Simulation.Report::drains);
      happened(reports, Simulation.Report::applied);
      happened(reports, Simulation.Report::alreadyApplied);
      happened(reports, Simulation.Report::lost);
      happened(reports, Simulation.Report::crashed);
      happened(reports, Simulation.Report::returned);
      happened(reports, Simulation.Report::quarantined);
    }
  }

  private static void happened(
      List<Simulation.Report> reports, ToIntFunction<Simulation.Report> what) {
    assertThat(reports.stream().mapToInt(what).sum()).isGreaterThan(100);
  }

  @Test
  void theSameSeedIsTheSameWorld() {
    assertThat(simulation(7).run()).isEqualTo(simulation(7).run());
  }

  private static Simulation simulation(long seed) {
    return new Simulation(
        seed, (clock, settings) -> new MemoryTaskStore(clock, settings, new SplittableRandom(1)));
  }
}
