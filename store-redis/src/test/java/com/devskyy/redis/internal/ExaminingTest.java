package com.devskyy.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.store.Advice;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisSettings;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.time.Duration;
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
        TaskStore store = open(server)) {
      return of(store);
    }
  }

  private static TaskStore open(RedisServer server) {
    return Shards.open(
        RedisSettings.of(RedisAddress.parse(server.url())).withPatience(Duration.ofSeconds(1)),
        Optional.empty(),
        new SplittableRandom(1));
  }

  private static Map<String, Advice> of(TaskStore store) {
    return store.advice().stream().collect(Collectors.toMap(Advice::subject, it -> it));
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
  void aMasterCountsItsReplicasAndAReplicaTakesNoWrites() throws IOException {
    try (var master = RedisServer.start();
        var replica = RedisServer.start("replicaof 127.0.0.1 " + master.port());
        TaskStore store = open(master)) {
      long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (!about(master).contains("connected_slaves:1")) {
        assertThat(System.nanoTime()).as("waited too long for the replica").isLessThan(until);
      }
      assertThat(of(store).get("replication"))
          .isEqualTo(Advice.ok("replication", "1 replica; a failover may forget the last moments"));
      Advice advice =
          new Examining(about(replica), "")
              .advice().stream()
                  .filter(it -> it.subject().equals("replication"))
                  .findFirst()
                  .orElseThrow();
      assertThat(advice.grade()).isEqualTo(Advice.Grade.BAD);
      assertThat(advice.said()).contains("takes no writes");
      assertThat(advice.remedy().orElseThrow()).contains("redis-sentinel://");
      assertThatThrownBy(() -> open(replica))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.READ_ONLY));
    }
  }

  private static String about(RedisServer server) throws IOException {
    return String.valueOf(server.call("INFO"));
  }

  @Test
  void aServerWhoseMemoryIsNearlyUsedUpIsNoted() throws IOException {
    try (var server = RedisServer.start();
        TaskStore store = open(server)) {
      long used = (long) server.info("used_memory");
      server.call("CONFIG", "SET", "maxmemory", Long.toString(used * 2));
      assertThat(of(store).get("memory").grade()).isEqualTo(Advice.Grade.OK);
      server.call("CONFIG", "SET", "maxmemory", Long.toString(used * 100 / 90));
      Advice advice = of(store).get("memory");
      assertThat(advice.grade()).isEqualTo(Advice.Grade.NOTE);
      assertThat(advice.said()).contains("beyond it new tasks are refused");
      assertThat(advice.remedy().orElseThrow()).contains("maxmemory", "RETENTION");
    }
  }

  @Test
  void aServerWithoutALimitOfMemoryIsNoted() throws IOException {
    assertThat(advice().get("memory").said()).contains("no limit");
    assertThat(advice("appendonly yes", "appendfsync no").get("persistence").said())
        .contains("half a minute");
  }
}
