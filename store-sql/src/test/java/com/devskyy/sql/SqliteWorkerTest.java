package com.devskyy.sql;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.WorkerContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

/// Worker and client on SQLite.
class SqliteWorkerTest extends WorkerContract {
  @TempDir Path database;

  @Override
  protected TaskStore open(InstantSource clock, StoreSettings settings) {
    return SqliteStore.open(
            database.resolve("test.db"), SqliteSettings.of(settings), clock, new Random(1))
        .tasks();
  }
}
