package com.devskyy.redis.internal;

import com.devskyy.engine.store.TaskStore;
import com.devskyy.redis.RedisSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Opens the shards of a store.
public final class Shards {
  private Shards() {}

  /// See `RedisStore.open`.
  ///
  /// @param clock the store's, for tests; the server's own when empty
  public static TaskStore open(
      RedisSettings settings, Optional<InstantSource> clock, RandomGenerator random) {
    var tokens = new Tokens(random);
    var shards = new ArrayList<ShardStore>();
    try {
      for (int shard = 0; shard < settings.shards(); shard++) {
        shards.add(new ShardStore(settings, shard, clock, tokens));
      }
    } catch (RuntimeException e) {
      shards.forEach(ShardStore::close);
      throw e;
    }
    return shards.size() == 1 ? shards.getFirst() : new ShardedStore(shards);
  }

  /// What the protocol of the existing producers needs; empty where their keys may lie on other
  /// servers than the store's.
  public static Optional<Aliases> aliases(TaskStore store) {
    return store instanceof ShardStore shard && !shard.isOnCluster()
        ? Optional.of(shard.aliases())
        : Optional.empty();
  }
}
