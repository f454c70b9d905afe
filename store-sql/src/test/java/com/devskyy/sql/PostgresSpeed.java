package com.devskyy.sql;

import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskClient;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import com.devskyy.engine.testkit.RawCodec;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import com.devskyy.servers.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Measures the PostgreSQL store on a server that waits for the disk: rates, and the processor time
/// that server and client spend per task, which others on the machine disturb less. Not a test; run
/// its `main` with the number of tasks.
final class PostgresSpeed {
  private static final int ROUNDS = Integer.getInteger("rounds", 3);
  private static final Json INPUT = Json.of("\"" + "x".repeat(201) + "\"");
  private static final TaskType<Json, Json> TYPE =
      TaskType.named("bench_order", Json.class, Json.class).build();

  private final PostgresServer server;
  private final PostgresStore opened;
  private final TaskStore store;
  private final TaskId.Generator ids;
  private long wall;
  private long serverCpu;
  private long clientCpu;

  private PostgresSpeed(PostgresServer server, String namespace) {
    this.server = server;
    opened =
        PostgresStore.open(
            Postgres.settings(server.jdbcUrl("postgres"), StoreSettings.DEFAULT, namespace),
            new SecureRandom());
    store = opened.tasks();
    ids = new TaskId.Generator(store.clock(), new SecureRandom(), 0);
  }

  public static void main(String[] args) throws Exception {
    int tasks = Integer.parseInt(args[0]);
    List<String> what = List.of(args).subList(1, args.length);
    try (var server =
        PostgresServer.start(
            Map.of(
                "shared_buffers",
                "1GB",
                "max_wal_size",
                "4GB",
                "track_functions",
                System.getProperty("track", "none"),
                "synchronous_commit",
                "on"))) {
      for (int round = 0; round < ROUNDS; round++) {
        System.out.println("round " + round);
        if (what.contains("store")) {
          var speed = new PostgresSpeed(server, "store_" + round);
          speed.insertAll(tasks);
          speed.claimAndComplete(tasks, 1);
          speed.insertAll(tasks);
          speed.claimAndComplete(tasks, 2);
          speed.opened.close();
        }
        if (what.contains("raw")) {
          var speed = new PostgresSpeed(server, "raw_" + round);
          speed.raw(tasks);
          speed.opened.close();
        }
        if (what.contains("drain")) {
          var speed = new PostgresSpeed(server, "drain_" + round);
          speed.insertAll(tasks);
          if (!System.getProperty("track", "none").equals("none")) {
            speed.functions();
          }
          speed.drain(tasks);
          if (!System.getProperty("track", "none").equals("none")) {
            Thread.sleep(1500);
            speed.functions();
          }
          speed.opened.close();
        }
        if (what.contains("life")) {
          var speed = new PostgresSpeed(server, "life_" + round);
          speed.life(tasks);
          if (!System.getProperty("track", "none").equals("none")) {
            Thread.sleep(1500);
            speed.functions();
          }
          speed.opened.close();
        }
        if (what.contains("one")) {
          var speed = new PostgresSpeed(server, "one_" + round);
          speed.oneByOne(tasks / 50, 1);
          speed.oneByOne(tasks / 10, 16);
          speed.processes(tasks / 50, 16);
          speed.opened.close();
        }
        if (what.contains("pickup")) {
          var speed = new PostgresSpeed(server, "pickup_" + round);
          speed.pickup(server, "pickup_" + round);
          speed.opened.close();
        }
        if (what.contains("snapshot")) {
          var speed = new PostgresSpeed(server, "snap_" + round);
          speed.snapshot(tasks);
          speed.opened.close();
        }
      }
    }
  }

