package com.devskyy.engine.worker;

import com.devskyy.engine.Codec;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.Outcome;
import com.devskyy.engine.RetryAfter;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskFailure;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.Write;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Runs an attempt: input in, handler, outcome, the one change the store makes of it.
final class Runner {
  private static final Logger log = LoggerFactory.getLogger(Runner.class);

  private final AttemptContext.Surroundings around;
  private final Writer writer;
  private final Attempts attempts;
  private final WorkerCore.News news;

  Runner(
      AttemptContext.Surroundings around, Writer writer, Attempts attempts, WorkerCore.News news) {
    this.around = around;
    this.writer = writer;
    this.attempts = attempts;
    this.news = news;
  }

  /// Does the whole attempt on this thread.
  void run(Attempt attempt) {
    if (!attempt.begin(Thread.currentThread(), around.runtime().nanos().getAsLong())) {
      return;
    }
    Outcome outcome = handle(attempt, attempt.served());
    attempt.letGo();
    // An interrupt was meant for the handler, not for storing what became of it.
    Thread.interrupted();
    if (attempt.decide("it returned")) {
      end(attempt, outcome);
    }
  }

  private <I, O> Outcome handle(Attempt attempt, ServedType<I, O> served) {
    var cancelled = attempt.cancelReason();
    if (cancelled.isPresent()) {
      return new Outcome.Cancelled(cancelled.get());
    }
    try {
      Json json = attempt.task().input().orElse(Json.NULL);
      Codec.Decoded<I> input =
          around.codec().decode(json, served.type().input(), Codec.UnknownFields.IGNORE);
      if (!input.ignored().isEmpty()) {
        log.atInfo()
            .setMessage("unknown fields ignored")
            .addKeyValue("task", attempt.task().id())
            .addKeyValue("type", attempt.task().type())
            .addKeyValue("fields", input.ignored())
            .log();
      }
      O output = served.handler().handle(context(attempt), input.value());
      Json result = around.codec().encode(output);
      if (result.length() > TaskStore.MAX_PAYLOAD) {
        return new Outcome.Failed(
            new TaskError(
                ErrorType.PERMANENT,
                "the result must be at most %,d bytes, was %,d; keep larger things as artifacts"
                    .formatted(TaskStore.MAX_PAYLOAD, result.length())));
      }
      return new Outcome.Done(result);
    } catch (Throwable e) {
      // Also errors: an attempt that nobody ends would keep its lease for ever.
      return failed(attempt, e);
    }
  }

  private AttemptContext context(Attempt attempt) {
    return new AttemptContext(attempt, writer, around, () -> lose(attempt, "its lease was lost"));
  }

  private static Outcome failed(Attempt attempt, Throwable thrown) {
    var cancelled = attempt.cancelReason();
    if (cancelled.isPresent()) {
      return new Outcome.Cancelled(cancelled.get());
    }
    return switch (thrown) {
      case RetryAfter later -> new Outcome.Snooze(later.delay(), error(later.type(), later));
      case TaskFailure failure -> new Outcome.Failed(error(failure.type(), failure));
      case InvalidInputException invalid ->
          new Outcome.Failed(new TaskError(ErrorType.INVALID_INPUT, messageOf(invalid)));
      default -> new Outcome.Failed(error(ErrorType.INTERNAL, thrown));
    };
  }

  private static TaskError error(ErrorType type, Throwable thrown) {
    var trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return new TaskError(type, messageOf(thrown), trace.toString());
  }

  private static String messageOf(Throwable thrown) {
    String message = thrown.getMessage();
    if (thrown instanceof TaskFailure || thrown instanceof InvalidInputException) {
      return message == null ? thrown.getClass().getSimpleName() : message;
    }
    return message == null
        ? thrown.getClass().getSimpleName()
        : thrown.getClass().getSimpleName() + ": " + message;
  }

  /// Stores what became of an attempt that this caller has decided.
  void end(Attempt attempt, Outcome outcome) {
    attempts.freeSlot(attempt);
    news.slotFreed();
    try {
      Instant now = around.store().clock().instant();
      Transition transition =
          Lifecycle.decide(
              attempt.task(),
              outcome,
              attempt.served().type().retry(),
              now,
              around.runtime().random());
      Write.Answer answer = writer.write(attempt, new Write.End(transition));
      if (isDueBefore(transition, now.plus(WorkerCore.ADVANCE_EVERY))) {
        news.dueSoon();
      }
      report(attempt, transition, answer);
    } finally {
      attempts.remove(attempt);
      news.slotFreed();
    }
  }

  private static boolean isDueBefore(Transition transition, Instant time) {
    return switch (transition) {
      case Transition.Retry(var due, _) -> due.isBefore(time);
      case Transition.Reschedule(var due) -> due.isBefore(time);
      case Transition.Complete _,
          Transition.Bury _,
          Transition.Cancel _,
          Transition.HandBack _,
          Transition.Expire _ ->
          false;
    };
  }

  /// The attempt's lease is gone: nothing can be stored, somebody else goes on. One that was
  /// decided already may even have stored its end; it takes itself off the list.
  void lose(Attempt attempt, String because) {
    if (!attempt.stop(because)) {
      return;
    }
    attempts.freeSlot(attempt);
    attempts.remove(attempt);
    news.slotFreed();
    log.atWarn()
        .setMessage("lease lost, outcome not written")
        .addKeyValue("task", attempt.task().id())
        .addKeyValue("type", attempt.task().type())
        .addKeyValue("run", attempt.lease().run())
        .log();
  }

  private static void report(Attempt attempt, Transition transition, Write.Answer answer) {
    Task task = attempt.task();
    if (answer == Write.Answer.LOST) {
      log.atWarn()
          .setMessage("lease on the task is no longer ours, outcome not written")
          .addKeyValue("task", task.id())
          .addKeyValue("type", task.type())
          .addKeyValue("run", attempt.lease().run())
          .log();
      return;
    }
    Level level =
        transition instanceof Transition.Retry || transition instanceof Transition.Bury
            ? Level.WARN
            : Level.INFO;
    if (!log.isEnabledForLevel(level)) {
      return;
    }
    var event =
        log.atLevel(level)
            .setMessage("task " + word(transition))
            .addKeyValue("task", task.id())
            .addKeyValue("type", task.type())
            .addKeyValue("run", attempt.lease().run())
            .addKeyValue("attempt", task.attempt());
    switch (transition) {
      case Transition.Retry(var due, var error) ->
          event
              .addKeyValue("error_type", error.type().wire())
              .addKeyValue("error", error.message())
              .addKeyValue("due", due)
              .log();
      case Transition.Bury(var error) ->
          event
              .addKeyValue("error_type", error.type().wire())
              .addKeyValue("error", error.message())
              .log();
      case Transition.Reschedule(var due) -> event.addKeyValue("due", due).log();
      case Transition.Complete _, Transition.Cancel _, Transition.HandBack _, Transition.Expire _ ->
          event.log();
    }
  }

  private static String word(Transition transition) {
    return switch (transition) {
      case Transition.Complete _ -> "completed";
      case Transition.Retry _ -> "failed, runs again";
      case Transition.Reschedule _ -> "put off, no attempt spent";
      case Transition.Bury _ -> "failed, dead letter";
      case Transition.Cancel _ -> "cancelled";
      case Transition.HandBack _ -> "handed back, no attempt spent";
      case Transition.Expire _ -> "expired";
    };
  }
}
