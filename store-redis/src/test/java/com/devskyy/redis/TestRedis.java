package com.devskyy.redis;

import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.SplittableRandom;

/// One server for all tests of a JVM that only need a store that holds nothing: each has a
/// namespace of its own.
final class TestRedis {
  private static final RedisServer SERVER = start();
  private static int namespaces;

  private TestRedis() {}

  private static RedisServer start() {
    try {
      var server = RedisServer.start();
      String version = server.version();
      System.out.printf(
          "the Redis tests run on %s%s%n",
          version,
          version.startsWith("Valkey")
              ? ""
              : "; NOT RUN on Valkey: REDIS_SERVER=/path/to/valkey-server does that");
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static synchronized String newNamespace() {
    return "test-" + ++namespaces;
  }

  /// How it is reached.
  static RedisSettings settings() {
    return RedisSettings.of(RedisAddress.parse(SERVER.url()));
  }

  static TaskStore open(
      RedisSettings servers, String namespace, InstantSource clock, StoreSettings settings) {
    return RedisStore.open(
        servers.withStore(settings).withNamespace(namespace), clock, new SplittableRandom(7));
  }

  /// One that holds nothing, on the server for all.
  static TaskStore open(InstantSource clock, StoreSettings settings) {
    return open(settings(), newNamespace(), clock, settings);
  }
}
