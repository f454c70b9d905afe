package com.devskyy.bench.queue;

import com.devskyy.redis.RedisAddress;
import com.devskyy.servers.PostgresServer;
import com.devskyy.servers.RedisServer;
import com.devskyy.sql.PostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The backends to measure on, with servers of our own where none was named.
final class Places implements AutoCloseable {
  /// What is understood, for people.
  static final String UNDERSTOOD =
      "sqlite, redis, postgresql, sqlite:PATH, redis://… or postgresql://… of a server that runs";

  private static final String SQLITE = "sqlite:";

  /// As a server of this size is usually set up; everything else as it comes, and synced.
  private static final Map<String, String> POSTGRES =
      Map.of("shared_buffers", "1GB", "max_wal_size", "4GB");

  private final Deque<AutoCloseable> servers = new ArrayDeque<>();
  private final List<Spot> spots = new ArrayList<>();
  private final List<String> descriptions = new ArrayList<>();

  /// Whether an address is understood.
  static boolean isOne(String store) {
    return switch (store) {
      case "sqlite", "redis", "postgresql" -> true;
      default -> store.startsWith(SQLITE) ? isPath(store) : isServer(store);
    };
  }

  private static boolean isPath(String store) {
    String path = store.substring(SQLITE.length());
    return !path.isEmpty() && !path.startsWith("//") && path.indexOf('\0') < 0;
  }

  private static boolean isServer(String store) {
    try {
      if (RedisAddress.isOne(store)) {
        RedisAddress.parse(store);
      } else {
        PostgresSettings.ofUrl(store);
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// @param stores each [#isOne]
  /// @param folder for files
  Places(List<String> stores, List<Backend> sqlite, Path folder) throws IOException, SQLException {
    for (String store : stores) {
      if (store.equals("sqlite")) {
        files(sqlite, folder);
      } else if (store.startsWith(SQLITE)) {
        // Beside it: what is in it is somebody's.
        Path file = Path.of(store.substring(SQLITE.length())).toAbsolutePath();
        files(sqlite, Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(file)));
      } else if (store.equals("redis")) {
        RedisServer server = RedisServer.start();
        servers.push(server);
        redis(server.url(), folder);
      } else if (store.equals("postgresql")) {
        PostgresServer server = PostgresServer.start(POSTGRES);
        servers.push(server);
        postgres(
            "postgresql://%s@127.0.0.1:%d/postgres".formatted(server.user(), server.port()),
            folder);
      } else if (RedisAddress.isOne(store)) {
        redis(store, folder);
      } else {
        postgres(store, folder);
      }
    }
  }

  private void files(List<Backend> sqlite, Path folder) {
    sqlite.forEach(backend -> spots.add(new Spot(backend, Optional.empty(), folder)));
  }

  private void redis(String url, Path folder) {
    spots.add(new Spot(Backend.REDIS, Optional.of(url), folder));
    try (var probe = new RedisProbe(url)) {
      descriptions.add(probe.description());
    }
  }

  private void postgres(String url, Path folder) throws SQLException {
    spots.add(new Spot(Backend.POSTGRESQL, Optional.of(url), folder));
    try (var probe = new PostgresProbe(url)) {
      descriptions.add(probe.description());
    }
  }

  List<Spot> spots() {
    return List.copyOf(spots);
  }

  /// A line for each server.
  List<String> descriptions() {
    return List.copyOf(descriptions);
  }

  /// Ends the servers that were started.
  @Override
  public void close() throws IOException {
    try {
      for (AutoCloseable server : servers) {
        server.close();
      }
    } catch (Exception e) {
      throw new IOException("a server did not end", e);
    }
  }
}
