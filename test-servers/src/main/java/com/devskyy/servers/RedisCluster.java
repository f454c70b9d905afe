package com.devskyy.servers;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Makes a cluster of single servers.
final class RedisCluster {
  private static final int SLOTS = 16_384;
  private static final Duration FORM = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);

  private RedisCluster() {}

  static void form(List<RedisServer> nodes) throws IOException {
    for (int i = 0; i < nodes.size(); i++) {
      int from = SLOTS * i / nodes.size();
      int to = SLOTS * (i + 1) / nodes.size();
      var command = new String[2 + to - from];
      command[0] = "CLUSTER";
      command[1] = "ADDSLOTS";
      for (int slot = from; slot < to; slot++) {
        command[2 + slot - from] = Integer.toString(slot);
      }
      nodes.get(i).call(command);
    }
    for (RedisServer node : nodes) {
      node.call("CLUSTER", "MEET", "127.0.0.1", Integer.toString(nodes.getFirst().port()));
    }
    long deadline = System.nanoTime() + FORM.toNanos();
    while (!isFormed(nodes)) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the nodes did not form a cluster within " + FORM);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static boolean isFormed(List<RedisServer> nodes) throws IOException {
    for (RedisServer node : nodes) {
      String info = String.valueOf(node.call("CLUSTER", "INFO"));
      if (!info.contains("cluster_state:ok")
          || !info.contains("cluster_known_nodes:" + nodes.size())) {
        return false;
      }
    }
    return true;
  }
}
