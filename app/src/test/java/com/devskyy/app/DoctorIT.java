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
