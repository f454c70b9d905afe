package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.servers.PostgresServer;
import com.devskyy.servers.RedisServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `doctor` says of real servers.
final class DoctorIT {
  @TempDir private Path folder;

  private Program.Ended doctor(Program program, String url) {
    return program.run("doctor", "--queue-url", url);
  }

  @Test
  void aRedisIsLookedAtAndItsProducersAreServed() throws Exception {
    try (var server = RedisServer.start("appendonly yes")) {
      Program.Ended ended = doctor(new Program(folder), server.url());
      assertThat(ended.out())
          .contains("eviction\toff (noeviction)", "persistence\tappend-only file")
          .contains("producers\tworkers serve the existing Python producers");
      assertThat(new Program(folder).with("LEGACY_PROTOCOL", "off"))
          .satisfies(
              off -> assertThat(doctor(off, server.url()).out()).doesNotContain("producers"));
    }
  }

  @Test
  void aRedisWhoseClockIsAnotherAndThatKeepsUsFromTheProducersKeysIsReported() throws Exception {
    try (var server = RedisServer.start()) {
      server.call(
          "ACL",
          "SETUSER",
          "shop",
          "on",
          ">s3cret",
          "~dsw:*",
          "&dsw:*",
          "+@all",
          "-@dangerous",
          "+info",
          "+client");
      Program.Ended ended =
          doctor(
              new Program(folder).withJava("-Ddevskyy.clock.skew=PT10M30S"),
              "redis://shop:s3cret@127.0.0.1:" + server.port());
      assertThat(ended.out())
          .contains("clock\tthis machine's and the store's are 10 min")
          .contains("producers\tthe existing Python producers cannot be served");
      assertThat(ended.out() + ended.err())
          .contains("acl setuser NAME ~queue:*")
          .contains("worker --queue-url 'redis://***@127.0.0.1:%d'".formatted(server.port()))
          .doesNotContain("s3cret");
    }
  }

  @Test
  void aPostgresqlIsLookedAtAndOurClockComparedWithIts() {
    try (var server = PostgresServer.start(Map.of("autovacuum", "off"))) {
      Program.Ended ended =
          doctor(new Program(folder).withJava("-Ddevskyy.clock.skew=PT10M30S"), server.url());
      assertThat(ended.out())
          .contains("server\tPostgreSQL ", "durability\ta stored task survives power loss")
          .contains("autovacuum\tit is off", "connections\t")
          .contains("clock\tthis machine's and the store's are 10 min")
          .doesNotContain("producers");
      assertThat(ended.out() + ended.err()).contains("ALTER SYSTEM SET autovacuum = on");
    }
  }
}
