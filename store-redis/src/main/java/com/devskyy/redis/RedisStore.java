package com.devskyy.redis;

import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.redis.internal.Shards;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A store on Redis 6.2 and later, or Valkey: shared by any number of processes on any number of
/// hosts. As durable as the server's append-only file; a failover may forget the last writes.
///
/// The server must not evict (`maxmemory-policy noeviction`).
public final class RedisStore {
  private RedisStore() {}

  /// Opens a store, and makes it when it is not there.
  ///
  /// @param tokens makes the leases' tokens; must be hard to guess outside of tests
  /// @throws StoreException when the server does not answer in time, refuses us, or keeps a newer
  ///     format
  public static TaskStore open(RedisSettings settings, RandomGenerator tokens) {
    return Shards.open(settings, Optional.empty(), tokens);
  }

  /// Removes a store with all that is in its namespace. Nobody may use it any more; where there is
  /// none nothing happens.
  ///
  /// @throws StoreException when the server does not answer in time or refuses us
  public static void remove(RedisSettings settings) {
    Shards.remove(settings);
  }

  /// As [#open(RedisSettings, RandomGenerator)], with a clock of one's own in place of the
  // server's, for tests.
  static TaskStore open(RedisSettings settings, InstantSource clock, RandomGenerator tokens) {
    return Shards.open(settings, Optional.of(clock), tokens);
  }
}
