package com.devskyy.bench.queue;

import com.devskyy.sql.PostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Asks a PostgreSQL, and the operating system about its processes where they are on this host.
final class PostgresProbe implements Server {
  private static final double TICKS_PER_SECOND = 100;

  private final Connection connection;
  private final long backend;

  PostgresProbe(String url) {
    try {
      connection = connect(url);
      backend = number("SELECT pg_backend_pid()");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Connection connect(String url) throws SQLException {
    var settings = PostgresSettings.ofUrl(url);
    return DriverManager.getConnection(
        settings.url(), settings.user(), settings.password().orElse(""));
  }

  /// A line for readers of the figures.
  String description() throws SQLException {
    return "PostgreSQL %s, fsync %s, synchronous_commit %s, shared_buffers %s"
        .formatted(
            text("SHOW server_version"),
            text("SHOW fsync"),
            text("SHOW synchronous_commit"),
            text("SHOW shared_buffers"));
  }

  /// Of all its processes, those that have ended too.
  @Override
  public OptionalDouble cpuSeconds() {
    return ProcessHandle.of(backend)
        .filter(process -> process.info().command().filter(c -> c.endsWith("postgres")).isPresent())
        .flatMap(ProcessHandle::parent)
        .map(
            postmaster ->
                OptionalDouble.of(
                    Stream.concat(Stream.of(postmaster), postmaster.descendants())
                            .mapToLong(process -> ticks(process.pid()))
                            .sum()
                        / TICKS_PER_SECOND))
        .orElse(OptionalDouble.empty());
  }

  /// User and system time, its own and that of its children that have ended: fields 14 to 17 of
  /// `/proc/PID/stat`, see proc(5).
  private static long ticks(long process) {
    try {
      String stat = Files.readString(Path.of("/proc/%d/stat".formatted(process)));
      // The name of the program may contain anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = 11; i <= 14; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks;
    } catch (IOException e) {
      // It ended just now: from here on its time is its parent's.
      return 0;
    }
  }

  @Override
  public OptionalLong commands() {
    try {
      // The server's numbers are up to a second old.
      return OptionalLong.of(
          number(
              "SELECT xact_commit + xact_rollback FROM pg_stat_database"
                  + " WHERE datname = current_database()"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long bytes(Spot spot) {
    try {
      return number(
          "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c"
              + " JOIN pg_namespace n ON n.oid = c.relnamespace"
              + " WHERE c.relkind = 'r' AND n.nspname = '%s'".formatted(spot.namespace()));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void remove(Spot spot) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS %s CASCADE".formatted(spot.namespace()));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long number(String query) throws SQLException {
    return Long.parseLong(text(query));
  }

  private String text(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
