package com.devskyy.redis;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.MemoryTaskStore;
import com.devskyy.engine.testkit.RandomHistories;
import com.devskyy.engine.testkit.TaskStoreContract;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A store of several shards, on the three nodes of a real cluster, keeps the contract. What is
/// promised within a shard is asked of one: the ids of these tests are of the first, and the others
/// are there beside it.
class RedisShardsTest extends TaskStoreContract {
  private static List<RedisServer> nodes = List.of();
  private String namespace = "";

  @BeforeAll
  static void start() throws IOException {
    nodes = RedisServer.cluster(3);
  }

  @AfterAll
  static void stop() {
    nodes.forEach(RedisServer::close);
  }

  private static TaskStore open(String namespace, InstantSource clock, StoreSettings settings) {
    var address = RedisAddress.parse("redis-cluster://127.0.0.1:" + nodes.getFirst().port());
    return RedisStore.open(
        RedisSettings.of(address).withStore(settings).withNamespace(namespace).withShards(4),
        clock,
        new SplittableRandom(7));
  }

  @Override
  protected TaskStore open(InstantSource clock, StoreSettings settings) {
    namespace = TestRedis.newNamespace();
    return open(namespace, clock, settings);
  }

  @Override
  protected TaskStore reopen(TaskStore store) {
    store.close();
    return open(namespace, store.clock(), store.settings());
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
