package com.devskyy.bench.queue;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/// Asks a Redis by INFO.
final class RedisProbe implements Server {
  private static final int KEYS_AT_ONCE = 1_000;

  private final Jedis redis;

  RedisProbe(String url) {
    redis = new Jedis(URI.create(url));
  }

  /// A line for readers of the figures.
  String description() {
    return "Redis %s, appendonly %s"
        .formatted(
            field(redis.info("server"), "redis_version"),
            field(redis.info("persistence"), "aof_enabled").equals("1")
                ? redis.configGet("appendfsync").get("appendfsync")
                : "no");
  }

  @Override
  public OptionalDouble cpuSeconds() {
    String cpu = redis.info("cpu");
    return OptionalDouble.of(number(cpu, "used_cpu_user") + number(cpu, "used_cpu_sys"));
  }

  /// By reads of clients' sockets: its count of commands holds those that scripts call, too.
  @Override
  public OptionalLong commands() {
    return OptionalLong.of((long) number(redis.info("stats"), "total_reads_processed"));
  }

  /// All of its memory: only differences say something.
  @Override
  public long bytes(Spot spot) {
    return (long) number(redis.info("memory"), "used_memory");
  }

  /// By bytes: a key of ours may hold some that are no text.
  @Override
  public void remove(Spot spot) {
    ScanParams mine = new ScanParams().match(spot.namespace() + ":*").count(KEYS_AT_ONCE);
    byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
    do {
      ScanResult<byte[]> page = redis.scan(cursor, mine);
      List<byte[]> keys = page.getResult();
      if (!keys.isEmpty()) {
        // Not unlinked: memory given back later would be counted as someone else's.
        redis.del(keys.toArray(byte[][]::new));
      }
      cursor = page.getCursorAsBytes();
    } while (!Arrays.equals(cursor, ScanParams.SCAN_POINTER_START_BINARY));
  }

  private static double number(String info, String name) {
    return Double.parseDouble(field(info, name));
  }

  private static String field(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("INFO says nothing of " + name));
  }

  @Override
  public void close() {
    redis.close();
  }
}
