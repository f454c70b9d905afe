package com.devskyy.redis;

import com.devskyy.engine.testkit.MemoryTaskStore;
import com.devskyy.engine.testkit.RandomHistories;
import com.devskyy.servers.RedisCluster;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A store of several shards, on the three nodes of a real cluster, keeps the contract. What is
/// promised within a shard is asked of one: the ids of these tests are of the first, and the others
/// are there beside it.
class RedisShardsTest extends RedisTaskStoreTest {
  private static RedisCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = RedisCluster.start(3);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Override
  RedisSettings servers() {
    return RedisSettings.of(RedisAddress.parse(cluster.url())).withShards(4);
  }

  @Test
  void randomHistoriesAreThoseOfTheReference() {
    for (long seed = 1; seed <= 5; seed++) {
      RandomHistories.assertSame(
          seed,
          150,
          (clock, settings) -> new MemoryTaskStore(clock, settings, new SplittableRandom(1)),
          this::open);
    }
  }
}
