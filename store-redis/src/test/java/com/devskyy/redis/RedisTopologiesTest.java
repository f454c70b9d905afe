package com.devskyy.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.Invariants;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Other ways than one server that lets everybody in: sentinels, users and passwords.
@Timeout(120)
class RedisTopologiesTest {
  @TempDir Path folder;

  private static RedisAddress address(RedisServer server) {
    return RedisAddress.parse(server.url());
  }

  @Test
  void sentinelsLeadToTheNewMasterAfterAFailover() throws Exception {
    try (var first = RedisServer.start();
        var second = RedisServer.start("replicaof 127.0.0.1 " + first.port());
        var sentinel = sentinel(first)) {
      Stage.await("the replica is linked", () -> Replication.isLinked(second));
      Stage.await("the sentinel knows it", () -> knowsReplica(sentinel));
      try (var stage =
          new Stage("redis-sentinel://127.0.0.1:%d/mine".formatted(sentinel.port()), folder)) {
        stage.work(10, Duration.ofMillis(1));
        stage.enqueue(200);
        stage.awaitAll();
        Replication.awaitInStep(second, first);
        first.kill();
        long began = System.nanoTime();
        stage.enqueue(200);
        stage.awaitAll();
        System.out.printf(
            "failover: work was done %d ms after the master's death%n",
            (System.nanoTime() - began) / 1_000_000);
        Invariants.check(stage.store);
      }
    }
  }

  private RedisServer sentinel(RedisServer master) throws IOException {
    return RedisServer.sentinel(
        "sentinel monitor mine 127.0.0.1 %d 1".formatted(master.port()),
        "sentinel down-after-milliseconds mine 500",
        "sentinel failover-timeout mine 3000");
  }

