package com.devskyy.engine.worker;

import com.devskyy.engine.AttemptEndedException;
import com.devskyy.engine.Outcome;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.Task;
import com.devskyy.engine.store.Claimed;
import com.devskyy.engine.store.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One run of a task by this worker: its lease, its thread, and the single decision what became of
/// it.
///
/// # Who decides
///
/// The handler's thread (it returned or threw), the watchdog (run limit, lease nearly over), the
/// renewer (lease lost, cancelled) and shutdown all may want to end an attempt. [#decide] lets
/// exactly one of them; whatever the handler does later changes nothing, because its context
/// refuses and the store's fence would too.
final class Attempt {
  private final ServedType<?, ?> served;
  private final Claimed.Leased leased;
  private final Duration runLimit;

  /// Writes of one attempt follow each other: a number must not reach the store before the one
  /// below it has been answered, or the lower one would count as already applied. Held across the
  /// store call for that reason alone.
  final ReentrantLock writing = new ReentrantLock();

  // Guarded by this.
  private @Nullable Thread thread;
  private boolean decided;
  private String endedBecause = "";
  private @Nullable String cancelReason;
  private long runUntil;
  private long leasedUntil;

  // Guarded by writing.
  private int lastWrite;

  /// @param startedAt by the monotonic clock, taken before the claim was sent
  /// @param lease length of a lease
  Attempt(
      ServedType<?, ?> served,
      Claimed.Leased leased,
      Duration runLimit,
      long startedAt,
      Duration lease) {
    this.served = served;
    this.leased = leased;
    this.runLimit = runLimit;
    this.runUntil = startedAt + runLimit.toNanos();
    this.leasedUntil = startedAt + lease.toNanos();
  }

  ServedType<?, ?> served() {
    return served;
  }

  Duration runLimit() {
    return runLimit;
  }

  Task task() {
    return leased.task();
  }

  Lease lease() {
    return leased.lease();
  }

  boolean alone() {
    return leased.alone();
  }

  /// The number of the next write; only while holding [#writing].
  int nextWrite() {
    return ++lastWrite;
  }

  /// The handler's thread takes the attempt up.
  ///
  /// @return false when it was decided before it began
  synchronized boolean begin(Thread handler, long now) {
    if (decided) {
      return false;
    }
    thread = handler;
    if (cancelReason == null) {
      runUntil = now + runLimit.toNanos();
    }
    return true;
  }

  /// The handler's thread lets go of it, so that nobody interrupts what the thread does next.
  synchronized void letGo() {
    thread = null;
  }

  /// Claims the right to end this attempt.
  ///
  /// @param because for whoever uses the context afterwards
  /// @return whether this caller is the one
  synchronized boolean decide(String because) {
    if (decided) {
      return false;
    }
    decided = true;
    endedBecause = because;
    return true;
  }

  /// As [#decide], and interrupts the handler.
  synchronized boolean stop(String because) {
    if (!decide(because)) {
      return false;
    }
    interrupt();
    return true;
  }

  /// Asks the handler to stop by itself, within a grace.
  synchronized void cancel(String reason, long graceUntil) {
    if (decided || cancelReason != null) {
      return;
    }
    cancelReason = reason;
    runUntil = Math.min(runUntil, graceUntil);
    interrupt();
  }

  private void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  synchronized Optional<String> cancelReason() {
    return Optional.ofNullable(cancelReason);
  }

  synchronized void renewed(long until) {
    leasedUntil = until;
  }

  synchronized boolean isDecided() {
    return decided;
  }

  /// Whether the lease is good for at least this long by our own clock.
  synchronized boolean isLeasedFor(long now, Duration margin) {
    return leasedUntil - now > margin.toNanos();
  }

  /// What the run limit, or the grace after a cancel, has come to; empty while time is left.
  synchronized Optional<Outcome> overdue(long now, Outcome timeout) {
    if (decided || now - runUntil < 0) {
      return Optional.empty();
    }
    return Optional.of(cancelReason != null ? new Outcome.Cancelled(cancelReason) : timeout);
  }

  /// Refuses the use of a context whose attempt is over.
  synchronized void mustBeOpen() {
    if (decided) {
      throw new AttemptEndedException(
          "run %d of task %s has ended (%s); nothing was written"
              .formatted(lease().run(), task().id(), endedBecause));
    }
  }
}
