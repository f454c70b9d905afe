package com.devskyy.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.ClaimRequest;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Extended;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Lease;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.engine.store.Write;
import com.devskyy.engine.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/// What becomes of running tasks when they are cancelled, the worker stops, a lease is lost or the
/// store is away.
abstract class WorkerStoppingContract extends WorkerContractPart {
  WorkerStoppingContract(WorkerContract contract) {
    super(contract);
  }

  @Test
  void aWaitingTaskIsCancelledAtOnce() throws Exception {
    TaskId id =
        knowing(type("later").build())
            .enqueue("later", INPUT, EnqueueOptions.DEFAULT.withDelay(Duration.ofHours(1)))
            .id();
    client.change(new Selection.Ids(List.of(id)), new Change.Cancel("changed my mind"), _ -> {});
    Task task = client.find(id).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(task.error().orElseThrow().message()).isEqualTo("changed my mind");
  }

  @Test
  void aRunningTaskIsInterruptedAndCancelledWithinASecond() throws Exception {
    var running = new CountDownLatch(1);
    start(
        type("long").build(),
        (context, _) -> {
          running.countDown();
          new CountDownLatch(1).await();
          return DONE;
        });
    TaskId id = enqueue("long", INPUT);
    running.await();
    long asked = System.nanoTime();
    client.change(new Selection.Ids(List.of(id)), new Change.Cancel("enough"), _ -> {});
    Task task = client.await(id, SOON);
    assertThat(task.status()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void shutdownWaitsForWhatFinishesInTheGrace() throws Exception {
    var running = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    var told = new ToldOfStopping(store);
    Worker worker =
        start(
            told,
            List.of(
                type("short")
                    .build()
                    .servedBy(
                        (_, input) -> {
                          running.countDown();
                          finish.await();
                          return input;
                        })),
            8,
            SOON);
    TaskId id = enqueue("short", INPUT);
    running.await();
    var closing = Thread.ofVirtual().start(worker::close);
    told.stopping.await();
    TaskId next = enqueue("short", INPUT);
    finish.countDown();
    closing.join();
    assertThat(client.find(id).orElseThrow().status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(client.find(next).orElseThrow().status()).isEqualTo(TaskStatus.QUEUED);
    // The one that was on its way.
    assertThat(told.late()).isLessThan(2);
    assertThat(store.registry().workers()).isEmpty();
  }

  @Test
  void aStoreThatTakesNoMoreChangesEndsTheWorkerAndKeepsNobodyWaiting() throws Exception {
    var running = new CountDownLatch(1);
    var disk = new DiskFailed(store);
    Worker worker =
        start(
            disk,
            List.of(
                type("endless")
                    .build()
                    .servedBy(
                        (_, input) -> {
                          running.countDown();
                          new CountDownLatch(1).await();
                          return input;
                        })),
            8,
            Duration.ofHours(1));
    TaskId id = enqueue("endless", INPUT);
    running.await();
    assertThat(worker.failed()).isNotDone();
    disk.failed = true;
    assertThat(worker.failed().get(SOON.toSeconds(), TimeUnit.SECONDS).kind())
        .isEqualTo(StoreException.Kind.DISK_FAILED);
    var closing = Thread.ofVirtual().start(worker::close);
    assertThat(closing.join(SOON)).as("it has ended").isTrue();
    // It is rescued once the lease is over.
    assertThat(client.find(id).orElseThrow().status()).isEqualTo(TaskStatus.PROCESSING);
  }

  @Test
  void shutdownHandsBackTheRestUnspent() throws Exception {
    var running = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Worker worker =
        start(
            type("endless").build(),
            (_, _) -> {
              running.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
              return DONE;
            });
    TaskId id = enqueue("endless", INPUT);
    running.await();
    worker.close();
    Task task = client.find(id).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(task.crashes()).isZero();
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(store.history(id).runs())
        .extracting(History.Run::end)
        .containsExactly("handed_back");
  }

  @Test
  void aTaskWhoseClaimWasOnItsWayAtShutdownIsHandedBackToo() throws Exception {
    var slow = new SlowClaim(store);
    Worker worker =
        start(
            slow,
            List.of(
                type("endless")
                    .build()
                    .servedBy(
                        (_, input) -> {
                          new CountDownLatch(1).await();
                          return input;
                        })),
            8);
    TaskId id = enqueue("endless", INPUT);
    slow.given.await();
    var closing = Thread.ofVirtual().start(worker::close);
    slow.stopping.await();
    slow.answer.countDown();
    closing.join();
    Task task = client.find(id).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(task.crashes()).isZero();
    assertThat(store.history(id).runs())
        .extracting(History.Run::end)
        .containsExactly("handed_back");
  }

  @Test
  void aHandlerWhoseLeaseIsLostIsInterruptedAndWhatItReturnsIsNotStored() throws Exception {
    var running = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var losing = new Losing(store);
    start(
        losing,
        List.of(
            type("robbed")
                .build()
                .servedBy(
                    (_, input) -> {
                      running.countDown();
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        interrupted.countDown();
                      }
                      return input;
                    })),
        8);
    TaskId id = enqueue("robbed", INPUT);
    running.await();
    losing.lost = true;
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    Task task = client.find(id).orElseThrow();
    assertThat(task.status()).isEqualTo(TaskStatus.PROCESSING);
    assertThat(task.result()).isEmpty();
  }

  @Test
  void aStoreThatDoesNotAnswerForAWhileCostsNoAttempt() throws Exception {
    var down = new AtomicInteger(12);
    var connection =
        new FaultyTaskStore(
            store,
            (verb, _) ->
                verb != Fault.Verb.REGISTER && down.getAndDecrement() > 0
                    ? new Fault.FailBefore()
                    : new Fault.None());
    start(connection, List.of(type("echo").build().servedBy((_, input) -> input)), 8);
    Task task = client.await(enqueue("echo", INPUT), Duration.ofSeconds(40));
    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(down.get()).isNegative();
  }

  /// Says when a worker has stored that it is stopping. A claim that is on its way just then is
  /// either answered before or finds nothing.
  private static class ToldOfStopping extends ForwardingTaskStore {
    final CountDownLatch stopping = new CountDownLatch(1);
    private final Lock turn = new ReentrantLock();
    private final AtomicInteger late = new AtomicInteger();

    ToldOfStopping(TaskStore store) {
      super(store);
    }

    /// Claims that came after it was said.
    int late() {
      return late.get();
    }

    @Override
    public Claimed claim(ClaimRequest request) {
      turn.lock();
      try {
        if (stopping.getCount() > 0) {
          return super.claim(request);
        }
        late.incrementAndGet();
        return Claimed.NOTHING;
      } finally {
        turn.unlock();
      }
    }

    @Override
    public void register(WorkerRecord worker, Instant now) {
      turn.lock();
      try {
        super.register(worker, now);
        if (worker.state() == WorkerRecord.State.STOPPING) {
          stopping.countDown();
        }
      } finally {
        turn.unlock();
      }
    }
  }

  /// Answers a claim that gave something only when it may.
  private static final class SlowClaim extends ToldOfStopping {
    private final CountDownLatch given = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    SlowClaim(TaskStore store) {
      super(store);
    }

    @Override
    public Claimed claim(ClaimRequest request) {
      Claimed claimed = super.claim(request);
      if (!claimed.leases().isEmpty()) {
        given.countDown();
        try {
          answer.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return claimed;
    }
  }

  /// Takes no more changes from a moment on, as after a disk that failed.
  private static final class DiskFailed extends ForwardingTaskStore {
    private volatile boolean failed;

    DiskFailed(TaskStore store) {
      super(store);
    }

    private void check() {
      if (failed) {
        throw new StoreException(
            StoreException.Kind.DISK_FAILED, "takes no more changes", "Open it again.");
      }
    }

    @Override
    public Claimed claim(ClaimRequest request) {
      check();
      return super.claim(request);
    }

    @Override
    public List<Write.Answer> apply(List<Write> writes, Instant now) {
      check();
      return super.apply(writes, now);
    }

    @Override
    public List<Extended> extend(List<Lease> leases, Instant now) {
      check();
      return super.extend(leases, now);
    }

    @Override
    public void register(WorkerRecord worker, Instant now) {
      check();
      super.register(worker, now);
    }
  }

  /// Loses every lease from a moment on.
  private static final class Losing extends ForwardingTaskStore {
    private volatile boolean lost;

    Losing(TaskStore store) {
      super(store);
    }

    @Override
    public List<Extended> extend(List<Lease> leases, Instant now) {
      return lost
          ? leases.stream().map(lease -> new Extended(false, false, lease.until())).toList()
          : super.extend(leases, now);
    }
  }
}
