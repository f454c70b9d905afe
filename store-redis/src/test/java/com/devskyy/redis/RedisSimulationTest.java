package com.devskyy.redis;

import com.devskyy.engine.testkit.Simulation;
import org.junit.jupiter.api.Test;

/// The simulation on Redis: `simulation.redis.seeds` seeds (25 unless given) from
/// `simulation.first` (1) on.
class RedisSimulationTest {
  @Test
  void everythingEndsWellWhateverGoesWrong() {
    long first = Long.getLong("simulation.first", 1);
    long seeds = Long.getLong("simulation.redis.seeds", 25);
    for (long seed = first; seed < first + seeds; seed++) {
      new Simulation(seed, TestRedis::open).run();
    }
  }
}
