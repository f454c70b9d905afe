package com.devskyy.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A cluster of servers of one's own, which share its slots evenly until some are moved. Not for
/// several threads.
public final class RedisCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final String MIGRATION_MS = "20000";

  private final List<RedisServer> nodes = new ArrayList<>();

  private RedisCluster() {}

  /// Starts one.
  public static RedisCluster start(int masters) throws IOException {
    var cluster = new RedisCluster();
    try {
      for (int i = 0; i < masters; i++) {
        RedisServer node = cluster.startNode();
        String[] slots =
            Stream.concat(
                    Stream.of("CLUSTER", "ADDSLOTS"),
                    slots(SLOTS * i / masters, SLOTS * (i + 1) / masters))
                .toArray(String[]::new);
        node.call(slots);
        cluster.join(node);
      }
      cluster.awaitFormed();
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static Stream<String> slots(int from, int to) {
    return Stream.iterate(from, slot -> slot < to, slot -> slot + 1).map(String::valueOf);
  }

  private RedisServer startNode() throws IOException {
    RedisServer node = RedisServer.start("cluster-enabled yes", "cluster-node-timeout 2000");
    nodes.add(node);
    return node;
  }

  private void join(RedisServer node) throws IOException {
    node.call("CLUSTER", "MEET", "127.0.0.1", Integer.toString(nodes.getFirst().port()));
  }

  /// Its nodes, masters first.
  public List<RedisServer> nodes() {
    return List.copyOf(nodes);
  }

  /// How it is reached: by one of its nodes, the first.
  public String url() {
    return "redis-cluster://127.0.0.1:" + nodes.getFirst().port();
  }

  /// Adds a node that follows a master, and takes its place when it is gone. All know it, and it
  /// has all that its master has.
  public RedisServer addReplica(RedisServer master) throws IOException {
    RedisServer replica = startNode();
    join(replica);
    awaitFormed();
    replica.call("CLUSTER", "REPLICATE", id(master));
    String itself = ":" + replica.port() + "@";
    await(
        "the replica is in step",
        () ->
            said(replica, "INFO", "replication").contains("master_link_status:up")
                && areAll(
                    node ->
                        said(node, "CLUSTER", "NODES")
                            .lines()
                            .anyMatch(line -> line.contains(itself) && line.contains("slave"))));
    return replica;
  }

  /// The master that has the slot of a key.
  public RedisServer ownerOf(String key) throws IOException {
    for (RedisServer node : nodes) {
      try {
        node.call("EXISTS", key);
        return node;
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).startsWith("MOVED")) {
          throw e;
        }
      }
    }
    throw new IOException("no node has the slot of " + key);
  }

  /// Begins to move the slot of a key: from now on its node sends whoever asks for a key that it
  /// does not have to the other one.
  public Move beginMove(String key, RedisServer to) throws IOException {
    var move = new Move(said(to, "CLUSTER", "KEYSLOT", key), ownerOf(key), to);
    to.call("CLUSTER", "SETSLOT", move.slot, "IMPORTING", id(move.from));
    move.from.call("CLUSTER", "SETSLOT", move.slot, "MIGRATING", id(to));
    return move;
  }

  /// A slot that is being moved.
  public final class Move {
    private final String slot;
    private final RedisServer from;
    private final RedisServer to;

    private Move(String slot, RedisServer from, RedisServer to) {
      this.slot = slot;
      this.from = from;
      this.to = to;
    }

    /// Moves some of its keys.
    ///
    /// @return how many
    public int keys(int max) throws IOException {
      // A byte to a character: names of keys need not be texts.
      Object keys =
          RedisTalk.once(
              from.port(), ISO_8859_1, "CLUSTER", "GETKEYSINSLOT", slot, Integer.toString(max));
      if (!(keys instanceof List<?> list) || list.isEmpty()) {
        return 0;
      }
      var command = new ArrayList<>(List.of("MIGRATE", "127.0.0.1", Integer.toString(to.port())));
      command.addAll(List.of("", "0", MIGRATION_MS, "KEYS"));
      list.forEach(key -> command.add(String.valueOf(key)));
      RedisTalk.once(from.port(), ISO_8859_1, command.toArray(String[]::new));
      return list.size();
    }

    /// Moves what is left, and tells all nodes where the slot is now.
    public void end() throws IOException {
      while (keys(100) > 0) {
        // Until none is left.
      }
      String owner = id(to);
      for (RedisServer node : Stream.concat(Stream.of(to, from), nodes.stream()).toList()) {
        if (said(node, "INFO", "replication").contains("role:master")) {
          node.call("CLUSTER", "SETSLOT", slot, "NODE", owner);
        }
      }
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private interface Test {
    boolean holdsFor(RedisServer node) throws IOException;
  }

  private void awaitFormed() throws IOException {
    String known = "cluster_known_nodes:" + nodes.size();
    await(
        "the nodes form a cluster",
        () ->
            areAll(
                node -> {
                  String info = said(node, "CLUSTER", "INFO");
                  return info.contains("cluster_state:ok") && info.contains(known);
                }));
  }

  private boolean areAll(Test test) throws IOException {
    for (RedisServer node : nodes) {
      if (!test.holdsFor(node)) {
        return false;
      }
    }
    return true;
  }

  private static void await(String what, Condition condition) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("waited for %s in vain: %s".formatted(PATIENCE, what));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static String id(RedisServer node) throws IOException {
    return said(node, "CLUSTER", "MYID");
  }

  private static String said(RedisServer node, String... command) throws IOException {
    return String.valueOf(node.call(command));
  }

  /// Ends all nodes; safe to call twice.
  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }
}
