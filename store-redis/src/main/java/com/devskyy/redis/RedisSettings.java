package com.devskyy.redis;

import com.devskyy.engine.store.StoreSettings;
import java.time.Duration;

/// How a Redis store is kept.
///
/// @param store what all processes that share the store should agree on
/// @param address where the server is
/// @param namespace how its keys begin; letters, digits, `-`, `_`, `.`; default `dsw`
/// @param shards over how many parts the tasks are spread, 1 to 64, the same for all processes and
///     for ever; more than 1 is for a cluster. A task's id says its shard; the order of tasks,
///     fairness between users, and unique keys hold within a shard. Default 1
/// @param patience how long a call goes on trying while the server does not answer; default 10 s
/// @param timeout how long to wait for a connection or for one answer; default 5 s
public record RedisSettings(
    StoreSettings store,
    RedisAddress address,
    String namespace,
    int shards,
    Duration patience,
    Duration timeout) {
  private static final int MAX_SHARDS = 64;

  public RedisSettings {
    if (!namespace.matches("[A-Za-z0-9_.-]{1,32}")) {
      throw new IllegalArgumentException(
          "a namespace is 1 to 32 letters, digits, -, _ and ., was \"%s\"".formatted(namespace));
    }
    if (shards < 1 || shards > MAX_SHARDS) {
      throw new IllegalArgumentException(
          "shards must be 1 to %d, was %d".formatted(MAX_SHARDS, shards));
    }
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience must not be negative, was " + patience);
    }
    if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a timeout must be 1 ms to 24 days, was " + timeout);
    }
  }

  /// The defaults but for the address.
  public static RedisSettings of(RedisAddress address) {
    return new RedisSettings(
        StoreSettings.DEFAULT, address, "dsw", 1, Duration.ofSeconds(10), Duration.ofSeconds(5));
  }

  /// These with other settings that all processes agree on.
  public RedisSettings withStore(StoreSettings other) {
    return new RedisSettings(other, address, namespace, shards, patience, timeout);
  }

  /// These with another namespace.
  public RedisSettings withNamespace(String other) {
    return new RedisSettings(store, address, other, shards, patience, timeout);
  }

  /// These with another number of shards.
  public RedisSettings withShards(int other) {
    return new RedisSettings(store, address, namespace, other, patience, timeout);
  }

  /// These with another patience.
  public RedisSettings withPatience(Duration other) {
    return new RedisSettings(store, address, namespace, shards, other, timeout);
  }

  /// These with another timeout.
  public RedisSettings withTimeout(Duration other) {
    return new RedisSettings(store, address, namespace, shards, patience, other);
  }
}
