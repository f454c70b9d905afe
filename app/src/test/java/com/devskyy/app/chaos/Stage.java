package com.devskyy.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.app.Lookout;
import com.devskyy.app.Program;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskClient;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.json.JsonCodec;
import com.devskyy.redis.RedisAddress;
import com.devskyy.redis.RedisSettings;
import com.devskyy.redis.RedisStore;
import com.devskyy.sql.PostgresSettings;
import com.devskyy.sql.PostgresStore;
import com.devskyy.sql.SqliteSettings;
import com.devskyy.sql.SqliteStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// A store that the test looks into, and workers in processes of their own that share it.
final class Stage implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(6);
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path folder;
  private final Path journals;
  private final String url;
  private final TaskStore store;
  private final Runnable closing;
  private final TaskClient client;
  private final List<Process> workers = new ArrayList<>();

  /// @param file the store, which may be there already
  Stage(Path folder, Path file) throws IOException {
    this(folder, "sqlite:" + file, open(file));
  }

  private Stage(Path folder, String url, SqliteStore store) throws IOException {
    this(folder, url, store.tasks(), store::close);
  }

  private Stage(Path folder, String url, TaskStore store, Runnable closing) throws IOException {
    this.folder = folder;
    this.url = url;
    this.journals = Files.createDirectories(folder.resolve("journals"));
    this.store = store;
    this.closing = closing;
    this.client =
        new TaskClient(
            store,
            new JsonCodec(),
            new TaskId.Generator(Clock.systemUTC(), new SecureRandom(), 0),
            new Tiers(Map.of("standard", 1)),
            List.of(ChaosTask.TYPE));
  }

  /// On a Redis server.
  static Stage onRedis(Path folder, String url) throws IOException {
    TaskStore store =
        RedisStore.open(
            RedisSettings.of(RedisAddress.parse(url)).withStore(settings()), new SecureRandom());
    return new Stage(folder, url, store, store::close);
  }

  /// On a PostgreSQL server.
  static Stage onPostgres(Path folder, String url) throws IOException {
    PostgresStore store =
        PostgresStore.open(PostgresSettings.ofUrl(url).withStore(settings()), new SecureRandom());
    return new Stage(folder, url, store.tasks(), store::close);
  }

  static SqliteStore open(Path file) {
    return SqliteStore.open(
        file, SqliteSettings.of(settings()), Clock.systemUTC(), new SecureRandom());
  }

  private static StoreSettings settings() {
    StoreSettings usual = StoreSettings.DEFAULT;
    return new StoreSettings(
        LEASE,
        usual.retention(),
        usual.deadLetterRetention(),
        usual.retainedBytes(),
        usual.deadLetterBytes());
  }

  String url() {
    return url;
  }

  TaskStore store() {
    return store;
  }

  /// A command on the store, to be run.
  List<String> on(String... words) {
    List<String> command = new ArrayList<>(List.of(words));
    command.addAll(List.of("--queue-url", url, "--lease", LEASE.toSeconds() + "s"));
    return command;
  }

  Program.Ended run(String... words) {
    return new Program(folder).run(on(words).toArray(String[]::new));
  }

  /// Starts a worker, and waits until it is ready.
  Process worker(String... more) throws IOException {
    return worker(new Program(folder), more);
  }

  Process worker(Program program, String... more) throws IOException {
    List<String> words = on("worker", "--json", "--chaos", journals.toString());
    words.addAll(List.of(more));
    Process worker = program.start(words.toArray(String[]::new));
    workers.add(worker);
    BufferedReader ready = worker.inputReader();
    assertThat(ready.readLine()).contains("\"chaos\"");
    return worker;
  }

  /// A task that takes so long.
  TaskId enqueue(Duration time) {
    return enqueue(new ChaosTask(0, (int) time.toMillis(), 0, false, 0, false));
  }

  TaskId enqueue(ChaosTask task) {
    return enqueue(task, EnqueueOptions.DEFAULT);
  }

  /// A task that takes no time, and is due so much later.
  TaskId enqueueIn(Duration delay) {
    return enqueue(
        new ChaosTask(0, 0, 0, false, 0, false), EnqueueOptions.DEFAULT.withDelay(delay));
  }

  private TaskId enqueue(ChaosTask task, EnqueueOptions options) {
    return client.enqueue(ChaosTask.TYPE, task, options).id();
  }

  /// Many tasks that take no time.
  List<TaskId> enqueueMany(int number) {
    List<TaskId> ids = new ArrayList<>();
    client.enqueueEach(
        IntStream.range(0, number)
            .mapToObj(
                i ->
                    new TaskClient.Request(
                        ChaosTask.TYPE.name().value(),
                        new JsonCodec().encode(new ChaosTask(i, 0, 0, false, 0, false)),
                        EnqueueOptions.DEFAULT)),
        answer -> ids.add(answer.id()));
    return ids;
  }

  Task find(TaskId id) {
    return client.find(id).orElseThrow();
  }

  /// Waits until a task is as wished.
  Task await(TaskId id, String what, Predicate<Task> wish) throws InterruptedException {
    var seen = new CompletableFuture<Task>();
    try (var _ =
        client.watch(
            id,
            task -> {
              if (wish.test(task)) {
                seen.complete(task);
              }
            })) {
      return seen.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("waiting until %s: it is %s".formatted(what, find(id)), e);
    }
  }

  /// Waits for what the store shows.
  void awaitStored(String what, BooleanSupplier wish) throws Exception {
    Lookout.onStore(store(), PATIENCE, what, wish);
  }

  /// Waits for what handlers have written into their journals.
  void awaitDone(String what, Predicate<List<Entry>> wish) throws Exception {
    Lookout.onFiles(journals, PATIENCE, what, () -> wish.test(entries()));
  }

  /// Waits until a task has begun so often.
  void awaitBegun(TaskId id, int times) throws Exception {
    awaitDone(
        "%s has begun %d times".formatted(id, times),
        entries -> of(entries, id, Entry.What.BEGAN).size() >= times);
  }

  void awaitEnds(List<TaskId> ids) throws InterruptedException {
    for (TaskId id : ids) {
      await(id, id + " has ended", task -> task.status().isEnd());
    }
  }

  /// What handlers have done of a task so far.
  List<Entry> entries(TaskId id, Entry.What what) {
    return of(entries(), id, what);
  }

  static List<Entry> of(List<Entry> entries, TaskId id, Entry.What what) {
    return entries.stream()
        .filter(entry -> entry.task().equals(id) && entry.what() == what)
        .toList();
  }

  List<Entry> entries() {
    try {
      return Journal.entries(journals);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends a signal to a worker.
  static void signal(String name, Process worker) throws IOException, InterruptedException {
    int exitCode =
        new ProcessBuilder("kill", "-" + name, Long.toString(worker.pid())).start().waitFor();
    assertThat(exitCode).isZero();
  }

  @Override
  public void close() {
    workers.forEach(Process::destroyForcibly);
    workers.forEach(worker -> worker.onExit().join());
    client.close();
    closing.run();
  }
}
