package com.devskyy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.testkit.Fault;
import com.devskyy.engine.testkit.FaultyTaskStore;
import com.devskyy.engine.testkit.RawCodec;
import com.devskyy.engine.worker.Pulse;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import com.devskyy.servers.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What a worker's log says of a store that does not answer: a line when it goes and one when it is
/// back, whoever noticed and however long it took.
@Timeout(120)
class PostgresLogTest {
  private static final TaskType<Json, Json> MAIL =
      TaskType.named("mail", Json.class, Json.class).build();
  private static final String GONE = "WARN PostgreSQL does not answer, calls are repeated";
  private static final String BACK = "INFO PostgreSQL answers again";

  @TempDir Path folder;
  private final Logger logger = (Logger) LoggerFactory.getLogger("com.devskyy");
  private final Lines lines = new Lines();
  private PostgresServer server;
  private PostgresStore store;

  /// What is logged but for a worker's coming and going.
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.INFO)
          && !event.getMessage().startsWith("worker st")) {
        seen.add("%s %s".formatted(event.getLevel(), event.getMessage()));
      }
    }
  }

  @BeforeEach
  void open() {
    server = PostgresServer.start();
    store =
        PostgresStore.open(
            PostgresSettings.ofUrl(server.url())
                .withStore(
                    new StoreSettings(
                        Duration.ofSeconds(6),
                        Duration.ofDays(3),
                        Duration.ofDays(7),
                        1 << 30,
                        1 << 30))
                .withWaiting(Duration.ofSeconds(2), Duration.ofSeconds(1)),
            new SplittableRandom(1));
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void close() {
    logger.detachAppender(lines);
    store.close();
    server.close();
  }

  private Worker started(TaskStore on) {
    var worker =
        new Worker(
            on,
            new RawCodec(),
            new FolderArtifactStore(folder),
            List.of(MAIL.servedBy((_, input) -> input)),
            new WorkerSettings(
                "worker",
                "host",
                4,
                1,
                WorkerSettings.DEFAULT_RUN_LIMIT,
                Duration.ofSeconds(5),
                Tiers.DEFAULT),
            System::nanoTime,
            new SplittableRandom(3));
    worker.start();
    return worker;
  }

  private static void await(Worker worker, String what, Predicate<Pulse> wish) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!wish.test(worker.pulse())) {
      assertThat(System.nanoTime())
          .as("waiting until %s: %s", what, worker.pulse())
          .isLessThan(until);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aServerThatGoesAndComesBackIsALineEachThoughEveryDutyNotices() {
    try (Worker worker = started(store.tasks())) {
      for (int i = 1; i <= 2; i++) {
        server.stop();
        // By then each duty has asked more than once.
        await(
            worker,
            "all duties have noticed",
            pulse ->
                !pulse.storeAnswers()
                    && pulse.sinceHeartbeat().toSeconds() > 10
                    && pulse.sinceClaim().toSeconds() > 10);
        server.startAgain();
        await(
            worker,
            "it goes on",
            pulse ->
                pulse.storeAnswers()
                    && pulse.sinceHeartbeat().toSeconds() < 5
                    && pulse.sinceClaim().toSeconds() < 5);
        assertThat(lines.seen).containsExactly(GONE, BACK);
        lines.seen.clear();
      }
    }
  }

  @Test
  void aDutyThatIsRefusedAgainAndAgainIsALineThoughTheOthersHaveTheirAnswers() {
    var refusing = new AtomicBoolean(true);
    var refused = new AtomicInteger();
    var shaky =
        new FaultyTaskStore(
            store.tasks(),
            (verb, _) -> {
              if (verb == Fault.Verb.CLAIM && refusing.get()) {
                refused.incrementAndGet();
                return new Fault.FailBefore();
              }
              return new Fault.None();
            });
    try (Worker worker = started(shaky)) {
      await(worker, "five were refused", _ -> refused.get() >= 5);
      assertThat(worker.pulse().storeAnswers()).isFalse();
      assertThat(lines.seen).containsExactly("WARN store does not answer, trying again");
      refusing.set(false);
      await(worker, "it goes on", Pulse::storeAnswers);
      assertThat(lines.seen)
          .containsExactly("WARN store does not answer, trying again", "INFO store answers again");
    }
  }
}
