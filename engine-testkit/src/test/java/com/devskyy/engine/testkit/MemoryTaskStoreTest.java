package com.devskyy.engine.testkit;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import java.time.InstantSource;
import java.util.SplittableRandom;

/// The reference keeps the contract.
class MemoryTaskStoreTest extends TaskStoreContract {
  @Override
  protected TaskStore open(InstantSource clock, StoreSettings settings) {
    return new MemoryTaskStore(clock, settings, new SplittableRandom(7));
  }

  @Override
  protected TaskStore reopen(TaskStore store) {
    return store;
  }
}
