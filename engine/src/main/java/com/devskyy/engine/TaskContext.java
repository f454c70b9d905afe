package com.devskyy.engine;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Optional;

/// What a handler can do beside computing. Belongs to one attempt; its threads may share it. Every
/// write is fenced: once the attempt has ended or lost its lease, each call throws
/// [AttemptEndedException] and stores nothing.
public interface TaskContext {
  /// The task.
  TaskId id();

  /// Its type.
  TypeName type();

  /// Whom it is for.
  Optional<String> userId();

  /// 1 for the first; grows with failures.
  int attempt();

  /// Says how far the attempt is; seen live by whoever watches. Cheap enough to call often: at most
  /// a few a second are stored.
  ///
  /// @param fraction 0 to 1
  void progress(double fraction, String message);

  /// Adds a line to the task's own log.
  void log(String message);

  /// Does a step whose result is stored once: later attempts get the stored value instead of
  /// running the body. The body itself may run again after a crash.
  ///
  /// @param name unique in the task, 1 to 200 characters
  /// @param type of the value; its JSON at most 64 KiB
  <T> T step(String name, Class<T> type, StepBody<T> body) throws Exception;

  /// What an earlier run has stored as a step's value. Says nothing of steps of this run.
  <T> Optional<T> earlier(String step, Class<T> type);

  /// Does a step that must not happen twice, such as a paid call. The intent is stored before the
  /// body starts. If an earlier attempt left the intent without a result, `reconcile` finds out
  /// what happened; the body starts again only if it answers [Reconciliation.NotDone], or if it had
  /// itself thrown [PermanentFailure] or [RetryAfter].
  ///
  /// @throws TaskFailure of kind [ErrorType#OUTCOME_UNKNOWN] when nobody can tell
  <T> T stepOnce(String name, Class<T> type, StepBody<T> body, Reconciler<T> reconcile)
      throws Exception;

  /// Notes money or quota spent.
  ///
  /// @param unit such as `USD` or `credits`
  void cost(String provider, BigDecimal amount, String unit);

  /// Enqueues a task of this one. Later attempts that enqueue the same name again change nothing.
  ///
  /// @param name unique among this task's children, 1 to 200 characters
  <I> TaskId enqueue(String name, TaskType<I, ?> type, I input);

  /// Keeps something large outside the queue.
  Artifact artifact(String name, String mediaType, InputStream content) throws IOException;

  /// Whether the attempt should stop. The handler's thread is interrupted too.
  boolean isCancelled();

  /// The body of a step.
  @FunctionalInterface
  interface StepBody<T> {
    /// Does it.
    T run() throws Exception;
  }

  /// Finds out what became of a step that was begun.
  @FunctionalInterface
  interface Reconciler<T> {
    /// Asks the outside.
    Reconciliation<T> reconcile() throws Exception;
  }
}
