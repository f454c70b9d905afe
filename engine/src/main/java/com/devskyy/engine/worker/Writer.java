package com.devskyy.engine.worker;

import com.devskyy.engine.AttemptEndedException;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Brings one attempt's writes to the store: numbered, one after the other, tried again while the
/// lease lasts.
final class Writer {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Function<Write, Write.Answer> sink;
  private final WorkerRuntime runtime;

  /// @param sink where writes go; batches those of many attempts
  Writer(Function<Write, Write.Answer> sink, WorkerRuntime runtime) {
    this.sink = sink;
    this.runtime = runtime;
  }

  /// Makes the next write of an attempt.
  ///
  /// @return [Write.Answer#LOST] also when the store did not answer for as long as the lease could
  ///     last, or takes no more changes
  Write.Answer write(Attempt attempt, Write.What what) {
    attempt.writing.lock();
    try {
      var write = new Write(attempt.lease(), attempt.nextWrite(), what);
      return patiently(attempt, () -> sink.apply(write)).orElse(Write.Answer.LOST);
    } finally {
      attempt.writing.unlock();
    }
  }

  /// Reads for an attempt.
  ///
  /// @throws AttemptEndedException when the store did not answer for as long as the lease could
  ///     last
  <T> T read(Attempt attempt, Supplier<T> read) {
    return patiently(attempt, read)
        .orElseThrow(
            () ->
                new AttemptEndedException(
                    "the store did not answer for as long as the lease on task %s could last"
                        .formatted(attempt.task().id())));
  }

  /// A store that does not answer is no failure of the attempt: it is asked again while the lease
  /// lasts.
  private <T> Optional<T> patiently(Attempt attempt, Supplier<T> call) {
    Duration wait = FIRST_PAUSE;
    while (true) {
      try {
        return Optional.of(call.get());
      } catch (StoreException e) {
        boolean mayPass = e.kind() != StoreException.Kind.DISK_FAILED;
        if (!mayPass || !attempt.isLeasedFor(runtime.nanos().getAsLong(), Duration.ZERO)) {
          return Optional.empty();
        }
        pause(wait);
        wait = min(wait.multipliedBy(2), LONGEST_PAUSE);
      }
    }
  }

  /// An interrupt tells the handler to stop, not this write: it is kept for the handler.
  private void pause(Duration time) {
    boolean interrupted = Thread.interrupted();
    try {
      runtime.pause().pause(time);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /// The size of a write, for batching.
  static long bytes(Write write) {
    return switch (write.what()) {
      case Write.End(Transition.Complete(var result)) -> result.length();
      case Write.Said(Note.StepDone(_, var value)) -> value.length();
      case Write.Said(Note.Child(var task)) -> task.input().length();
      case Write.End _, Write.Said _ -> TaskStore.MAX_STEP >> 8;
    };
  }
}
