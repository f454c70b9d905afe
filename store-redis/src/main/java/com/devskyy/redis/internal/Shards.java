package com.devskyy.redis.internal;

import com.devskyy.engine.store.TaskStore;
import com.devskyy.redis.RedisSettings;
import java.time.InstantSource;
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
    return new ShardStore(settings, 0, clock, tokens);
  }

  /// What the protocol of the existing producers needs; empty where their keys may lie on other
  /// servers than the store's.
  public static Optional<Aliases> aliases(TaskStore store) {
    return store instanceof ShardStore shard && !shard.isOnCluster()
        ? Optional.of(shard.aliases())
        : Optional.empty();
  }
}
