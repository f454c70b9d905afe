package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.FolderArtifactStore;
import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.client.Tiers;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// On which thread a worker claims what it hears of.
@Timeout(60)
final class WorkerHintsTest {
  private static final TaskType<Json, Json> TYPE =
      TaskType.named("echo", Json.class, Json.class).build();
  private static final Hint ELSEWHERE = new Hint(Set.of(), Set.of(TYPE.name()), false, true);
  private static final Hint HERE = new Hint(Set.of(), Set.of(TYPE.name()), false, false);

  @TempDir private Path folder;

  private final InstantSource clock = InstantSource.system();
  private final TaskId.Generator ids = new TaskId.Generator(clock, new Random(2), 0);
  private final TaskStore kept = new MemoryTaskStore(clock, StoreSettings.DEFAULT, new Random(1));
  private final Told store = new Told(kept);
  private final BlockingQueue<Json> handled = new LinkedBlockingQueue<>();
  private final List<Worker> started = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    Worker worker = worker();
    started.add(worker);
    worker.start();
    // Its first question, which it asks without having heard of anything.
    Thread claiming = store.nextClaimBy();
    assertThat(claiming).isNotEqualTo(Thread.currentThread());
    // The turn to claim is free once that thread waits for news.
    while (claiming.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void stop() {
    started.forEach(Worker::close);
    kept.close();
  }

  @Test
  void workFromElsewhereIsClaimedByTheThreadThatTells() throws Exception {
    insert();
    store.tell(ELSEWHERE);
    assertThat(store.nextClaimBy()).isEqualTo(Thread.currentThread());
    assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo(Json.of("1"));
  }

  @Test
  void whoEnqueuesIsNotMadeToClaim() throws Exception {
    insert();
    store.tell(HERE);
    assertThat(store.nextClaimBy()).isNotEqualTo(Thread.currentThread());
    assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo(Json.of("1"));
  }

  @Test
  void aClaimThatFailsIsLeftToTheThreadThatClaims() throws Exception {
    insert();
    store.failNext();
    store.tell(ELSEWHERE);
    assertThat(store.nextClaimBy()).isEqualTo(Thread.currentThread());
    assertThat(store.nextClaimBy()).isNotEqualTo(Thread.currentThread());
    assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo(Json.of("1"));
  }

  @Test
  void aStoppedWorkerClaimsNothingThatItHearsOf() throws Exception {
    started.getFirst().close();
    insert();
    store.tell(ELSEWHERE);
    assertThat(store.claims).isEmpty();
    assertThat(handled).isEmpty();
  }

  private void insert() {
    kept.insert(List.of(NewTask.of(ids.next(), TYPE.name(), Json.of("1"))), clock.instant());
  }

  private Worker worker() {
    return new Worker(
        store,
        new RawCodec(),
        new FolderArtifactStore(folder),
        List.of(
            TYPE.servedBy(
                (_, input) -> {
                  handled.add(input);
                  return input;
                })),
        new WorkerSettings(
            "w", "test", 4, 2, Duration.ofSeconds(50), Duration.ofMillis(300), Tiers.DEFAULT),
        System::nanoTime,
        new Random(5));
  }

  /// Hears nothing of its store but what the test tells, and notes who claims.
  private static final class Told extends ForwardingTaskStore {
    private final CompletableFuture<Consumer<Hint>> listener = new CompletableFuture<>();
    final BlockingQueue<Thread> claims = new LinkedBlockingQueue<>();
    private volatile boolean fails;

    Told(TaskStore store) {
      super(store);
    }

    void tell(Hint hint) {
      listener.join().accept(hint);
    }

    void failNext() {
      fails = true;
    }

    Thread nextClaimBy() throws InterruptedException {
      Thread thread = claims.poll(20, TimeUnit.SECONDS);
      assertThat(thread).as("a claim").isNotNull();
      return thread;
    }

    @Override
    public AutoCloseable subscribe(Consumer<Hint> listener) {
      this.listener.complete(listener);
      return () -> {};
    }

    @Override
    public Claimed claim(ClaimRequest request) {
      claims.add(Thread.currentThread());
      if (fails) {
        fails = false;
        throw new StoreException(
            StoreException.Kind.UNAVAILABLE, "does not answer, on purpose", "Wait.");
      }
      return super.claim(request);
    }
  }
}
