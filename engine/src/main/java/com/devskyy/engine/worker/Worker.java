package com.devskyy.engine.worker;

import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.Codec;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.Signal;
import com.devskyy.engine.store.Batcher;
import com.devskyy.engine.store.Hint;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs tasks. [#start] makes it known and begins to claim; [#close] stops it in good order: it
/// claims nothing more, gives running tasks a grace, hands back the rest unspent and leaves. Any
/// number of workers share a store.
///
/// I/O-bound attempts run on a virtual thread each, CPU-bound ones on platform threads. Four
/// threads keep it going: claiming, renewing leases and heartbeats, watching run limits, letting
/// time do its work. When the store does not answer they wait, longer each time up to 5 s, say so
/// once, and go on when it answers.
public final class Worker implements AutoCloseable {
  /// How long an idle worker waits for a hint before it looks by itself.
  private static final Duration SLOW_POLL = Duration.ofSeconds(5);

  private static final Duration WATCH_EVERY = Duration.ofMillis(100);
  private static final Duration LOOK_FOR_CANCELS_EVERY = Duration.ofMillis(250);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration STORING_GRACE = Duration.ofSeconds(5);

  private static final String CLAIM = "claim";
  private static final String RENEW = "renew";
  private static final String WATCH = "watch";
  private static final String ADVANCE = "advance";

  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final TaskStore store;
  private final WorkerSettings settings;
  private final LongSupplier nanos;
  private final WorkerCore core;
  private final ExecutorService io = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService cpu;
  /// The turn to claim, for one thread at a time.
  private final ReentrantLock claiming = new ReentrantLock();

  private final Signal work = new Signal();
  private final Signal busy = new Signal();
  private final Signal lastClaim = new Signal();
  private final Signal drained = new Signal();
  private final Signal advancing = new Signal();
  private final Signal renewing = new Signal();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Answering answering = new Answering();
  private final CompletableFuture<StoreException> failed = new CompletableFuture<>();
  private volatile long lastRound;
  private volatile long lastClaimed;
  private volatile long lastHeartbeat;

  // Guarded by this.
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable AutoCloseable subscription;

  /// @param nanos a monotonic clock, as [System#nanoTime()]
  /// @param random for retry jitter
  public Worker(
      TaskStore store,
      Codec codec,
      ArtifactStore artifacts,
      List<ServedType<?, ?>> served,
      WorkerSettings settings,
      LongSupplier nanos,
      RandomGenerator random) {
    this.store = store;
    this.nanos = nanos;
    this.settings = settings;
    // The claim bounds how many run; a handler that ignored its interrupt must not take a thread
    // from the next.
    this.cpu = Executors.newCachedThreadPool(Thread.ofPlatform().name("devskyy-cpu-", 0).factory());
    var writes =
        new Batcher<Write, Write.Answer>(
            batch -> store.apply(batch, store.clock().instant()), Writer::bytes);
    var runtime = new WorkerRuntime(nanos, random, Worker::pause, io, cpu);
    this.core =
        new WorkerCore(
            store, codec, artifacts, served, settings, runtime, writes::submit, new Wakes());
    long now = nanos.getAsLong();
    lastRound = now;
    lastClaimed = now;
    lastHeartbeat = now;
  }

  /// Makes the worker known and starts it.
  ///
  /// @throws StoreException when the store cannot be reached or refuses
  public synchronized void start() {
    heartbeat();
    subscription = store.subscribe(this::hear);
    run(CLAIM, this::claimForEver);
    run(RENEW, this::renewForEver);
    run(WATCH, this::watchForEver);
    run(ADVANCE, this::advanceForEver);
    log.atInfo()
        .setMessage("worker started")
        .addKeyValue("worker", settings.id())
        .addKeyValue("slots", settings.slots())
        .addKeyValue("cpu_slots", settings.cpuSlots())
        .log();
  }

  /// Completed when its store takes no more changes until it is opened again. Nothing this worker
  /// does counts any more: close it and the store, and begin anew.
  public CompletableFuture<StoreException> failed() {
    return failed.copy();
  }

  /// How many tasks it has in hand.
  public int running() {
    return core.running();
  }

  /// How it is; asks no store.
  public Pulse pulse() {
    long now = nanos.getAsLong();
    return new Pulse(
        closed.get(),
        answering.all(),
        Duration.ofNanos(now - lastRound),
        Duration.ofNanos(now - lastClaimed),
        Duration.ofNanos(now - lastHeartbeat));
  }

  private void heartbeat() {
    core.heartbeat();
    lastHeartbeat = nanos.getAsLong();
  }

  /// Stops in good order; returns when it has left. Safe to call twice.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    core.stop();
    work.set();
    try {
      // A claim may be on its way: what it gives must be in hand before anything is given back.
      if (isStarted()) {
        lastClaim.await(STORING_GRACE);
      }
      // What ends now could not be stored.
      awaitDrained(failed.isDone() ? Duration.ZERO : settings.shutdownGrace());
      if (core.running() > 0) {
        core.handBackAll();
        awaitDrained(STORING_GRACE);
      }
    } catch (InterruptedException e) {
      core.handBackAll();
      Thread.currentThread().interrupt();
    }
    core.leave();
    end();
    log.atInfo()
        .setMessage("worker stopped")
        .addKeyValue("worker", settings.id())
        .addKeyValue("left_running", core.running())
        .log();
  }

  private synchronized boolean isStarted() {
    return !threads.isEmpty();
  }

  private void awaitDrained(Duration grace) throws InterruptedException {
    long until = nanos.getAsLong() + grace.toNanos();
    while (core.running() > 0 && nanos.getAsLong() < until) {
      drained.await(Duration.ofNanos(Math.max(1, until - nanos.getAsLong())));
    }
  }

  private synchronized void end() {
    threads.forEach(Thread::interrupt);
    io.shutdownNow();
    cpu.shutdownNow();
    if (subscription != null) {
      try {
        subscription.close();
      } catch (Exception e) {
        log.atDebug().setMessage("ending a subscription failed").setCause(e).log();
      }
      subscription = null;
    }
  }

  private final class Wakes implements WorkerCore.News {
    @Override
    public void slotFreed() {
      work.set();
      if (closed.get()) {
        drained.set();
      }
    }

    @Override
    public void dueSoon() {
      advancing.set();
    }
  }

  private void hear(Hint hint) {
    core.hear(hint);
    boolean mayClaim = hint.everything() || !hint.queues().isEmpty();
    if (mayClaim && !(hint.elsewhere() && claimHere())) {
      work.set();
    }
    if (core.running() > 0) {
      renewing.set();
    }
  }

  private void claimForEver() throws InterruptedException {
    while (!closed.get()) {
      if (!claimInTurn() && !work.await(SLOW_POLL)) {
        core.hear(Hint.EVERYTHING);
      }
    }
    // Another thread's claim may still be on its way.
    claiming.lock();
    try {
      lastClaim.set();
    } finally {
      claiming.unlock();
    }
  }

  private boolean claimInTurn() {
    claiming.lock();
    try {
      return claim();
    } finally {
      claiming.unlock();
    }
  }

  /// Called by whoever has the turn.
  private boolean claim() {
    lastRound = nanos.getAsLong();
    boolean more = core.claim();
    lastClaimed = nanos.getAsLong();
    answering.answered(CLAIM);
    if (core.running() > 0) {
      busy.set();
    }
    return more;
  }

  /// Claims on the thread that heard of work: to wake the one that claims would take as long again
  /// as the hint took.
  ///
  /// @return whether nothing is left for the thread that claims
  private boolean claimHere() {
    if (!claiming.tryLock()) {
      return false;
    }
    try {
      return !closed.get() && !claim();
    } catch (RuntimeException e) {
      // The thread that claims asks again, meets it too, says so and waits.
      return false;
    } finally {
      claiming.unlock();
    }
  }

  private void renewForEver() throws InterruptedException {
    long every = store.settings().renewEvery().toNanos();
    long next = nanos.getAsLong();
    while (true) {
      long wait = next - nanos.getAsLong();
      if (wait <= 0) {
        next = nanos.getAsLong() + every;
        core.renew();
        heartbeat();
        answering.answered(RENEW);
      } else if (renewing.await(Duration.ofNanos(wait))) {
        core.lookForCancels();
        pause(LOOK_FOR_CANCELS_EVERY);
      }
    }
  }

  private void watchForEver() throws InterruptedException {
    while (true) {
      if (core.running() == 0) {
        busy.await(SLOW_POLL);
      }
      pause(WATCH_EVERY);
      core.watch();
      answering.answered(WATCH);
    }
  }

  private void advanceForEver() throws InterruptedException {
    while (true) {
      Duration next = core.advance();
      answering.answered(ADVANCE);
      if (next.isPositive()) {
        advancing.await(next);
      }
    }
  }

  /// A loop of the worker; may throw what the store throws. It is over when it returns.
  @FunctionalInterface
  private interface Loop {
    void run() throws InterruptedException;
  }

  private void run(String duty, Loop loop) {
    threads.add(
        Thread.ofPlatform().daemon().name("devskyy-" + duty).start(() -> keepRunning(duty, loop)));
  }

  /// Runs a loop again whenever it fails. A store that does not answer is normal trouble; anything
  /// else is a bug, logged as such, which must not stop a worker that holds leases.
  private void keepRunning(String duty, Loop loop) {
    Duration pause = FIRST_PAUSE;
    while (!Thread.currentThread().isInterrupted()) {
      long began = nanos.getAsLong();
      try {
        loop.run();
        answering.answered(duty);
        return;
      } catch (StoreException e) {
        if (e.kind() == StoreException.Kind.DISK_FAILED) {
          giveUp(e);
          return;
        }
        answering.refused(duty, e);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.atError().setMessage("worker duty failed").addKeyValue("duty", duty).setCause(e).log();
      }
      if (nanos.getAsLong() - began > LONGEST_PAUSE.toNanos()) {
        pause = FIRST_PAUSE;
      }
      try {
        pause(pause);
      } catch (InterruptedException e) {
        return;
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  private static void pause(Duration time) throws InterruptedException {
    new Signal().await(time);
  }

  private void giveUp(StoreException e) {
    if (failed.complete(e)) {
      log.atError()
          .setMessage("store takes no more changes, the worker can do nothing more")
          .addKeyValue("error", e.getMessage())
          .addKeyValue("remedy", e.remedy())
          .log();
      // Whoever closes this worker need not wait for what a claim may still give.
      lastClaim.set();
    }
  }
}
