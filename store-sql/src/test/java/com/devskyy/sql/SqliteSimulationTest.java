package com.devskyy.sql;

import com.devskyy.engine.testkit.Simulation;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The simulation on SQLite: `simulation.sqlite.seeds` seeds (25 unless given) from
/// `simulation.first` (1) on.
class SqliteSimulationTest {
  @TempDir Path folder;

  @Test
  void everythingEndsWellWhateverGoesWrong() {
    long first = Long.getLong("simulation.first", 1);
    long seeds = Long.getLong("simulation.sqlite.seeds", 25);
    for (long seed = first; seed < first + seeds; seed++) {
      Path file = folder.resolve("simulation-" + seed + ".db");
      new Simulation(
              seed,
              (clock, settings) ->
                  SqliteStore.open(
                          file,
                          SqliteSettings.of(settings).withSync(SqliteSettings.Sync.NORMAL),
                          clock,
                          new SplittableRandom(1))
                      .tasks())
          .run();
    }
  }
}
