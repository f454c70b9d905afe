package com.devskyy.engine.testkit;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Runs `simulation.seeds` seeds (2,000 unless given) from `simulation.first` (1) on.
class SimulationTest {
  @Test
  void everythingEndsWellWhateverGoesWrong() {
    long first = Long.getLong("simulation.first", 1);
    long seeds = Long.getLong("simulation.seeds", 2_000);
    for (long seed = first; seed < first + seeds; seed++) {
      new Simulation(
              seed,
              (clock, settings) -> new MemoryTaskStore(clock, settings, new SplittableRandom(1)),
              Simulation.Decision.plain())
          .run();
    }
  }
}
