package com.devskyy.sql;

import com.devskyy.engine.testkit.MemoryTaskStore;
import com.devskyy.engine.testkit.RandomHistories;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SQLite does what the reference does, whatever is asked of both.
class SqliteHistoriesTest {
  /// How many; more by `-Dhistories=…`.
  private static final int HISTORIES = Integer.getInteger("histories", 20);

  @TempDir Path folder;

  @Test
  void randomHistoriesAreThoseOfTheReference() {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      Path file = folder.resolve("history-" + seed);
      RandomHistories.assertSame(
          seed,
          150,
          (clock, settings) -> new MemoryTaskStore(clock, settings, new SplittableRandom(1)),
          (clock, settings) ->
              SqliteStore.open(
                      file,
                      SqliteSettings.of(settings).withSync(SqliteSettings.Sync.NORMAL),
                      clock,
                      new SplittableRandom(2))
                  .tasks());
    }
  }
}
