package com.devskyy.tasks.provider;

import com.devskyy.engine.Codec;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.Records;
import com.devskyy.engine.RetryAfter;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import com.devskyy.providers.ProviderException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/// A paid outside service as tasks see it: its errors are the engine's, what is paid for is paid
/// once, and when it asks one task for patience the whole fleet has patience. Threads may share
/// it.
public final class Service {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(20);

  private final String name;
  private final Gate gate;
  private final RandomGenerator random;

  /// A call of the service.
  @FunctionalInterface
  public interface Call<T> {
    /// Makes it.
    T make() throws ProviderException, InterruptedException;
  }

  /// @param name for people, such as `Tripo`
  /// @param records where all workers see that the service needs rest
  /// @param random spreads those who come back
  public Service(
      String name, Records records, Codec codec, InstantSource clock, RandomGenerator random) {
    this.name = name;
    this.gate = new Gate(name, records, codec, clock);
    this.random = random;
  }

  /// Makes a call that costs nothing.
  public <T> T call(Call<T> call) throws InterruptedException {
    try {
      return call.make();
    } catch (ProviderException e) {
      throw failure(e);
    }
  }

  /// Makes a call that may be paid for, as a step that happens once. While the service needs rest
  /// it is not made at all, and no attempt is spent. When its answer is lost the task comes back
  /// shortly, to find out what happened; see [TaskContext#stepOnce].
  public <T> T payOnce(
      TaskContext context,
      String step,
      Class<T> type,
      TaskContext.StepBody<T> call,
      TaskContext.Reconciler<T> reconcile)
      throws Exception {
    try {
      var paid = new AtomicBoolean();
      T made =
          context.stepOnce(
              step,
              type,
              () -> {
                rest();
                T answer = paid(call);
                paid.set(true);
                return answer;
              },
              reconcile);
      // Said by what was just done alone, not by what is remembered; and once that is stored.
      if (paid.get()) {
        gate.well();
      }
      return made;
    } catch (ProviderException.AnswerLost e) {
      throw new RetryAfter(
          LOOK_AGAIN,
          ErrorType.PROVIDER_UNAVAILABLE,
          e.getMessage() + "; looks whether it happened before anything is paid again");
    }
  }

  private void rest() {
    gate.closedFor()
        .ifPresent(
            left -> {
              throw new RetryAfter(
                  spread(left),
                  "%s asked for patience; tried again in %d s"
                      .formatted(name, Math.max(1, left.toSeconds())));
            });
  }

  /// Only an answer that was lost leaves the intent standing.
  private <T> T paid(TaskContext.StepBody<T> call) throws Exception {
    try {
      return call.run();
    } catch (ProviderException.AnswerLost e) {
      throw e;
    } catch (ProviderException e) {
      throw failure(e);
    }
  }

  /// What a failed call means for the task. All but a lost answer say that nothing happened.
  private TaskFailure failure(ProviderException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case ProviderException.Refused _ -> new PermanentFailure(message, e);
      case ProviderException.OutOfCredits _ ->
          new PermanentFailure(
              "%s has no credits left: %s. Top up the account, then replay the task"
                  .formatted(name, message),
              e);
      case ProviderException.RateLimited limited -> {
        gate.close(limited.after());
        yield new RetryAfter(spread(limited.after()), message);
      }
      case ProviderException.Unavailable _, ProviderException.AnswerLost _ ->
          new RetryAfter(spread(gate.strike()), ErrorType.PROVIDER_UNAVAILABLE, message);
    };
  }

  /// Up to a quarter longer, so that not all come back at once.
  private Duration spread(Duration time) {
    long millis = Math.max(1_000, time.toMillis());
    return Duration.ofMillis(millis + random.nextLong(millis / 4 + 1));
  }
}
