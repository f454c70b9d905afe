package com.devskyy.engine;

/// The code that does a task.
///
/// One handler serves all attempts of its type, many at once: it keeps no state of an attempt.
/// Returning completes the task; throwing [PermanentFailure], [RetryAfter] or another [TaskFailure]
/// says what went wrong; anything else thrown is retried by the type's policy. When interrupted
/// (cancelled, run limit, lost lease, shutdown) it should return or throw soon; what it writes
/// afterwards changes nothing.
@FunctionalInterface
public interface TaskHandler<I, O> {
  /// Does one attempt.
  O handle(TaskContext context, I input) throws Exception;
}
