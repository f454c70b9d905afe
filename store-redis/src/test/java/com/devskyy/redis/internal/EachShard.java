package com.devskyy.redis.internal;

import com.devskyy.engine.store.TaskStore;
import com.devskyy.redis.RedisSettings;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The shards of a store, each as a store of its own.
public final class EachShard {
  private EachShard() {}

  public static List<TaskStore> open(RedisSettings settings) {
    return IntStream.range(0, settings.shards())
        .<TaskStore>mapToObj(
            shard ->
                new ShardStore(
                    settings,
                    shard,
                    Optional.empty(),
                    new Tokens(new SplittableRandom(shard)),
                    new Emptied(settings),
                    new Silences(settings)))
        .toList();
  }
}