  private void functions() throws Exception {
    try (var connection =
            DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "");
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT funcname, calls, total_time, self_time FROM pg_stat_user_functions ORDER BY self_time DESC LIMIT 12")) {
      while (rows.next()) {
        System.out.printf(
            "  %-16s %8d calls, %8.1f us each, %8.1f us itself%n",
            rows.getString(1),
            rows.getLong(2),
            rows.getDouble(3) * 1000 / rows.getLong(2),
            rows.getDouble(4) * 1000 / rows.getLong(2));
      }
      statement.execute("SELECT pg_stat_reset()");
    }
  }

  private void begin() {
    wall = System.nanoTime();
    serverCpu = serverCpuMillis();
    clientCpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
  }

  private void end(String what, int tasks) {
    double seconds = (System.nanoTime() - wall) / 1e9;
    long client =
        ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() - clientCpu;
    System.out.printf(
        "%-28s %8.0f/s  server %6.1f us/task, client %6.1f us/task%n",
        what,
        tasks / seconds,
        (serverCpuMillis() - serverCpu) * 1000.0 / tasks,
        client * 1000.0 / tasks);
  }

  /// Of all its processes, also those that have ended.
  private long serverCpuMillis() {
    return ProcessHandle.current()
        .descendants()
        .mapToLong(
            process -> {
              try {
                String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
                String[] parts = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                long ticks = 0;
                for (int i = 11; i <= 14; i++) {
                  ticks += Long.parseLong(parts[i]);
                }
                return ticks * 10;
              } catch (java.io.IOException _) {
                return 0;
              }
            })
        .sum();
  }

  private List<NewTask> batch(int size) {
    return IntStream.range(0, size)
        .mapToObj(_ -> NewTask.of(ids.next(), TYPE.name(), INPUT))
        .toList();
  }

  private void insertAll(int tasks) {
    begin();
    for (int i = 0; i < tasks; i += 500) {
      store.insert(batch(500), store.clock().instant());
    }
    end("insert, 500 a call", tasks);
  }

  private void claimAndComplete(int tasks, int threads) throws Exception {
    begin();
    var left = new AtomicInteger(tasks);
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var running = new ArrayList<java.util.concurrent.Future<?>>();
      for (int t = 0; t < threads; t++) {
        String worker = "worker-" + t + "-" + System.nanoTime();
        running.add(
            pool.submit(
                () -> {
                  for (long n = 1; left.get() > 0; n++) {
                    var leases =
                        store
                            .claim(
                                new ClaimRequest(
                                    worker,
                                    n,
                                    Map.of(TYPE.name(), 500),
                                    500,
                                    16 << 20,
                                    false,
                                    store.clock().instant()))
                            .leases();
                    store.apply(
                        leases.stream()
                            .map(
                                leased ->
                                    Write.end(
                                        leased.lease(),
                                        1,
                                        new Transition.Complete(Json.of("{\"ok\":true}"))))
                            .toList(),
                        store.clock().instant());
                    left.addAndGet(-leases.size());
                  }
                  return null;
                }));
      }
      for (var each : running) {
        each.get();
      }
    }
    end("claim + complete, threads " + threads, tasks);
  }

  /// The limit: one table with two partial indexes, rows kept, no feature of ours; 500 a
  /// transaction, two connections for the claims and ends.
  private void raw(int tasks) throws Exception {
    try (var one = raw();
        var statement = one.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS raw");
      statement.execute(
          "CREATE TABLE raw (id bigserial PRIMARY KEY, queue text NOT NULL, state smallint NOT NULL, priority int NOT NULL, run_at timestamptz NOT NULL, payload text NOT NULL, lease_until timestamptz, attempts int NOT NULL, created_at timestamptz NOT NULL, finished_at timestamptz, result text)");
      statement.execute(
          "CREATE INDEX raw_ready ON raw (queue, priority, run_at, id) WHERE state = 0");
      statement.execute("CREATE INDEX raw_lease ON raw (lease_until) WHERE state = 1");
      begin();
      try (var insert =
          one.prepareStatement(
              "INSERT INTO raw (queue, state, priority, run_at, payload, attempts, created_at) SELECT 'q', 0, 0, now(), p, 0, now() FROM unnest(?::text[]) p")) {
        var batch = new String[500];
        java.util.Arrays.fill(batch, INPUT.text());
        for (int i = 0; i < tasks; i += 500) {
          insert.setObject(1, batch);
          insert.executeUpdate();
        }
      }
      end("raw insert", tasks);
      begin();
      var left = new AtomicInteger(tasks);
      try (var pool = Executors.newFixedThreadPool(2)) {
        var running = new ArrayList<java.util.concurrent.Future<?>>();
        for (int t = 0; t < 2; t++) {
          running.add(
              pool.submit(
                  () -> {
                    rawLife(left);
                    return null;
                  }));
        }
        for (var each : running) {
          each.get();
        }
      }
      end("raw claim + complete", tasks);
    }
  }

  private java.sql.Connection raw() throws java.sql.SQLException {
    return DriverManager.getConnection(
        server.jdbcUrl("postgres") + "?prepareThreshold=1", server.user(), "");
  }

  private void rawLife(AtomicInteger left) throws java.sql.SQLException {
    try (var connection = raw();
        var claim =
            connection.prepareStatement(
                "UPDATE raw SET state = 1, lease_until = now() + interval '30 s', attempts = attempts + 1 WHERE id = ANY (ARRAY(SELECT id FROM raw WHERE queue = 'q' AND state = 0 AND run_at <= now() ORDER BY priority, run_at, id LIMIT 500 FOR UPDATE SKIP LOCKED)) RETURNING id, payload");
        var done =
            connection.prepareStatement(
                "UPDATE raw SET state = 2, finished_at = now(), result = 'ok', lease_until = NULL WHERE id = ANY (?) AND state = 1")) {
      while (left.get() > 0) {
        var ids = new ArrayList<Long>();
        try (var rows = claim.executeQuery()) {
          while (rows.next()) {
            ids.add(rows.getLong(1));
            rows.getString(2);
          }
        }
        done.setObject(1, ids.stream().mapToLong(Long::longValue).toArray());
        left.addAndGet(-done.executeUpdate());
      }
    }
  }

  private Worker worker(CountDownLatch done) throws Exception {
    return new Worker(
        store,
        new RawCodec(),
        new FolderArtifactStore(Files.createTempDirectory("artifacts")),
        List.of(
            TYPE.servedBy(
                (_, _) -> {
                  done.countDown();
                  return Json.of("{\"ok\":true}");
                })),
        new WorkerSettings(
            "bench-" + System.nanoTime(),
            "localhost",
            500,
            2,
            WorkerSettings.DEFAULT_RUN_LIMIT,
            Duration.ofSeconds(10),
            Tiers.DEFAULT),
        System::nanoTime,
        new SecureRandom());
  }

  /// From just before `enqueue` to the handler's first line, one task every 10 ms; producer and
  /// worker know no more of each other than two processes do.
  private void pickup(PostgresServer at, String namespace) throws Exception {
    int tasks = 1_000;
    var sent = new java.util.concurrent.ConcurrentHashMap<TaskId, Long>();
    var took = new java.util.concurrent.ConcurrentLinkedQueue<Long>();
    var done = new CountDownLatch(tasks);
    try (var other =
            PostgresStore.open(
                Postgres.settings(at.jdbcUrl("postgres"), StoreSettings.DEFAULT, namespace),
                new SecureRandom());
        Worker worker =
            new Worker(
                store,
                new RawCodec(),
                new FolderArtifactStore(Files.createTempDirectory("artifacts")),
                List.of(
                    TYPE.servedBy(
                        (context, _) -> {
                          took.add(System.nanoTime() - sent.get(context.id()));
                          done.countDown();
                          return Json.of("{\"ok\":true}");
                        })),
                new WorkerSettings(
                    "pickup",
                    "localhost",
                    500,
                    2,
                    WorkerSettings.DEFAULT_RUN_LIMIT,
                    Duration.ofSeconds(10),
                    Tiers.DEFAULT),
                System::nanoTime,
                new SecureRandom())) {
      worker.start();
      Thread.sleep(1_000);
      for (int i = 0; i < tasks; i++) {
        NewTask task = batch(1).getFirst();
        long at0 = System.nanoTime();
        sent.put(task.id(), at0);
        other.tasks().insert(List.of(task), other.tasks().clock().instant());
        long rest = 10_000_000 - (System.nanoTime() - at0);
        if (rest > 0) {
          java.util.concurrent.locks.LockSupport.parkNanos(rest);
        }
      }
      done.await();
    }
    long[] sorted = took.stream().skip(200).mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "pickup p50 %.2f ms, p99 %.2f ms%n",
        sorted[sorted.length / 2] / 1e6, sorted[sorted.length * 99 / 100] / 1e6);
  }

  private void awaitCompleted(int tasks) throws InterruptedException {
    while (store.counts().of(TYPE.name(), TaskStatus.COMPLETED) < tasks) {
      Thread.sleep(2);
    }
  }

  private void drain(int tasks) throws Exception {
    var done = new CountDownLatch(tasks);
    try (Worker worker = worker(done)) {
      begin();
      worker.start();
      done.await();
      awaitCompleted(tasks);
      end("drain by a worker, 500 slots", tasks);
    }
  }

  private void life(int tasks) throws Exception {
    var done = new CountDownLatch(tasks);
    try (Worker worker = worker(done)) {
      worker.start();
      begin();
      for (int i = 0; i < tasks; i += 500) {
        store.insert(batch(500), store.clock().instant());
      }
      done.await();
      awaitCompleted(tasks);
      end("whole life", tasks);
    }
  }

  private void oneByOne(int tasks, int threads) throws Exception {
    try (var client = new TaskClient(store, new RawCodec(), ids, Tiers.DEFAULT, List.of(TYPE));
        var pool = Executors.newFixedThreadPool(threads)) {
      begin();
      var running = new ArrayList<java.util.concurrent.Future<?>>();
      for (int t = 0; t < threads; t++) {
        running.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < tasks / threads; i++) {
                    client.enqueue(TYPE, INPUT, EnqueueOptions.DEFAULT);
                  }
                }));
      }
      for (var each : running) {
        each.get();
      }
      end("one by one, threads " + threads, tasks);
    }
  }

  /// Threads that share nothing, as producers in processes of their own.
  private void processes(int tasks, int threads) throws Exception {
    try (var pool = Executors.newFixedThreadPool(threads)) {
      var stores = new ArrayList<PostgresStore>();
      for (int t = 0; t < threads; t++) {
        stores.add(
            PostgresStore.open(
                Postgres.settings(server.jdbcUrl("postgres"), StoreSettings.DEFAULT, "one_0")
                    .withConnections(1),
                new SecureRandom()));
      }
      begin();
      var running = new ArrayList<java.util.concurrent.Future<?>>();
      for (PostgresStore each : stores) {
        running.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < tasks / threads; i++) {
                    each.tasks().insert(batch(1), store.clock().instant());
                  }
                }));
      }
      for (var each : running) {
        each.get();
      }
      end("one by one, stores " + threads, tasks);
      stores.forEach(PostgresStore::close);
    }
  }

  /// The same work again and again while a snapshot is held open.
  private void snapshot(int tasks) throws Exception {
    insertAll(tasks);
    claimAndComplete(tasks, 1);
    try (var held = DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "");
        var statement = held.createStatement()) {
      held.setAutoCommit(false);
      held.setTransactionIsolation(java.sql.Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("SELECT 1");
      System.out.println("a snapshot is held open");
      for (int i = 0; i < 3; i++) {
        insertAll(tasks);
        claimAndComplete(tasks, 1);
      }
      held.rollback();
    }
  }
}
