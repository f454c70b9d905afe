package com.devskyy.engine.testkit;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomHistoriesTest {
  @Test
  void theReferenceIsAsItself() {
    for (long seed = 1; seed <= 60; seed++) {
      RandomHistories.assertSame(
          seed,
          150,
          (clock, settings) -> new MemoryTaskStore(clock, settings, new SplittableRandom(1)),
          (clock, settings) -> new MemoryTaskStore(clock, settings, new SplittableRandom(2)));
    }
  }
}
