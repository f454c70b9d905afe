package com.devskyy.bench.queue;

import com.devskyy.bench.run.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/// What a reader must know to judge the figures.
///
/// @param disk the file system of the folder measured in: on one in memory, a sync costs nothing
record Machine(String processor, int cores, String java, String sqlite, String disk) {
  static Machine of(Path folder) throws IOException {
    Host host = Host.here();
    return new Machine(
        host.processor(),
        host.cores(),
        host.java(),
        sqliteVersion(),
        Files.getFileStore(folder).type());
  }

  private static String sqliteVersion() {
    try (var db = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      return db.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
