package com.devskyy.redis.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.store.Advice;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.json.JsonCodec;
import com.devskyy.redis.Heard;
import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisSettings;
import com.devskyy.redis.internal.Shards;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a user of the ACL needs for the producers to be served, and what is said when he lacks it.
@Timeout(60)
final class LegacyRightsTest {
  private static final String STORE = "~dsw:* &dsw:* +@all -@dangerous +info +client";
  private static final String PRODUCERS = " ~queue:* ~devskyy:* &devskyy:results:channel";
  private static final String PUSH = " &__redis__:invalidate";

  private static final TaskType<Json, Json> MODEL =
      TaskType.named("generate_3d", Json.class, Json.class).build();

  @TempDir Path folder;

  private RedisServer server(String rights) throws IOException {
    Path acl = folder.resolve("users.acl");
    Files.writeString(
        acl,
        """
        user default on nopass ~* &* +@all
        user shop on >s3cret resetchannels %s
        """
            .formatted(rights));
    return RedisServer.start("aclfile " + acl);
  }

  private static TaskStore open(RedisServer server) {
    var address = RedisAddress.parse("redis://shop:s3cret@127.0.0.1:" + server.port());
    return Shards.open(RedisSettings.of(address), Optional.empty(), new SplittableRandom(7));
  }

  private static LegacyProtocol serve(TaskStore store) {
    return LegacyProtocol.serve(
            store,
            new TaskId.Generator(store.clock(), new SplittableRandom(3), 0),
            new JsonCodec(),
            "completed",
            List.of(MODEL))
        .orElseThrow();
  }

  private static void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long: " + what).isLessThan(until);
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  private static Duration takeover(RedisServer server, String id) throws IOException {
    long began = System.nanoTime();
    server.call(
        "SET", "devskyy:tasks:" + id, "{\"task_type\": \"generate_3d\", \"data\": {\"n\": 1}}");
    server.call("ZADD", "queue:generate_3d", "5", id);
    await(
        id + " is taken over",
        () -> {
          try {
            return Long.valueOf(0).equals(server.call("EXISTS", "queue:generate_3d"));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Test
  void whoMayNotTouchTheProducersKeysIsToldSoOnce() throws Exception {
    try (var heard = new Heard("com.devskyy.redis");
        var server = server(STORE);
        TaskStore store = open(server);
        var _ = serve(store)) {
      await("a line", () -> !heard.lines(Level.WARN).isEmpty());
      // It goes on trying, and says no more of it.
      LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
      assertThat(heard.lines(Level.WARN))
          .singleElement()
          .asString()
          .startsWith("the producers' protocol waits")
          .contains("NOPERM");
      Advice advice = ProducerRights.advice(store, new JsonCodec()).orElseThrow();
      assertThat(advice.grade()).isEqualTo(Advice.Grade.BAD);
      assertThat(advice.said()).contains("cannot be served", "NOPERM");
      assertThat(advice.remedy().orElseThrow()).contains("~queue:* ~devskyy:*");
      // Once he may, they are served without a new start, and that is said.
      server.call("ACL", "SETUSER", "shop", "~queue:*", "~devskyy:*", "&devskyy:results:channel");
      takeover(server, "a");
      assertThat(heard.lines(Level.INFO))
          .anyMatch(line -> line.startsWith("the producers' protocol goes on"));
    }
  }

  @Test
  void theRightsThatAreNamedAreEnough() throws Exception {
    try (var heard = new Heard("com.devskyy.redis");
        var server = server(STORE + PRODUCERS + PUSH);
        TaskStore store = open(server);
        var _ = serve(store)) {
      takeover(server, "a");
      takeover(server, "b");
      assertThat(ProducerRights.advice(store, new JsonCodec()).orElseThrow().grade())
          .isEqualTo(Advice.Grade.OK);
      assertThat(heard.lines(Level.WARN)).isEmpty();
      assertThat(server.call("EXISTS", "queue:devskyy-doctor")).isEqualTo(0L);
    }
  }

  @Test
  void whereTheServerDoesNotSayWhatChangesQueuesAreLookedAtAboutOnceASecond() throws Exception {
    try (var heard = new Heard("com.devskyy.redis");
        var server = server(STORE + PRODUCERS);
        TaskStore store = open(server);
        var _ = serve(store)) {
      takeover(server, "first");
      for (int i = 0; i < 3; i++) {
        // Until it looks as seldom as it does when there is nothing to do.
        LockSupport.parkNanos(Duration.ofMillis(2_300).toNanos());
        assertThat(takeover(server, "task-" + i)).isLessThan(Duration.ofMillis(1_500));
      }
      assertThat(heard.lines(Level.INFO))
          .filteredOn(line -> line.contains("changed keys"))
          .hasSize(1);
      assertThat(heard.lines(Level.WARN)).isEmpty();
    }
  }
}
