package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several processes on one file: two stores in one process know no more of each other than two
/// processes do, and one test starts a second process indeed.
@Timeout(120)
class SqliteProcessesTest {
  private static final TypeName MAIL = new TypeName("mail");
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path folder;

  @Test
  void noTaskIsGivenTwiceAndNoneIsLost() throws Exception {
    Path file = folder.resolve("store.db");
    try (var one = open(file, 1);
        var two = open(file, 2)) {
      new Crowd(MAIL).doesEachTaskOnce(List.of(one.tasks(), two.tasks()), 600);
    }
  }

  @Test
  void whatThisProcessStoresIsHintedWithItsIds() throws Exception {
    try (var store = open(folder.resolve("store.db"), 1)) {
      var hints = new LinkedBlockingQueue<Hint>();
      try (var _ = store.tasks().subscribe(hints::add)) {
        var ids = new TaskId.Generator(CLOCK, new SplittableRandom(1), 0);
        TaskId id = ids.next();
        store.tasks().insert(List.of(NewTask.of(id, MAIL, Json.of("1"))), CLOCK.instant());
        var tasks = new HashSet<TaskId>();
        var queues = new HashSet<TypeName>();
        while (tasks.isEmpty()) {
          Hint hint = hints.poll(10, TimeUnit.SECONDS);
          assertThat(hint).isNotNull();
          assertThat(hint.everything()).isFalse();
          tasks.addAll(hint.tasks());
          queues.addAll(hint.queues());
        }
        assertThat(tasks).containsExactly(id);
        assertThat(queues).containsExactly(MAIL);
      }
    }
  }

  /// The other process says when it has stored, by the clock both share.
  @Test
  void whatAnotherProcessStoresIsHintedSoon() throws Exception {
    int tasks = 40;
    Path file = folder.resolve("store.db");
    try (var store = open(file, 1)) {
      var heard = new LinkedBlockingQueue<Long>();
      try (var _ =
          store
              .tasks()
              .subscribe(
                  hint -> {
                    if (hint.everything()) {
                      heard.add(System.currentTimeMillis());
                    }
                  })) {
        Process other = start(file);
        try (var out =
                new BufferedReader(
                    new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8));
            var in = other.outputWriter(StandardCharsets.UTF_8)) {
          assertThat(out.readLine()).isEqualTo("ready");
          long[] delays = new long[tasks];
          for (int i = 0; i < tasks; i++) {
            heard.clear();
            in.write("insert\n");
            in.flush();
            long stored = Long.parseLong(out.readLine());
            Long at = heard.poll(10, TimeUnit.SECONDS);
            assertThat(at).as("a hint").isNotNull();
            delays[i] = Math.max(0, at - stored);
          }
          Arrays.sort(delays);
          assertThat(delays[tasks / 2])
              .as("median delay in ms of %s", Arrays.toString(delays))
              .isLessThan(100);
        } finally {
          other.destroy();
          other.waitFor();
        }
      }
      assertThat(store.tasks().counts().of(MAIL, TaskStatus.QUEUED)).isEqualTo(tasks);
    }
  }

  private static Process start(Path file) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// The other process: stores a task for each line it reads and prints when it had.
  static final class Other {
    private Other() {}

    public static void main(String[] args) throws IOException {
      var ids = new TaskId.Generator(CLOCK, new SplittableRandom(9), 9);
      try (var store = open(Path.of(args[0]), 2);
          var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
        System.out.println("ready");
        while (in.readLine() != null) {
          store
              .tasks()
              .insert(List.of(NewTask.of(ids.next(), MAIL, Json.of("1"))), CLOCK.instant());
          System.out.println(System.currentTimeMillis());
        }
      }
    }
  }

  @Test
  void anIdleStoreWritesNothingButTheGateNowAndThen() throws Exception {
    var clock = new com.devskyy.engine.testkit.FakeClock();
    Path file = folder.resolve("store.db");
    try (var store =
            SqliteStore.open(file, SqliteSettings.DEFAULT, clock, new SplittableRandom(1));
        var other = open(file, 2)) {
      store.tasks().advance(clock.instant(), 100);
      var hints = new LinkedBlockingQueue<Hint>();
      try (var _ = other.tasks().subscribe(hints::add)) {
        long log = java.nio.file.Files.size(Path.of(file + "-wal"));
        for (int i = 0; i < 100; i++) {
          clock.advance(Duration.ofMillis(19));
          store.tasks().advance(clock.instant(), 100);
        }
        assertThat(java.nio.file.Files.size(Path.of(file + "-wal"))).isEqualTo(log);
        clock.advance(Duration.ofSeconds(1));
        store.tasks().advance(clock.instant(), 100);
        assertThat(hints.poll(10, TimeUnit.SECONDS)).isEqualTo(Hint.EVERYTHING);
      }
    }
  }

  private static SqliteStore open(Path file, int seed) {
    return SqliteStore.open(
        file, SqliteSettings.of(StoreSettings.DEFAULT), CLOCK, new SplittableRandom(seed));
  }
}
