package com.devskyy.bench.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.devskyy.sql.PostgresSettings;
import com.devskyy.sql.SqliteSettings.Sync;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalLong;

/// A database as a peer's store.
enum PeerDatabase {
  /// Writes at every commit, syncs only now and then, and has no setting that would sync at each.
  H2 {
    @Override
    String url(Spot spot) {
      return "jdbc:h2:file:%s;WRITE_DELAY=0".formatted(spot.folder().resolve("tasks"));
    }
  },

  /// Syncs its log at every commit. Rows on disk, not in memory; readers do not wait for writers.
  HSQLDB {
    @Override
    String url(Spot spot) {
      return "jdbc:hsqldb:file:%s;hsqldb.write_delay=%b;hsqldb.default_table_type=cached;hsqldb.tx=mvcc"
          .formatted(spot.folder().resolve("tasks"), spot.backend().sync() == Sync.NORMAL);
    }
  },

  /// The same file format as ours, with the same sync. Transactions take the right to write when
  /// they begin: those that take it later fail under load.
  SQLITE {
    @Override
    String url(Spot spot) {
      return "jdbc:sqlite:%s?journal_mode=WAL&synchronous=%s&busy_timeout=10000&transaction_mode=IMMEDIATE&cache_size=-65536"
          .formatted(file(spot), spot.backend().sync());
    }
  },

  /// A server, in a schema of its own.
  POSTGRESQL {
    @Override
    String url(Spot spot) {
      var settings = PostgresSettings.ofUrl(spot.url());
      return "%s%sreWriteBatchedInserts=true&currentSchema=%s&user=%s&password=%s"
          .formatted(
              settings.url(),
              settings.url().contains("?") ? "&" : "?",
              spot.namespace(),
              encoded(settings.user()),
              encoded(settings.password().orElse("")));
    }
  };

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  abstract String url(Spot spot);

  /// A pool of connections to the database at a spot.
  ///
  /// @param before statements to run first, such as those that make tables where there are none
  HikariDataSource open(Spot spot, int connections, List<String> before) {
    var config = new HikariConfig();
    config.setJdbcUrl(url(spot));
    config.setMaximumPoolSize(connections);
    var pool = new HikariDataSource(config);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      if (this == POSTGRESQL) {
        statement.execute("CREATE SCHEMA IF NOT EXISTS " + spot.namespace());
      }
      for (String sql : before) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      pool.close();
      throw new IllegalStateException(e);
    }
    return pool;
  }

  /// Bytes on disk, where they say something.
  OptionalLong bytes(Spot spot) {
    return switch (this) {
      case SQLITE -> OptionalLong.of(SqliteSize.of(file(spot)));
      case POSTGRESQL -> {
        try (var server = new PostgresProbe(spot.url())) {
          yield OptionalLong.of(server.bytes(spot));
        }
      }
      case H2, HSQLDB -> OptionalLong.empty();
    };
  }

  private static Path file(Spot spot) {
    return spot.folder().resolve(OurStores.FILE);
  }

  /// The one number that a query gives.
  static long number(HikariDataSource pool, String query) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
