package com.devskyy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.ml.sample.SampleReviews;
import com.devskyy.servers.PostgresServer;
import com.devskyy.servers.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program with a Redis and a PostgreSQL, as `docker-compose.yml` gives them.
final class TwoServersIT {
  @TempDir private Path folder;

  @Test
  void aTaskIsKeptByRedisAndTheModelThatItTrainedByPostgresql() throws Exception {
    Files.writeString(folder.resolve("reviews.csv"), SampleReviews.csv(SampleReviews.ROWS, 1));
    try (var redis = RedisServer.start();
        var postgres = PostgresServer.start()) {
      var program =
          new Program(folder).with("REDIS_URL", redis.url()).with("DATABASE_URL", postgres.url());
      Program.Ended trained = program.run("run", "ml_training", "--example");
      assertThat(trained.exitCode()).as(trained.err()).isZero();

      assertThat(program.run("tasks", "list").out()).contains("ml_training", "completed");
      assertThat(redis.call("EXISTS", "dsw:{0}:m")).as("a store").isEqualTo(1L);
      try (var connection =
              DriverManager.getConnection(postgres.jdbcUrl("postgres"), postgres.user(), "");
          var statement = connection.createStatement()) {
        assertThat(count(statement, "dsw.entry WHERE kind = 'model'")).as("models").isEqualTo(1);
        assertThat(count(statement, "dsw.seen")).as("tasks").isZero();
      }
      assertThat(program.run("models", "list").out()).contains("sentiment");
      assertThat(folder.resolve("data/devskyy.db")).doesNotExist();
    }
  }

  private static long count(Statement statement, String what) throws SQLException {
    try (var rows = statement.executeQuery("SELECT count(*) FROM " + what)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void anEnqueueThatAFullRedisRefusesSaysSoAndWhatToDo() throws Exception {
    try (var redis = RedisServer.start("maxmemory-policy noeviction")) {
      var program = new Program(folder).with("REDIS_URL", redis.url());
      assertThat(program.run("enqueue", "ml_prediction", "--example").exitCode()).isZero();
      redis.call("CONFIG", "SET", "maxmemory", "1");
      Program.Ended refused = program.run("enqueue", "ml_prediction", "--example");
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.last("error")).contains("has reached its maxmemory", "nothing was stored");
      assertThat(refused.last("why")).contains("has no room", "was not done");
      assertThat(refused.next()).contains("Raise maxmemory");
      redis.call("CONFIG", "SET", "maxmemory", "0");
      assertThat(program.run("enqueue", "ml_prediction", "--example").exitCode()).isZero();
    }
  }
}
