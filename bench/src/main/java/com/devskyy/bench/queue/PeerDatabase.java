package com.devskyy.bench.queue;

import com.devskyy.sql.SqliteSettings.Sync;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalLong;

/// A database inside the process, as a peer's store.
enum EmbeddedDatabase {
  /// Writes at every commit, syncs only now and then, and has no setting that would sync at each.
  H2 {
    @Override
    String url(Path folder, Sync sync) {
      return "jdbc:h2:file:%s;WRITE_DELAY=0".formatted(folder.resolve("tasks"));
    }
  },

  /// Syncs its log at every commit. Rows on disk, not in memory; readers do not wait for writers.
  HSQLDB {
    @Override
    String url(Path folder, Sync sync) {
      return "jdbc:hsqldb:file:%s;hsqldb.write_delay=%b;hsqldb.default_table_type=cached;hsqldb.tx=mvcc"
          .formatted(folder.resolve("tasks"), sync == Sync.NORMAL);
    }
  },

  /// The same file format as ours, with the same sync. Transactions take the right to write when
  /// they begin: those that take it later fail under load.
  SQLITE {
    @Override
    String url(Path folder, Sync sync) {
      return "jdbc:sqlite:%s?journal_mode=WAL&synchronous=%s&busy_timeout=10000&transaction_mode=IMMEDIATE&cache_size=-65536"
          .formatted(file(folder), sync);
    }
  };

  abstract String url(Path folder, Sync sync);

  /// A pool of connections to the database in a folder.
  ///
  /// @param before statements to run first, such as those that make tables
  HikariDataSource open(Path folder, Sync sync, int connections, List<String> before) {
    var config = new HikariConfig();
    config.setJdbcUrl(url(folder.toAbsolutePath(), sync));
    config.setMaximumPoolSize(connections);
    var pool = new HikariDataSource(config);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
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
  OptionalLong bytes(Path folder) {
    return this == SQLITE ? OptionalLong.of(SqliteSize.of(file(folder))) : OptionalLong.empty();
  }

  private static Path file(Path folder) {
    return folder.resolve("tasks.db");
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
