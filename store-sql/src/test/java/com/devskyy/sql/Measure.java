package com.devskyy.sql;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Prints how fast the store is beside the bare driver doing the same life of a task with none of
/// the features, both with `synchronous = FULL`, turn and turn about. Not part of the build:
/// `Measure [tasks] [rounds] [users] [backlog]`.
final class Measure {
  private static final TypeName TYPE = new TypeName("bench");
  private static final SqliteSettings.Sync SYNC =
      SqliteSettings.Sync.valueOf(System.getProperty("sync", "FULL"));
  private static final String INPUT =
      """
      {"orderId":"ORD-2026-%07d","customerId":"c-%06d","sku":"DRS-1042-RED-M","qty":1,"price":89.90,\
      "currency":"EUR","channel":"web","locale":"de-DE","action":"reserve-stock","warehouse":"BER-2",\
      "n":%d}""";

  /// Rates per second, and the processor's microseconds per task: what a busy neighbour disturbs
  /// less.
  private record Rates(
      double insert, double drain, double life, double bytes, double insertCpu, double drainCpu) {}

  /// One stretch of time.
  private static final class Watch {
    private final long start = System.nanoTime();
    private final long cpu = cpuTime();

    double seconds() {
      return Duration.ofNanos(System.nanoTime() - start).toNanos() / 1e9;
    }

    double cpuMicros() {
      return (cpuTime() - cpu) / 1e3;
    }

    private static long cpuTime() {
      var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return system.getProcessCpuTime();
    }
  }

  private Measure() {}

  public static void main(String[] args) throws Exception {
    int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    int users = args.length > 2 ? Integer.parseInt(args[2]) : 1;
    int backlog = args.length > 3 ? Integer.parseInt(args[3]) : 0;
    Path folder = Files.createTempDirectory("measure");
    for (int batch : new int[] {100, 500}) {
      var ours = new ArrayList<Rates>();
      var bare = new ArrayList<Rates>();
      for (int round = -1; round < rounds; round++) {
        Rates b = bare(folder.resolve("bare"), tasks, batch);
        Rates o = ours(folder.resolve("ours"), tasks, batch, users, backlog);
        if (round >= 0) {
          bare.add(b);
          ours.add(o);
        }
      }
      print("bare", batch, bare);
      print("ours", batch, ours);
      System.out.printf(
          "batch %d, ours / bare, median of rounds: insert %.2f, claim + complete %.2f, life %.2f%n",
          batch,
          median(ratios(ours, bare, 0)),
          median(ratios(ours, bare, 1)),
          median(ratios(ours, bare, 2)));
      System.out.printf(
          "batch %d, ours / bare, best of rounds: insert %.2f, claim + complete %.2f, life %.2f%n",
          batch,
          best(ours, 0) / best(bare, 0),
          best(ours, 1) / best(bare, 1),
          best(ours, 2) / best(bare, 2));
    }
  }

  private static Rates ours(Path file, int tasks, int batch, int users, int backlog)
      throws IOException {
    delete(file);
    InstantSource clock = InstantSource.system();
    try (var store =
        SqliteStore.open(
            file,
            SqliteSettings.of(StoreSettings.DEFAULT).withSync(SYNC),
            clock,
            new SplittableRandom(1))) {
      TaskStore store1 = store.tasks();
      var ids = new TaskId.Generator(clock, new SplittableRandom(2), 0);
      insert(store1, ids, backlog, 500, users);
      List<List<NewTask>> batches = batches(ids, tasks, batch, users);
      var insertWatch = new Watch();
      for (List<NewTask> some : batches) {
        store1.insert(some, clock.instant());
      }
      double inserting = insertWatch.seconds();
      double insertCpu = insertWatch.cpuMicros() / tasks;
      double bytes = Files.size(file) / (double) (tasks + backlog);
      var drainWatch = new Watch();
      int done = 0;
      for (long n = 1; done < tasks; n++) {
        var request =
            new ClaimRequest(
                "worker-host-0123456789-abcdef",
                n,
                Map.of(TYPE, batch),
                batch,
                1L << 30,
                false,
                clock.instant());
        Claimed claimed = store1.claim(request);
        var writes = new ArrayList<Write>(batch);
        for (Claimed.Leased leased : claimed.leases()) {
          writes.add(Write.end(leased.lease(), 1, new Transition.Complete(Json.of("\"ok\""))));
        }
        if (writes.isEmpty()) {
          throw new IllegalStateException("nothing to claim");
        }
        for (Write.Answer answer : store1.apply(writes, clock.instant())) {
          done += answer == Write.Answer.APPLIED ? 1 : 0;
        }
      }
      double draining = drainWatch.seconds();
      double drainCpu = drainWatch.cpuMicros() / tasks;
      return new Rates(
          tasks / inserting,
          tasks / draining,
          tasks / (inserting + draining),
          bytes,
          insertCpu,
          drainCpu);
    }
  }

  private static void insert(
      TaskStore store, TaskId.Generator ids, int tasks, int batch, int users) {
    for (List<NewTask> some : batches(ids, tasks, batch, users)) {
      store.insert(some, Instant.now());
    }
  }

  private static List<List<NewTask>> batches(
      TaskId.Generator ids, int tasks, int batch, int users) {
    var batches = new ArrayList<List<NewTask>>();
    for (int i = 0; i < tasks; ) {
      var some = new ArrayList<NewTask>(batch);
      for (int k = 0; k < batch; k++, i++) {
        NewTask plain = NewTask.of(ids.next(), TYPE, Json.of(INPUT.formatted(i, i, i)));
        some.add(users == 0 ? plain : of(plain, "user-" + i % users));
      }
      batches.add(some);
    }
    return batches;
  }

