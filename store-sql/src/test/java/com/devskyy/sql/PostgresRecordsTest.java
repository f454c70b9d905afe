package com.devskyy.sql;

import com.devskyy.engine.Records;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.testkit.RecordsContract;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/// Records in PostgreSQL keep the contract.
class PostgresRecordsTest extends RecordsContract {
  private final Namespaces namespaces = new Namespaces();
  private @Nullable PostgresStore store;

  @Override
  protected Records open() {
    store = PostgresStore.open(namespaces.next(StoreSettings.DEFAULT), new SplittableRandom(7));
    return store.records();
  }

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
    }
    namespaces.giveBack();
  }
}
