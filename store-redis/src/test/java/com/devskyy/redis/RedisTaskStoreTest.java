package com.devskyy.redis;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.TaskStoreContract;
import java.time.InstantSource;

/// Redis keeps the contract.
class RedisTaskStoreTest extends TaskStoreContract {
  private String namespace = "";

  /// What is tested.
  RedisSettings servers() {
    return TestRedis.settings();
  }

  @Override
  protected TaskStore open(InstantSource clock, StoreSettings settings) {
    namespace = TestRedis.newNamespace();
    return TestRedis.open(servers(), namespace, clock, settings);
  }

  @Override
  protected TaskStore reopen(TaskStore store) {
    store.close();
    return TestRedis.open(servers(), namespace, store.clock(), store.settings());
  }
}
