package com.devskyy.bench.queue;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisSettings;
import com.devskyy.redis.RedisStore;
import com.devskyy.sql.PostgresSettings;
import com.devskyy.sql.PostgresStore;
import com.devskyy.sql.SqliteSettings;
import com.devskyy.sql.SqliteStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Opens a store of ours at a spot, with the settings that it has by default.
final class OurStores {
  /// In a spot's folder.
  static final String FILE = "tasks.db";

  private OurStores() {}

  /// A store that is open.
  record Opened(TaskStore tasks, Runnable closing) implements AutoCloseable {
    @Override
    public void close() {
      closing.run();
    }
  }

  static Opened open(Spot spot, SecureRandom random) {
    return switch (spot.backend()) {
      case SQLITE_FULL, SQLITE_NORMAL -> sqlite(spot, random);
      case REDIS -> redis(spot, random);
      case POSTGRESQL -> postgres(spot, random);
    };
  }

  private static Opened sqlite(Spot spot, RandomGenerator random) {
    var settings = SqliteSettings.of(StoreSettings.DEFAULT).withSync(spot.backend().sync());
    SqliteStore store =
        SqliteStore.open(spot.folder().resolve(FILE), settings, InstantSource.system(), random);
    return new Opened(store.tasks(), store::close);
  }

  private static Opened redis(Spot spot, RandomGenerator random) {
    var settings = RedisSettings.of(RedisAddress.parse(spot.url())).withNamespace(spot.namespace());
    TaskStore store = RedisStore.open(settings, random);
    return new Opened(store, store::close);
  }

  private static Opened postgres(Spot spot, RandomGenerator random) {
    var settings = PostgresSettings.ofUrl(spot.url()).withNamespace(spot.namespace());
    PostgresStore store = PostgresStore.open(settings, random);
    return new Opened(store.tasks(), store::close);
  }
}
