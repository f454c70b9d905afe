package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.servers.PostgresServer;
import com.devskyy.servers.RedisServer;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A store that a newer version has marked as its own: the program leaves it alone and says so.
@Timeout(120)
final class NewerStoreIT {
  /// Where SQLite keeps its user version, four bytes.
  private static final int USER_VERSION = 60;

  @TempDir private Path folder;

  @Test
  void aFileOfANewerVersionIsRefused() throws Exception {
    open("QUEUE_URL", "sqlite:queue.db");
    Path file = folder.resolve("queue.db");
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(USER_VERSION);
      bytes.writeInt(99);
    }
    assertRefused("QUEUE_URL", "sqlite:queue.db");
  }

  @Test
  void aRedisStoreOfANewerVersionIsRefused() throws Exception {
    try (var server = RedisServer.start()) {
      open("REDIS_URL", server.url());
      server.call("HSET", "dsw:{0}:m", "format", "99");
      assertRefused("REDIS_URL", server.url());
    }
  }

  @Test
  void aPostgresqlStoreOfANewerVersionIsRefused() throws Exception {
    try (var server = PostgresServer.start()) {
      open("DATABASE_URL", server.url());
      try (var connection =
              DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "");
          var statement = connection.createStatement()) {
        assertThat(statement.executeUpdate("UPDATE dsw.format SET number = 99")).isEqualTo(1);
      }
      assertRefused("DATABASE_URL", server.url());
    }
  }

  private void open(String variable, String address) {
    Program.Ended ended =
        new Program(folder).with(variable, address).run("enqueue", "ml_training", "--example");
    assertThat(ended.exitCode()).as(ended.err()).isZero();
  }

  private void assertRefused(String variable, String address) {
    for (String command : new String[] {"queues list", "worker"}) {
      Program.Ended ended = new Program(folder).with(variable, address).run(command.split(" ", -1));
      assertThat(ended.exitCode()).as(ended.err()).isEqualTo(3);
      assertThat(ended.last("error") + ended.last("why")).contains("newer");
      assertThat(ended.next()).isNotEmpty();
    }
  }
}
