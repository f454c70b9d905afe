package com.devskyy.sql;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.TaskStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;

/// SQLite keeps the contract.
class SqliteTaskStoreTest extends TaskStoreContract {
  @TempDir Path folder;
  private int files;

  @Override
  protected TaskStore open(InstantSource clock, StoreSettings settings) {
    return openFile("store-" + ++files, clock, settings);
  }

  @Override
  protected TaskStore reopen(TaskStore store) {
    store.close();
    return openFile("store-" + files, store.clock(), store.settings());
  }

  private TaskStore openFile(String name, InstantSource clock, StoreSettings settings) {
    return SqliteStore.open(
            folder.resolve(name),
            SqliteSettings.of(settings).withSync(SqliteSettings.Sync.NORMAL),
            clock,
            new SplittableRandom(7))
        .tasks();
  }
}
