package com.devskyy.redis.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.devskyy.engine.Codec;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Advice;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.redis.internal.Aliases;
import com.devskyy.redis.internal.Shards;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether the server lets us at the existing producers' keys.
public final class ProducerRights {
  private static final String SUBJECT = "producers";

  /// No producer waits for it.
  private static final String NOBODY = "devskyy-doctor";

  private static final Duration SHORT = Duration.ofSeconds(1);

  private ProducerRights() {}

  /// Does all that serving them takes, on keys of an id that nobody has; what it writes is gone
  /// after a second.
  ///
  /// @return empty when nobody is served on that store
  public static Optional<Advice> advice(TaskStore store, Codec codec) {
    return Shards.aliases(store).map(redis -> advice(redis, codec));
  }

  private static Advice advice(Aliases redis, Codec codec) {
    try (redis) {
      attempt(redis, new Notices(codec, "completed", _ -> List.of(), worker -> worker));
      return Advice.ok(SUBJECT, "workers serve the existing Python producers (LEGACY_PROTOCOL=on)");
    } catch (StoreException e) {
      return Advice.bad(
          SUBJECT,
          "the existing Python producers cannot be served: " + e.getMessage(),
          "redis-cli acl setuser NAME ~queue:* ~devskyy:* '&devskyy:results:channel'"
              + " '&__redis__:invalidate', or LEGACY_PROTOCOL=off");
    }
  }

  private static void attempt(Aliases redis, Notices notices) {
    String queue = Keys.QUEUES + NOBODY;
    redis.existing(List.of(queue));
    redis.lowest(queue, 1);
    Optional<byte[]> task =
        Optional.ofNullable(redis.values(List.of(Keys.task(NOBODY))).getFirst());
    Json text = notices.told(NOBODY, TaskStatus.FAILED);
    redis.leave(
        List.of(new Aliases.Member(queue, NOBODY.getBytes(UTF_8), 0, Keys.task(NOBODY), task)));
    redis.replace(new Aliases.Entry(Keys.task(NOBODY), text, SHORT), task);
    redis.write(
        Stream.of(Keys.result(NOBODY), Keys.taskResult(NOBODY), Keys.deadLetter(NOBODY))
            .map(key -> new Aliases.Entry(key, text, SHORT))
            .toList(),
        List.of(new Aliases.Word(Keys.CHANNEL, text)));
  }
}
