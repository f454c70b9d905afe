package com.devskyy.sql;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.WorkerContract;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/// Worker and client on PostgreSQL.
class PostgresWorkerTest extends WorkerContract {
  private final Namespaces namespaces = new Namespaces();

  @Override
  protected TaskStore open(InstantSource clock, StoreSettings settings) {
    return PostgresStore.open(namespaces.next(settings), clock, new Random(1)).tasks();
  }

  @AfterEach
  void giveBack() {
    namespaces.giveBack();
  }
}
