package com.devskyy.sql.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.StoreSettings;
import com.devskyy.sql.SqliteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is answered has reached the disk, whichever thread made it so.
class DurabilityTest {
  private static final TypeName TYPE = new TypeName("letter");

  @TempDir Path folder;

  private final SlowDisk disk = new SlowDisk();
  private final InstantSource clock = InstantSource.system();
  private final TaskId.Generator ids = new TaskId.Generator(clock, new SplittableRandom(3), 0);
  private SqlTaskStore store;

  /// A disk that syncs when it is told to.
  private static final class SlowDisk implements Syncer.Disk {
    final Semaphore begun = new Semaphore(0);
    final Semaphore allowed = new Semaphore(0);
    final AtomicInteger syncs = new AtomicInteger();
    volatile @Nullable IOException failure;

    @Override
    public void sync() throws IOException {
      begun.release();
      allowed.acquireUninterruptibly();
      syncs.incrementAndGet();
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() {
    store =
        SqliteFile.open(
            folder.resolve("queue.db"),
            SqliteSettings.of(StoreSettings.DEFAULT),
            clock,
            new SplittableRandom(1),
            _ -> disk);
  }

  @AfterEach
  void close() {
    disk.allowed.release(1_000);
    store.close();
  }

  private NewTask task() {
    return NewTask.of(ids.next(), TYPE, Json.of("{}"));
  }

  private CompletableFuture<List<InsertAnswer>> insert(NewTask task) {
    var answer = new CompletableFuture<List<InsertAnswer>>();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                answer.complete(store.insert(List.of(task), Instant.now()));
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }

  private void awaitSync() throws InterruptedException {
    assertThat(disk.begun.tryAcquire(10, TimeUnit.SECONDS)).as("a sync has begun").isTrue();
  }

  private int claim(long n) {
    return store
        .claim(new ClaimRequest("worker", n, Map.of(TYPE, 100), 100, 1 << 20, false, Instant.now()))
        .leases()
        .size();
  }

  @Test
  void enqueueReturnsOnlyOnceTheLogHasReachedTheDiskThoughAWorkerMayBeginBefore() throws Exception {
    CompletableFuture<List<InsertAnswer>> answer = insert(task());
    awaitSync();
    assertThat(claim(1)).as("claimed while the disk is at work").isEqualTo(1);
    assertThat(answer).isNotDone();
    disk.allowed.release();
    assertThat(answer.get(10, TimeUnit.SECONDS)).hasSize(1);
  }

  @Test
  void oneSyncServesAllWhoCommittedBeforeItBegan() throws Exception {
    CompletableFuture<List<InsertAnswer>> first = insert(task());
    awaitSync();
    var others = new ArrayList<CompletableFuture<List<InsertAnswer>>>();
    var claimable = new Semaphore(0);
    try (AutoCloseable _ = store.subscribe(_ -> claimable.release())) {
      for (int i = 0; i < 5; i++) {
        others.add(insert(task()));
      }
      int claimed = claim(1);
      for (long n = 2; claimed < 6; n++) {
        assertThat(claimable.tryAcquire(10, TimeUnit.SECONDS)).as("told of a commit").isTrue();
        claimed += claim(n);
      }
    }
    assertThat(others).noneMatch(CompletableFuture::isDone);
    disk.allowed.release(2);
    first.get(10, TimeUnit.SECONDS);
    for (var other : others) {
      other.get(10, TimeUnit.SECONDS);
    }
    assertThat(disk.syncs).hasValue(2);
  }

  @Test
  void aVirtualThreadIsAnsweredAsWell() throws Exception {
    disk.allowed.release();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answer = threads.submit(() -> store.insert(List.of(task()), Instant.now()));
      assertThat(answer.get(10, TimeUnit.SECONDS)).hasSize(1);
    }
    assertThat(disk.syncs).hasValue(1);
  }

  @Test
  void aDiskThatFailsIsSaidAndTheRepeatedCallStoresNothingTwice() {
    disk.failure = new IOException("no such luck");
    disk.allowed.release();
    NewTask task = task();
    assertThatThrownBy(() -> store.insert(List.of(task), Instant.now()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("may not have reached the disk")
        .hasMessageContaining("no such luck");
    disk.failure = null;
    store.close();
    open();
    disk.allowed.release();
    assertThat(store.insert(List.of(task), Instant.now()))
        .extracting(InsertAnswer::kind)
        .containsExactly(InsertAnswer.Kind.REPEATED);
  }

  @Test
  void onceADiskHasFailedNothingIsPromisedUntilTheStoreIsOpenedAgain() {
    disk.failure = new IOException("no such luck");
    disk.allowed.release(10);
    NewTask task = task();
    assertThatThrownBy(() -> store.insert(List.of(task), Instant.now()))
        .isInstanceOf(StoreException.class);
    // Says that all is well, without what it could not write before.
    disk.failure = null;
    assertThatThrownBy(() -> store.insert(List.of(task()), Instant.now()))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.DISK_FAILED))
        .hasMessageContaining("takes no more changes")
        .hasMessageContaining("no such luck");
    assertThatThrownBy(() -> claim(1)).isInstanceOf(StoreException.class);
    assertThat(disk.syncs).hasValue(1);
    assertThat(store.find(List.of(task.id()))).as("can still be read").hasSize(1);
    store.close();
    open();
    assertThat(store.insert(List.of(task()), Instant.now())).hasSize(1);
    assertThat(claim(2)).isEqualTo(2);
  }

  @Test
  void closingWaitsForTheDiskToo() throws Exception {
    CompletableFuture<List<InsertAnswer>> answer = insert(task());
    awaitSync();
    var closing = CompletableFuture.runAsync(store::close);
    disk.allowed.release(10);
    closing.get(10, TimeUnit.SECONDS);
    assertThat(answer.get(10, TimeUnit.SECONDS)).hasSize(1);
  }

  @Test
  void aThreadThatIsInterruptedStillSyncsAndStaysInterrupted() throws Exception {
    Path database = folder.resolve("other.db");
    Files.createFile(folder.resolve("other.db-wal"));
    var sync = new LogSync(database);
    Thread.currentThread().interrupt();
    sync.sync();
    assertThat(Thread.interrupted()).isTrue();
    sync.sync();
    sync.close();
  }
}
