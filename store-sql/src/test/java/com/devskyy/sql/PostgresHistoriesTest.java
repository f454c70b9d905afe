package com.devskyy.sql;

import com.devskyy.engine.testkit.MemoryTaskStore;
import com.devskyy.engine.testkit.RandomHistories;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// PostgreSQL does what the reference does, whatever is asked of both.
class PostgresHistoriesTest {
  /// How many; more by `-Dhistories=…`.
  private static final int HISTORIES = Integer.getInteger("histories", 6);

  private static final long FIRST = Long.getLong("histories.first", 1);

  @Test
  void randomHistoriesAreThoseOfTheReference() {
    areThoseOfTheReference(new Namespaces(), FIRST, HISTORIES);
  }

  @Test
  void onTheNewestPostgresqlToo() {
    areThoseOfTheReference(new Namespaces(Postgres.newest()), FIRST + HISTORIES, 1);
  }

  private static void areThoseOfTheReference(Namespaces namespaces, long first, int histories) {
    for (long seed = first; seed < first + histories; seed++) {
      RandomHistories.assertSame(
          seed,
          150,
          (clock, settings) -> new MemoryTaskStore(clock, settings, new SplittableRandom(1)),
          (clock, settings) ->
              PostgresStore.open(namespaces.next(settings), clock, new SplittableRandom(2))
                  .tasks());
      namespaces.giveBack();
    }
  }
}