  private static NewTask of(NewTask plain, String user) {
    return new NewTask(
        plain.id(),
        plain.type(),
        plain.input(),
        plain.priority(),
        Optional.of(user),
        Optional.empty(),
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// A table and an index, one connection, nothing else.
  private static Rates bare(Path file, int tasks, int batch) throws SQLException, IOException {
    delete(file);
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      try (Statement statement = db.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = " + SYNC);
        statement.execute("PRAGMA cache_size = -65536");
        statement.execute(
            """
            CREATE TABLE task (id INTEGER PRIMARY KEY, queue TEXT NOT NULL, state INT NOT NULL,
              priority INT NOT NULL, run_at INT NOT NULL, payload TEXT NOT NULL, lease_until INT,
              attempts INT NOT NULL, created_at INT NOT NULL, finished_at INT, result TEXT)""");
        statement.execute(
            "CREATE INDEX ready ON task (queue, priority, run_at, id) WHERE state = 0");
        statement.execute("CREATE INDEX lease ON task (lease_until) WHERE state = 1");
      }
      db.setAutoCommit(false);
      String[] inputs = new String[tasks];
      for (int i = 0; i < tasks; i++) {
        inputs[i] = INPUT.formatted(i, i, i);
      }
      long now = System.currentTimeMillis();
      var insertWatch = new Watch();
      try (PreparedStatement insert =
          db.prepareStatement(
              "INSERT INTO task (queue, state, priority, run_at, payload, attempts, created_at)"
                  + " VALUES (?, 0, 0, ?, ?, 0, ?)")) {
        for (int i = 0; i < tasks; ) {
          for (int k = 0; k < batch; k++, i++) {
            insert.setString(1, "q");
            insert.setLong(2, now);
            insert.setString(3, inputs[i]);
            insert.setLong(4, now);
            insert.addBatch();
          }
          insert.executeBatch();
          db.commit();
        }
      }
      double inserting = insertWatch.seconds();
      double insertCpu = insertWatch.cpuMicros() / tasks;
      double bytes = Files.size(file) / (double) tasks;
      var drainWatch = new Watch();
      try (PreparedStatement claim =
              db.prepareStatement(
                  "UPDATE task SET state = 1, lease_until = ?, attempts = attempts + 1 WHERE id IN"
                      + " (SELECT id FROM task WHERE queue = 'q' AND state = 0 AND run_at <= ?"
                      + " ORDER BY priority, run_at, id LIMIT ?) RETURNING id, payload");
          PreparedStatement complete =
              db.prepareStatement(
                  "UPDATE task SET state = 2, finished_at = ?, result = 'ok', lease_until = NULL"
                      + " WHERE id = ? AND state = 1")) {
        for (int done = 0; done < tasks; ) {
          var ids = new ArrayList<Long>(batch);
          claim.setLong(1, now + 30_000);
          claim.setLong(2, now + 1);
          claim.setInt(3, batch);
          try (ResultSet rows = claim.executeQuery()) {
            while (rows.next()) {
              ids.add(rows.getLong(1));
              done += rows.getString(2).isEmpty() ? 0 : 1;
            }
          }
          db.commit();
          for (long id : ids) {
            complete.setLong(1, now);
            complete.setLong(2, id);
            complete.addBatch();
          }
          complete.executeBatch();
          db.commit();
        }
      }
      double draining = drainWatch.seconds();
      double drainCpu = drainWatch.cpuMicros() / tasks;
      return new Rates(
          tasks / inserting,
          tasks / draining,
          tasks / (inserting + draining),
          bytes,
          insertCpu,
          drainCpu);
    }
  }

  private static void delete(Path file) throws IOException {
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(Path.of(file + suffix));
    }
  }

  private static double part(Rates rates, int which) {
    return which == 0 ? rates.insert : which == 1 ? rates.drain : rates.life;
  }

  private static double[] ratios(List<Rates> ours, List<Rates> bare, int which) {
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = part(ours.get(i), which) / part(bare.get(i), which);
    }
    return ratios;
  }

  private static double best(List<Rates> rates, int which) {
    return rates.stream().mapToDouble(rate -> part(rate, which)).max().orElseThrow();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static void print(String who, int batch, List<Rates> rates) {
    double[][] parts = new double[3][];
    for (int which = 0; which < 3; which++) {
      int w = which;
      parts[which] = rates.stream().mapToDouble(rate -> part(rate, w)).toArray();
      Arrays.sort(parts[which]);
    }
    System.out.printf(
        "%s, batch %d: insert %,.0f/s (%,.0f to %,.0f), claim + complete %,.0f/s (%,.0f to %,.0f),"
            + " life %,.0f/s (%,.0f to %,.0f); %.0f bytes per waiting task;"
            + " processor at least %.1f + %.1f us per task%n",
        who,
        batch,
        median(parts[0]),
        parts[0][0],
        parts[0][parts[0].length - 1],
        median(parts[1]),
        parts[1][0],
        parts[1][parts[1].length - 1],
        median(parts[2]),
        parts[2][0],
        parts[2][parts[2].length - 1],
        rates.getLast().bytes,
        rates.stream().mapToDouble(Rates::insertCpu).min().orElseThrow(),
        rates.stream().mapToDouble(Rates::drainCpu).min().orElseThrow());
  }
}
