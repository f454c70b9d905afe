package com.devskyy.redis.internal;

import com.devskyy.engine.store.Advice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a server's own account of itself means for tasks. Pure.
final class Examining {
  /// Beyond this share of its memory a server is taken for nearly full.
  private static final double NEARLY_FULL = 0.8;

  private final Map<String, String> info = new HashMap<>();
  private final String fsync;
  private final List<Advice> advice = new ArrayList<>();

  /// @param info the answer of INFO
  /// @param fsync the setting `appendfsync`; empty when the server does not tell us
  Examining(String info, String fsync) {
    info.lines()
        .filter(line -> line.indexOf(':') > 0)
        .forEach(
            line ->
                this.info.put(
                    line.substring(0, line.indexOf(':')),
                    line.substring(line.indexOf(':') + 1).strip()));
    this.fsync = fsync;
  }

  List<Advice> advice() {
    version();
    eviction();
    persistence();
    replication();
    memory();
    return advice;
  }

  private @Nullable String said(String field) {
    return info.get(field);
  }

  private long number(String field) {
    String value = said(field);
    return value == null ? 0 : Long.parseLong(value);
  }

  private void version() {
    String valkey = said("valkey_version");
    advice.add(
        Advice.ok(
            "server", valkey != null ? "Valkey " + valkey : "Redis " + said("redis_version")));
  }

  private void eviction() {
    String policy = said("maxmemory_policy");
    if ("noeviction".equals(policy)) {
      advice.add(Advice.ok("eviction", "off (noeviction)"));
    } else {
      advice.add(
          Advice.bad(
              "eviction",
              "the policy is %s: beyond maxmemory the server drops tasks".formatted(policy),
              "redis-cli config set maxmemory-policy noeviction, and the same in redis.conf"));
    }
  }

  private void persistence() {
    String remedy = "redis-cli config set appendonly yes, and the same in redis.conf";
    if (number("aof_enabled") == 1) {
      if ("err".equals(said("aof_last_write_status"))) {
        advice.add(
            Advice.bad(
                "persistence",
                "the append-only file cannot be written",
                "Look at the server's disk and its log."));
      } else if (fsync.equals("no")) {
        advice.add(
            Advice.note(
                "persistence",
                "append-only file, synced when the system likes: half a minute of tasks may be lost"
                    + " with the power",
                "redis-cli config set appendfsync everysec"));
      } else {
        advice.add(
            Advice.ok(
                "persistence",
                switch (fsync) {
                  case "always" -> "append-only file, synced with every change";
                  case "everysec" ->
                      "append-only file, synced every second: power that fails may take the last one";
                  default -> "append-only file";
                }));
      }
    } else {
      advice.add(
          Advice.note(
              "persistence",
              "no append-only file: a restart loses what came after the last snapshot, if there is"
                  + " any",
              remedy));
    }
  }

  private void replication() {
    if ("slave".equals(said("role"))) {
      advice.add(
          Advice.bad(
              "replication",
              "this is a replica, which takes no writes",
              "Name the master, or the sentinels: redis-sentinel://host:26379/NAME"));
    } else {
      long replicas = number("connected_slaves");
      advice.add(
          replicas == 0
              ? Advice.note(
                  "replication",
                  "no replica: while this server is down nothing runs",
                  "Add a replica and sentinels where that matters.")
              : Advice.ok(
                  "replication",
                  "%d replica%s; a failover may forget the last moments"
                      .formatted(replicas, replicas == 1 ? "" : "s")));
    }
  }

  private void memory() {
    long used = number("used_memory");
    long most = number("maxmemory");
    String human = mebibytes(used);
    if (most == 0) {
      advice.add(
          Advice.note(
              "memory",
              human + " used, no limit: the system may end the server when memory runs out",
              "redis-cli config set maxmemory 2gb, or what the machine can spare"));
    } else if (used > most * NEARLY_FULL) {
      advice.add(
          Advice.note(
              "memory",
              "%s of %s used: beyond it new tasks are refused".formatted(human, mebibytes(most)),
              "redis-cli config set maxmemory with more, or a shorter RETENTION"));
    } else {
      advice.add(Advice.ok("memory", "%s of %s used".formatted(human, mebibytes(most))));
    }
  }

  private static String mebibytes(long bytes) {
    return "%,d MiB".formatted(Math.round(bytes / (double) (1 << 20)));
  }
}
