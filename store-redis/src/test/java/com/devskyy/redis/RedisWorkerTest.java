package com.devskyy.redis;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.WorkerContract;
import java.time.InstantSource;

/// Worker and client on Redis.
class RedisWorkerTest extends WorkerContract {
  @Override
  protected TaskStore open(InstantSource clock, StoreSettings settings) {
    return TestRedis.open(clock, settings);
  }
}
