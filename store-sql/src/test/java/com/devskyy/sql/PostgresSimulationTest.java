package com.devskyy.sql;

import com.devskyy.engine.testkit.Simulation;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The simulation on PostgreSQL: `simulation.postgres.seeds` seeds (10 unless given) from
/// `simulation.first` (1) on.
class PostgresSimulationTest {
  private final Namespaces namespaces = new Namespaces();

  @Test
  void everythingEndsWellWhateverGoesWrong() {
    long first = Long.getLong("simulation.first", 1);
    long seeds = Long.getLong("simulation.postgres.seeds", 10);
    for (long seed = first; seed < first + seeds; seed++) {
      new Simulation(
              seed,
              (clock, settings) ->
                  PostgresStore.open(namespaces.next(settings), clock, new SplittableRandom(1))
                      .tasks())
          .run();
      namespaces.giveBack();
    }
  }
}