  private static boolean knowsReplica(RedisServer sentinel) {
    try {
      return String.valueOf(sentinel.call("SENTINEL", "replicas", "mine")).contains("slave0")
          || String.valueOf(sentinel.call("INFO", "sentinel")).contains("slaves=1");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aUserWithTheRightsOnItsNamespaceIsEnough() throws Exception {
    Path acl = folder.resolve("users.acl");
    Files.writeString(
        acl,
        """
        user default off
        user shop on >s3cret/# ~dsw:* resetchannels &dsw:* +@all -@dangerous +info +client
        """);
    try (var server = RedisServer.start("aclfile " + acl)) {
      String at = "127.0.0.1:" + server.port();
      try (var stage = new Stage("redis://shop:s3cret%2F%23@" + at, folder);
          var heard = new Heard("com.devskyy.redis")) {
        stage.work(4, Duration.ofMillis(1));
        stage.enqueue(20);
        stage.awaitAll();
        assertThat(heard.lines(Level.WARN)).isEmpty();
      }
      for (String login : List.of("", "shop:wrong@")) {
        var settings = RedisSettings.of(RedisAddress.parse("redis://" + login + at));
        assertThatThrownBy(() -> RedisStore.open(settings, new Random(1)))
            .isInstanceOfSatisfying(
                StoreException.class,
                e -> {
                  assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
                  assertThat(e).hasMessageContaining("does not let us in");
                  assertThat(e.getMessage()).doesNotContain("wrong");
                });
      }
    }
  }

  @Test
  void aUserThatMayNotEndItsOwnConnectionsIsToldWhatThatMeansOnce() throws Exception {
    Path acl = folder.resolve("users.acl");
    Files.writeString(
        acl, "user default on nopass ~dsw:* &dsw:* +@all -@dangerous -client +info\n");
    try (var heard = new Heard("com.devskyy.redis");
        var server = RedisServer.start("aclfile " + acl);
        TaskStore store = RedisStore.open(RedisSettings.of(address(server)), new Random(1))) {
      for (int i = 0; i < 3; i++) {
        assertThat(store.counts().queues()).isEmpty();
      }
      assertThat(heard.lines(Level.WARN))
          .singleElement()
          .satisfies(line -> assertThat(line).contains("does not let us end our own broken"));
    }
  }

  /// One test: what a JVM trusts it reads once.
  @Test
  void tlsNeedsACertificateThatNamesTheHost() throws Exception {
    Path keys = TlsFront.makeKeys(folder);
    try (var server = RedisServer.start();
        var front = new TlsFront(keys, server.port())) {
      server.call("ACL", "SETUSER", "shop", "on", ">s3cret/#", "~*", "&*", "+@all");
      server.call("ACL", "SETUSER", "default", "off");
      try (var stage = new Stage("rediss://shop:s3cret%2F%23@127.0.0.1:" + front.port(), folder)) {
        stage.work(4, Duration.ofMillis(1));
        stage.enqueue(20);
        stage.awaitAll();
        Invariants.check(stage.store);
      }
      for (String login : List.of("", "shop:wrong@", "shop@")) {
        var wrong = RedisAddress.parse("rediss://%s127.0.0.1:%d".formatted(login, front.port()));
        assertThatThrownBy(() -> RedisStore.open(RedisSettings.of(wrong), new Random(1)))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("does not let us in")
            .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wrong"));
      }
      var otherName = RedisAddress.parse("rediss://shop:s3cret%2F%23@localhost:" + front.port());
      long began = System.nanoTime();
      assertThatThrownBy(() -> RedisStore.open(RedisSettings.of(otherName), new Random(1)))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e).hasMessageContaining("localhost").hasMessageContaining("not trusted");
                assertThat(e.remedy()).contains("must name the host", "trustStore");
              });
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as("no repetition mends that")
          .isLessThan(Duration.ofSeconds(5));
      var withoutTls = RedisAddress.parse("rediss://127.0.0.1:" + server.port());
      assertThatThrownBy(
              () ->
                  RedisStore.open(
                      RedisSettings.of(withoutTls).withPatience(Duration.ofMillis(300)),
                      new Random(1)))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.remedy()).contains("speaks TLS"));
    }
  }

  @Test
  void addressesAreReadAndShownWithoutPassword() {
    var address = RedisAddress.parse("rediss://a%40b:p%3Aw@[::1]:7000/3");
    assertThat(address.user()).contains("a@b");
    assertThat(address.password()).contains("p:w");
    assertThat(address.tls()).isTrue();
    assertThat(address.database()).isEqualTo(3);
    assertThat(address.hosts()).containsExactly(new RedisAddress.Host("::1", 7000));
    assertThat(address).hasToString("rediss://[::1]:7000/3");
    var sentinel = RedisAddress.parse("redis-sentinel://:pw@one,two:1234/main?database=2");
    assertThat(sentinel.kind()).isEqualTo(RedisAddress.Kind.SENTINEL);
    assertThat(sentinel.user()).isEmpty();
    assertThat(sentinel.password()).contains("pw");
    assertThat(sentinel.hosts())
        .containsExactly(new RedisAddress.Host("one", 26379), new RedisAddress.Host("two", 1234));
    assertThat(sentinel.master()).isEqualTo("main");
    assertThat(sentinel.database()).isEqualTo(2);
    for (String wrong :
        List.of("http://x", "redis://", "redis://h:port", "redis-sentinel://h", "redis://h/x")) {
      assertThatThrownBy(() -> RedisAddress.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(RedisAddress.parse("redis://h").user()).isEmpty();
    for (String text :
        List.of("valkey://h", "valkey-cluster://h", "valkey-sentinel://h/main", "VALKEY://h")) {
      assertThat(RedisAddress.parse(text).tls()).as(text).isFalse();
      assertThat(RedisAddress.parse(text.replaceFirst("(?i)valkey", "valkeys")).tls()).isTrue();
    }
    assertThat(RedisAddress.parse("valkeys-cluster://h")).hasToString("rediss-cluster://h:6379");
  }

  @Test
  void aPasswordMayHaveAnyCharacterAndIsInNoError() {
    for (String password : List.of("pa?ss", "pa/ss", "p@ss", "p:ss", "p#ss", "?database=9")) {
      var address = RedisAddress.parse("redis://u:%s@host:7/1".formatted(password));
      assertThat(address.password()).contains(password);
      assertThat(address).hasToString("redis://host:7/1");
    }
    for (String wrong :
        List.of(
            "redis://:s3cr?et@host:port",
            "redis://:s3cr%zet@host",
            "redis://u:s3cret@",
            "redis://u:s3cret:host:6379",
            "redis://:s3cret/host")) {
      assertThatThrownBy(() -> RedisAddress.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasNoCause()
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cr", "cret"));
    }
  }
}
