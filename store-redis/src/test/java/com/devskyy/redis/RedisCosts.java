package com.devskyy.redis;

import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import com.devskyy.servers.RedisServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/// What a task costs the server: memory while it waits, time of its processor for its whole life.
/// `main` prints figures of a longer run.
final class RedisCosts {
  private static final TypeName TYPE = new TypeName("bench");
  private static final Json INPUT = Json.of("{\"text\":\"" + "x".repeat(189) + "\"}");
  private static final Json RESULT = Json.of("{\"ok\":true}");

  private final RedisServer server;
  private final TaskStore store;
  private final TaskId.Generator ids;

  RedisCosts(RedisServer server, TaskStore store) {
    this.server = server;
    this.store = store;
    ids = new TaskId.Generator(store.clock(), new SplittableRandom(1), 0);
  }

  /// Bytes of memory for each of so many tasks of 200 bytes that wait.
  double bytesPerWaitingTask(int tasks, IntFunction<Optional<String>> user) throws IOException {
    double before = server.info("used_memory");
    insert(tasks, 100, user);
    return (server.info("used_memory") - before) / tasks;
  }

  void insert(int tasks, int batch, IntFunction<Optional<String>> user) {
    for (int i = 0; i < tasks; i += batch) {
      var some = new ArrayList<NewTask>();
      for (int k = i; k < Math.min(tasks, i + batch); k++) {
        some.add(task(user.apply(k)));
      }
      store.insert(some, store.clock().instant());
    }
  }

  private NewTask task(Optional<String> user) {
    return new NewTask(
        ids.next(),
        TYPE,
        INPUT,
        Priority.NORMAL,
        user,
        Optional.empty(),
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Claims and completes until nothing is left; answers how many.
  int drain(String worker, int batch) {
    int done = 0;
    for (long n = 1; ; n++) {
      Claimed claimed =
          store.claim(
              new ClaimRequest(
                  worker,
                  n,
                  Map.of(TYPE, batch),
                  batch,
                  Long.MAX_VALUE,
                  false,
                  store.clock().instant()));
      if (claimed.leases().isEmpty()) {
        return done;
      }
      List<Write> writes = new ArrayList<>();
      claimed
          .leases()
          .forEach(
              leased -> writes.add(Write.end(leased.lease(), 1, new Transition.Complete(RESULT))));
      store.apply(writes, store.clock().instant());
      done += writes.size();
    }
  }

  /// Seconds that the server's processor has worked.
  double cpu() throws IOException {
    return server.info("used_cpu_user") + server.info("used_cpu_sys");
  }

  /// Prints what there is to say.
  public static void main(String[] args) throws IOException {
    int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    int batch = args.length > 1 ? Integer.parseInt(args[1]) : 100;
    for (int round = 1; round <= 3; round++) {
      for (boolean each : new boolean[] {false, true}) {
        try (var server = RedisServer.start();
            var store =
                RedisStore.open(
                    RedisSettings.of(RedisAddress.parse(server.url())), new SplittableRandom(1))) {
          var costs = new RedisCosts(server, store);
          costs.insert(1, 1, _ -> Optional.empty());
          costs.drain("warm", 1);
          double cpu0 = costs.cpu();
          long time0 = System.nanoTime();
          double bytes =
              costs.bytesPerWaitingTask(
                  tasks, i -> each ? Optional.of("user-" + i) : Optional.empty());
          double cpu1 = costs.cpu();
          long time1 = System.nanoTime();
          costs.drain("w", batch);
          double cpu2 = costs.cpu();
          long time2 = System.nanoTime();
          System.out.printf(
              "%s: %.0f bytes waiting; insert %.0f k/s, %.1f us of Redis; claim and complete %.0f k/s, %.1f us; life %.1f us; %.0f bytes ended%n",
              each ? "a user each" : "no user    ",
              bytes,
              tasks * 1e6 / (time1 - time0),
              (cpu1 - cpu0) * 1e6 / tasks,
              tasks * 1e6 / (time2 - time1),
              (cpu2 - cpu1) * 1e6 / tasks,
              (cpu2 - cpu0) * 1e6 / tasks,
              server.info("used_memory") / tasks);
        }
      }
    }
  }
}
