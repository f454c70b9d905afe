package com.devskyy.redis.internal;

import com.devskyy.engine.store.StoreException;
import com.devskyy.redis.RedisSettings;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says once that a store was emptied, however many shards it has and whichever of them notices
/// first. Threads share it.
final class Emptied {
  private static final Logger log = LoggerFactory.getLogger(Emptied.class);

  private final RedisSettings settings;

  // Guarded by this.
  private final List<ShardStore> shards = new ArrayList<>();

  Emptied(RedisSettings settings) {
    this.settings = settings;
  }

  synchronized void watch(ShardStore shard) {
    shards.add(shard);
  }

  /// One shard is not the one that was opened: all of them are looked at, and opened again where
  /// they are gone. Whoever comes second finds them there.
  synchronized void lookAtAll() {
    long gone = shards.stream().filter(Emptied::openAgain).count();
    if (gone > 0) {
      log.atError()
          .setMessage("the store was emptied: its tasks are gone, work goes on with an empty one")
          .addKeyValue("address", settings.address())
          .addKeyValue("namespace", settings.namespace())
          .log();
    }
  }

  private static boolean openAgain(ShardStore shard) {
    try {
      return shard.openAgain();
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.UNAVAILABLE) {
        throw e;
      }
      // Should it be gone as well, whoever needs it will notice.
      return false;
    }
  }
}
