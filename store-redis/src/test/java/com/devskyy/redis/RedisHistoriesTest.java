package com.devskyy.redis;

import com.devskyy.engine.testkit.MemoryTaskStore;
import com.devskyy.engine.testkit.RandomHistories;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Redis does what the reference does, whatever is asked of both.
class RedisHistoriesTest {
  /// How many, and from which on; others by `-Dhistories=…` and `-Dhistories.first=…`.
  private static final int HISTORIES = Integer.getInteger("histories", 20);

  private static final long FIRST = Long.getLong("histories.first", 1);

  @Test
  void randomHistoriesAreThoseOfTheReference() {
    for (long seed = FIRST; seed < FIRST + HISTORIES; seed++) {
      RandomHistories.assertSame(
          seed,
          150,
          (clock, settings) -> new MemoryTaskStore(clock, settings, new SplittableRandom(1)),
          TestRedis::open);
    }
  }
}
