package com.devskyy.sql;

import static java.util.Objects.requireNonNull;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.TaskStoreContract;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/// PostgreSQL keeps the contract.
class PostgresTaskStoreTest extends TaskStoreContract {
  private final Namespaces namespaces;
  private @Nullable PostgresSettings last;

  PostgresTaskStoreTest() {
    this(new Namespaces());
  }

  PostgresTaskStoreTest(Namespaces namespaces) {
    this.namespaces = namespaces;
  }

  @Override
  protected TaskStore open(InstantSource clock, StoreSettings settings) {
    last = namespaces.next(settings);
    return openLast(clock);
  }

  @Override
  protected TaskStore reopen(TaskStore store) {
    store.close();
    return openLast(store.clock());
  }

  private TaskStore openLast(InstantSource clock) {
    return PostgresStore.open(requireNonNull(last), clock, new SplittableRandom(7)).tasks();
  }

  @AfterEach
  void giveBack() {
    namespaces.giveBack();
  }
}
