package com.devskyy.engine.testkit;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import java.time.InstantSource;
import java.util.Random;

class MemoryWorkerTest extends WorkerContract {
  @Override
  protected TaskStore open(InstantSource clock, StoreSettings settings) {
    return new MemoryTaskStore(clock, settings, new Random(1));
  }
}
