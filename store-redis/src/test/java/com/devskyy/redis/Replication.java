package com.devskyy.redis;

import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;

/// How a replica follows its master.
final class Replication {
  private Replication() {}

  static boolean isReplica(RedisServer server) {
    return of(server).contains("role:slave");
  }

  static boolean isLinked(RedisServer replica) {
    return of(replica).contains("master_link_status:up");
  }

  /// Waits until a replica has all that its master has. Where workers are idle, a master's stream
  /// of changes grows by heartbeats alone.
  static void awaitInStep(RedisServer replica, RedisServer master) {
    Stage.await("the replica has it all", () -> offset(replica) >= offset(master));
  }

  private static long offset(RedisServer server) {
    String field = isReplica(server) ? "slave_repl_offset:" : "master_repl_offset:";
    return of(server)
        .lines()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.substring(field.length()).strip()))
        .findFirst()
        .orElseThrow();
  }

  private static String of(RedisServer server) {
    try {
      return String.valueOf(server.call("INFO", "replication"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
