package com.devskyy.sql;

import com.devskyy.engine.Records;
import com.devskyy.engine.testkit.FakeClock;
import com.devskyy.engine.testkit.RecordsContract;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// Records in SQLite keep the contract.
class SqliteRecordsTest extends RecordsContract {
  @TempDir Path folder;
  private @Nullable SqliteStore store;

  @Override
  protected Records open() {
    store =
        SqliteStore.open(
            folder.resolve("records"),
            SqliteSettings.DEFAULT,
            new FakeClock(),
            new SplittableRandom(7));
    return store.records();
  }

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
    }
  }
}
