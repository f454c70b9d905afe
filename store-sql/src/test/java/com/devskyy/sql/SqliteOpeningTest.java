package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreException.Kind;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.FakeClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What opening makes, brings up to date and refuses; and what a file in trouble says.
class SqliteOpeningTest {
  private static final TypeName MAIL = new TypeName("mail");

  @TempDir Path folder;
  private final FakeClock clock = new FakeClock();
  private final TaskId.Generator ids = new TaskId.Generator(clock, new SplittableRandom(1), 0);

  @Test
  void aMissingFolderIsMade() {
    Path file = folder.resolve("a/b/store.db");
    try (var store = open(file)) {
      insert(store, "1");
    }
    assertThat(file).isRegularFile();
  }

  @Test
  void aFolderThatCannotBeMadeIsUnavailable() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x").resolve("store.db");
    refused(Kind.UNAVAILABLE, () -> open(file));
  }

  @Test
  void anEmptyFileIsANewStore() throws IOException {
    Path file = Files.createFile(folder.resolve("store.db"));
    try (var store = open(file)) {
      insert(store, "1");
    }
    try (var store = open(file)) {
      assertThat(store.tasks().counts().queues().get(MAIL).tasks()).hasSize(1);
    }
  }

  @Test
  void theFileSaysWhatItIs() throws Exception {
    Path file = store();
    saysWhatItIs(file);
    assertThat(filesBeside(file)).containsExactly("store.db");
  }

  @Test
  void anOlderFormatIsBroughtUpToThePresentOneAndKeepsItsTasks() throws Exception {
    Path file = folder.resolve("store.db");
    TaskId id;
    try (var store = open(file)) {
      id = insert(store, "1");
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.executeUpdate("ALTER TABLE task DROP COLUMN run_limit_ms");
      statement.executeUpdate("PRAGMA user_version = 1");
    }
    try (var store = open(file)) {
      Task task = store.tasks().find(List.of(id)).get(id);
      assertThat(task.input()).contains(Json.of("\"1\""));
      assertThat(task.runLimit()).isEmpty();
    }
    saysWhatItIs(file);
  }

  @Test
  void aNewerFormatIsRefusedAndLeftAlone() throws Exception {
    Path file = store();
    patch(file, 60, 99);
    StoreException refusal = refusedAndLeftAlone(Kind.NEWER_FORMAT, file);
    assertThat(refusal).hasMessageContaining("has format 99, this program knows formats up to 2");
  }

  @Test
  void whatIsNoDatabaseIsRefusedAndLeftAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("store.db"), "not a database, ".repeat(100));
    refusedAndLeftAlone(Kind.CORRUPT, file);
  }

  @Test
  void aFileCutShortIsRefusedAndLeftAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("store.db"), "SQLite format 3\0");
    refusedAndLeftAlone(Kind.CORRUPT, file);
  }

  @Test
  void aDamagedSchemaIsRefusedAndLeftAlone() throws Exception {
    Path file = store();
    for (int at = 100; at < 4_096; at += 4) {
      patch(file, at, 0xdeadbeef);
    }
    refusedAndLeftAlone(Kind.CORRUPT, file);
  }

  @Test
  void anotherProgramsDatabaseIsRefusedAndLeftAlone() throws Exception {
    Path file = folder.resolve("store.db");
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("CREATE TABLE theirs (x)");
    }
    StoreException refusal = refusedAndLeftAlone(Kind.CORRUPT, file);
    assertThat(refusal).hasMessageContaining("another program");
  }

  @Test
  void aReadOnlyFileIsRefusedAndLeftAlone() throws Exception {
    Path file = store();
    assertThat(file.toFile().setReadOnly()).isTrue();
    if (!Files.isWritable(file)) {
      refusedAndLeftAlone(Kind.READ_ONLY, file);
      return;
    }
    // Root writes to read-only files, but not to immutable ones, where the file system has such.
    Assumptions.assumeTrue(chattr("+i", file), "nothing keeps this user from writing");
    try {
      refusedAndLeftAlone(Kind.READ_ONLY, file);
    } finally {
      assertThat(chattr("-i", file)).isTrue();
    }
  }

  private static boolean chattr(String flag, Path file) throws Exception {
    try {
      return new ProcessBuilder("chattr", flag, file.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      // There is no such command here.
      return false;
    }
  }

  @Test
  void damageFoundLaterIsCalledDamage() throws Exception {
    Path file = store();
    var roots = new ArrayList<Long>();
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = db.createStatement();
        var rows =
            statement.executeQuery("SELECT rootpage FROM sqlite_master WHERE tbl_name = 'task'")) {
      while (rows.next()) {
        roots.add(rows.getLong(1));
      }
    }
    for (long root : roots) {
      for (int at = 0; at < 4_096; at += 4) {
        patch(file, (root - 1) * 4_096 + at, 0xdeadbeef);
      }
    }
    try (var store = open(file)) {
      refused(Kind.CORRUPT, () -> store.tasks().find(List.of(ids.next())));
      refused(Kind.CORRUPT, () -> insert(store, "1"));
    }
  }

  @Test
  void aFullStoreRefusesAndWorksAgainOnceThereIsRoom() {
    Path file = folder.resolve("store.db");
    var small = SqliteSettings.DEFAULT.withMaxBytes(1 << 20);
    try (var store = SqliteStore.open(file, small, clock, new SplittableRandom(7))) {
      TaskStore tasks = store.tasks();
      var stored = new ArrayList<TaskId>();
      StoreException refusal =
          refused(
              Kind.FULL,
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  stored.add(insert(store, "x".repeat(3_000)));
                }
              });
      assertThat(refusal.remedy()).contains("Make room");
      assertThat(stored).hasSizeGreaterThan(100);
      // What is stored is still there, and giving up tasks makes room.
      assertThat(tasks.find(stored.subList(0, 100))).hasSize(100);
      List<TaskId> some = stored.subList(0, 20);
      tasks.change(new Selection.Ids(some), new Change.Cancel("no room"), clock.instant());
      tasks.change(new Selection.Ids(some), new Change.Purge(), clock.instant());
      assertThat(insert(store, "x".repeat(3_000))).isNotNull();
    }
  }

  @Test
  void ofManyOpenersEachGetsTheStore() throws Exception {
    int openers = 6;
    var start = new CyclicBarrier(openers);
    for (int round = 0; round < 5; round++) {
      Path file = folder.resolve("round-" + round);
      Callable<SqliteStore> opener =
          () -> {
            start.await();
            return open(file);
          };
      try (var threads = Executors.newFixedThreadPool(openers)) {
        var opened = new ArrayList<SqliteStore>();
        for (Future<SqliteStore> store :
            Stream.generate(() -> threads.submit(opener)).limit(openers).toList()) {
          opened.add(store.get());
        }
        for (SqliteStore store : opened) {
          insert(store, "1");
        }
        assertThat(opened.getFirst().tasks().counts().queues().get(MAIL).tasks().values())
            .containsExactly((long) openers);
        opened.forEach(SqliteStore::close);
      }
    }
  }

  @Test
  void anotherWriterIsWaitedForAndThenReported() throws Exception {
    Path file = store();
    var impatient = SqliteSettings.DEFAULT.withBusyTimeout(Duration.ofMillis(50));
    try (var store = SqliteStore.open(file, impatient, clock, new SplittableRandom(7));
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      refused(Kind.UNAVAILABLE, () -> insert(store, "1"));
      statement.execute("ROLLBACK");
      assertThat(insert(store, "1")).isNotNull();
    }
  }

  @Test
  void aClosedStoreSaysSo() {
    SqliteStore store = open(folder.resolve("store.db"));
    store.close();
    store.close();
    refused(Kind.UNAVAILABLE, () -> insert(store, "1"));
    refused(Kind.UNAVAILABLE, () -> store.tasks().counts());
  }

  @Test
  void aBadCommandHarmsNoOther() throws Exception {
    try (var store = open(folder.resolve("store.db"))) {
      var tasks = store.tasks();
      int callers = 40;
      var start = new CyclicBarrier(callers);
      try (var threads = Executors.newFixedThreadPool(callers)) {
        var answers = new ArrayList<Future<TaskId>>();
        for (int i = 0; i < callers; i++) {
          boolean bad = i % 4 == 0;
          answers.add(
              threads.submit(
                  () -> {
                    start.await();
                    if (bad) {
                      // No column takes a time so far away.
                      tasks.insert(
                          List.of(NewTask.of(ids.next(), MAIL, Json.of("1"))),
                          java.time.Instant.MAX);
                    }
                    return insert(store, "1");
                  }));
        }
        for (int i = 0; i < callers; i++) {
          Future<TaskId> answer = answers.get(i);
          if (i % 4 == 0) {
            assertThatThrownBy(answer::get).hasCauseInstanceOf(ArithmeticException.class);
          } else {
            assertThat(tasks.find(List.of(answer.get()))).hasSize(1);
          }
        }
      }
      assertThat(tasks.counts().queues().get(MAIL).tasks().values()).containsExactly(30L);
    }
  }

  private SqliteStore open(Path file) {
    return SqliteStore.open(file, SqliteSettings.DEFAULT, clock, new SplittableRandom(7));
  }

  /// A store that has been used and closed.
  private Path store() {
    Path file = folder.resolve("store.db");
    try (var store = open(file)) {
      for (int i = 0; i < 100; i++) {
        insert(store, "1");
      }
    }
    return file;
  }

  private static void saysWhatItIs(Path file) throws IOException {
    try (var opened = new RandomAccessFile(file.toFile(), "r")) {
      opened.seek(60);
      assertThat(opened.readInt()).as("format").isEqualTo(2);
      opened.seek(68);
      assertThat(opened.readInt()).as("application id").isEqualTo(0x64737731);
    }
  }

  private TaskId insert(SqliteStore store, String input) {
    TaskId id = ids.next();
    var task = NewTask.of(id, MAIL, Json.of("\"" + input + "\""));
    store.tasks().insert(List.of(task), clock.instant());
    return id;
  }

  private StoreException refusedAndLeftAlone(Kind kind, Path file) throws IOException {
    byte[] before = Files.readAllBytes(file);
    StoreException refusal = refused(kind, () -> open(file));
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(filesBeside(file)).containsExactly(file.getFileName().toString());
    return refusal;
  }

  private static StoreException refused(Kind kind, ThrowingCallable call) {
    StoreException refusal = catchThrowableOfType(StoreException.class, call);
    assertThat(refusal).as("refusal").isNotNull();
    assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
    assertThat(refusal.getMessage()).isNotBlank();
    assertThat(refusal.remedy()).isNotBlank();
    return refusal;
  }

  private static List<String> filesBeside(Path file) throws IOException {
    try (var files = Files.list(file.getParent())) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  private static void patch(Path file, long at, int value) throws IOException {
    try (var opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.seek(at);
      opened.writeInt(value);
    }
  }
}
