package com.devskyy.bench.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.devskyy.json.JsonCodec;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/// The raw limit: a hash of all inputs, a sorted set of those that wait, one of those that run, and
/// a hash of results; a script per step and batch, eight batches on their way at a time, none of a
/// queue's promises.
final class RawRedis implements StoreLife {
  private static final int IN_FLIGHT = 8;
  private static final String INSERT =
      """
      local waiting, inputs = {}, {}
      for i = 1, #ARGV, 2 do
        waiting[i], waiting[i + 1] = i, ARGV[i]
        inputs[i], inputs[i + 1] = ARGV[i], ARGV[i + 1]
      end
      redis.call('HSET', KEYS[3], unpack(inputs))
      redis.call('ZADD', KEYS[1], unpack(waiting))
      return #ARGV / 2""";
  private static final String CLAIM =
      """
      local first = redis.call('ZPOPMIN', KEYS[1], ARGV[1])
      if #first == 0 then return {} end
      local ids, running, answer = {}, {}, {}
      for i = 1, #first, 2 do
        ids[#ids + 1] = first[i]
        running[i], running[i + 1] = ARGV[2], first[i]
        answer[i] = first[i]
      end
      local inputs = redis.call('HMGET', KEYS[3], unpack(ids))
      for i = 1, #inputs do answer[2 * i] = inputs[i] end
      redis.call('ZADD', KEYS[2], unpack(running))
      return answer""";
  private static final String COMPLETE =
      """
      local done = redis.call('ZREM', KEYS[2], unpack(ARGV))
      local results = {}
      for i = 1, #ARGV do
        results[2 * i - 1], results[2 * i] = ARGV[i], '"ok"'
      end
      redis.call('HSET', KEYS[4], unpack(results))
      redis.call('HDEL', KEYS[3], unpack(ARGV))
      return done""";

  private final Spot spot;
  private final Server server;
  private final Jedis redis;
  private final byte[] insert;
  private final byte[] claim;
  private final byte[] complete;
  private final List<byte[]> keys;
  private final List<byte[]> inputs = new ArrayList<>();
  private final Pipeline pipeline;
  private int waiting;
  private int next;

  RawRedis(Spot spot, Server server) {
    this.spot = spot;
    this.server = server;
    redis = new Jedis(URI.create(spot.url()));
    insert = redis.scriptLoad(INSERT).getBytes(US_ASCII);
    claim = redis.scriptLoad(CLAIM).getBytes(US_ASCII);
    complete = redis.scriptLoad(COMPLETE).getBytes(US_ASCII);
    keys =
        List.of("waiting", "running", "inputs", "results").stream()
            .map(name -> bytes(spot.namespace() + ":" + name))
            .toList();
    pipeline = redis.pipelined();
  }

  @Override
  public void prepare(int tasks) {
    var codec = new JsonCodec();
    inputs.clear();
    next = 0;
    for (int i = 0; i < tasks; i++) {
      inputs.add(codec.encode(Order.of(i)).bytes());
    }
  }

  @Override
  public void insert(int batch) {
    List<byte[]> arguments = new ArrayList<>(2 * batch);
    for (int i = next; i < next + batch; i++) {
      arguments.add(bytes("%016d".formatted(i)));
      arguments.add(inputs.get(i));
    }
    next += batch;
    pipeline.evalsha(insert, keys, arguments);
    waiting++;
    if (waiting == IN_FLIGHT) {
      flush();
    }
  }

  @Override
  public void flush() {
    pipeline.sync();
    waiting = 0;
  }

  @Override
  public int claimAndComplete(int batch) {
    List<Response<Object>> claims = new ArrayList<>();
    for (int i = 0; i < IN_FLIGHT; i++) {
      claims.add(
          pipeline.evalsha(claim, keys, List.of(bytes(Integer.toString(batch)), bytes("12000"))));
    }
    pipeline.sync();
    List<Response<Object>> ends = new ArrayList<>();
    for (Response<Object> each : claims) {
      List<byte[]> ids = idsOf((List<?>) each.get());
      if (!ids.isEmpty()) {
        ends.add(pipeline.evalsha(complete, keys, ids));
      }
    }
    pipeline.sync();
    return ends.stream().mapToInt(end -> Math.toIntExact((Long) end.get())).sum();
  }

  private static List<byte[]> idsOf(List<?> claimed) {
    List<byte[]> ids = new ArrayList<>(claimed.size() / 2);
    for (int i = 0; i < claimed.size(); i += 2) {
      ids.add((byte[]) claimed.get(i));
      if (((byte[]) claimed.get(i + 1)).length == 0) {
        throw new IllegalStateException("a task without its input");
      }
    }
    return ids;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  public long completed() {
    return redis.hlen(keys.get(3));
  }

  @Override
  public long bytes() {
    return server.bytes(spot);
  }

  @Override
  public void close() {
    pipeline.close();
    redis.close();
    server.remove(spot);
  }
}
