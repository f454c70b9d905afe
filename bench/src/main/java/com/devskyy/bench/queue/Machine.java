package com.devskyy.bench.queue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/// What a reader must know to judge the figures.
///
/// @param disk the file system of the folder measured in: on one in memory, a sync costs nothing
record Machine(String processor, int cores, String java, String sqlite, String disk) {
  static Machine of(Path folder) throws IOException {
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().toString(),
        sqliteVersion(),
        Files.getFileStore(folder).type());
  }

  /// How many processes wanted a core in the last minute, on average; negative where nobody knows.
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String processorName() throws IOException {
    Path facts = Path.of("/proc/cpuinfo");
    if (Files.isReadable(facts)) {
      for (String line : Files.readAllLines(facts)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    }
    return System.getProperty("os.arch");
  }

  private static String sqliteVersion() {
    try (var db = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      return db.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
