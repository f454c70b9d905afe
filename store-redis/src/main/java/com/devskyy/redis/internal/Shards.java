package com.devskyy.redis.internal;

import com.devskyy.engine.store.TaskStore;
import com.devskyy.redis.RedisSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
    var emptied = new Emptied(settings);
    var silences = new Silences(settings);
    var shards = new ArrayList<ShardStore>();
    try {
      for (int shard = 0; shard < settings.shards(); shard++) {
        shards.add(new ShardStore(settings, shard, clock, tokens, emptied, silences));
      }
      shards.forEach(emptied::watch);
    } catch (RuntimeException e) {
      shards.forEach(ShardStore::close);
      throw e;
    }
    return shards.size() == 1 ? shards.getFirst() : new ShardedStore(shards);
  }

  /// See `RedisStore.remove`.
  public static void remove(RedisSettings settings) {
    var silences = new Silences(settings);
    for (int shard = 0; shard < settings.shards(); shard++) {
      try (var link = new Link(settings, Integer.toString(shard), silences)) {
        // Nothing that a namespace may have means something in a pattern.
        String keys = "%s:{%d}:*".formatted(settings.namespace(), shard);
        String cursor = "0";
        do {
          Answers said = Answers.of(link.call("SCAN", cursor, "MATCH", keys, "COUNT", "1000"));
          cursor = said.text(0);
          link.callAll(
              said.list(1).all().stream().map(key -> List.of(Bytes.of("UNLINK"), key)).toList());
        } while (!cursor.equals("0"));
      }
    }
  }

  /// What the protocol of the existing producers needs; empty where the store is not on Redis, or
  /// in several shards: a name is known in one of them.
  public static Optional<Aliases> aliases(TaskStore store) {
    return store instanceof ShardStore shard ? Optional.of(shard.aliases()) : Optional.empty();
  }
}
