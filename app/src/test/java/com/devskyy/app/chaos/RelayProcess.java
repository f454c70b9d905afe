package com.devskyy.app.chaos;

import com.devskyy.engine.store.TaskStore;
import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisSettings;
import com.devskyy.redis.RedisStore;
import com.devskyy.sql.OutboxRelay;
import com.devskyy.sql.PostgresSettings;
import com.devskyy.sql.PostgresStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/// A relay from PostgreSQL to Redis in a process of its own, until it is killed or its input ends.
final class RelayProcess {
  private RelayProcess() {}

  static Process start(String from, String to) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            RelayProcess.class.getName(),
            from,
            to)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  static TaskStore redis(String url) {
    return RedisStore.open(RedisSettings.of(RedisAddress.parse(url)), new SecureRandom());
  }

  static PostgresStore postgres(String url) {
    return PostgresStore.open(PostgresSettings.ofUrl(url), new SecureRandom());
  }

  static OutboxRelay relay(PostgresStore from, TaskStore to) {
    return new OutboxRelay(
        from,
        to,
        new OutboxRelay.News() {
          @Override
          public void stopped(RuntimeException why) {
            why.printStackTrace();
          }

          @Override
          public void goesOn() {}
        });
  }

  public static void main(String[] arguments) throws Exception {
    try (PostgresStore from = postgres(arguments[0]);
        TaskStore to = redis(arguments[1]);
        OutboxRelay _ = relay(from, to)) {
      while (System.in.read() >= 0) {}
    }
  }
}
