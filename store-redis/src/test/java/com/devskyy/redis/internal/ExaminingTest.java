package com.devskyy.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.store.Advice;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisSettings;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a real server is said to lack.
@Timeout(60)
final class ExaminingTest {
  private static Map<String, Advice> advice(String... settings) throws IOException {
    try (var server = RedisServer.start(settings);
        TaskStore store =
            Shards.open(
                RedisSettings.of(RedisAddress.parse(server.url())),
                Optional.empty(),
                new SplittableRandom(1))) {
      return store.advice().stream().collect(Collectors.toMap(Advice::subject, it -> it));
    }
  }

  @Test
  void aServerFitForTasksIsFoundFit() throws IOException {
    Map<String, Advice> advice = advice("appendonly yes", "appendfsync always", "maxmemory 512mb");
    assertThat(advice.get("server").said()).matches("(Redis|Valkey) [0-9.]+");
    assertThat(advice.get("eviction").grade()).isEqualTo(Advice.Grade.OK);
    assertThat(advice.get("persistence"))
        .isEqualTo(Advice.ok("persistence", "append-only file, synced with every change"));
    assertThat(advice.get("memory").said()).endsWith("MiB of 512 MiB used");
    assertThat(advice.get("replication").grade()).isEqualTo(Advice.Grade.NOTE);
  }

  @Test
  void whatLosesTasksIsSaidWithWhatToChange() throws IOException {
    Map<String, Advice> advice = advice("maxmemory 512mb", "maxmemory-policy allkeys-lru");
    assertThat(advice.get("eviction").grade()).isEqualTo(Advice.Grade.BAD);
    assertThat(advice.get("eviction").said()).contains("allkeys-lru");
    assertThat(advice.get("eviction").remedy().orElseThrow()).contains("noeviction");
    assertThat(advice.get("persistence").remedy().orElseThrow()).contains("appendonly yes");
  }

  @Test
  void aServerWithoutALimitOfMemoryIsNoted() throws IOException {
    assertThat(advice().get("memory").said()).contains("no limit");
    assertThat(advice("appendonly yes", "appendfsync no").get("persistence").said())
        .contains("half a minute");
  }
}
