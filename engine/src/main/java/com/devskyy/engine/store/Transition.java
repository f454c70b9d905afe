package com.devskyy.engine.store;

import com.devskyy.engine.Json;
import com.devskyy.engine.TaskError;
import java.time.Instant;

/// The one change a store makes because of an [com.devskyy.engine.Outcome]. Each ends the lease it
/// is applied under. A task that somebody asked to cancel does not run again: [Retry], [Reschedule]
/// and [HandBack] make it `cancelled`, with the reason of the request.
public sealed interface Transition {
  /// `completed`, with its result.
  record Complete(Json result) implements Transition {}

  /// `retrying` until `due`; one attempt is spent.
  record Retry(Instant due, TaskError error) implements Transition {}

  /// `scheduled` until `due`; no attempt is spent.
  record Reschedule(Instant due) implements Transition {}

  /// `failed`: a dead letter. Its attempt stays the number of the last one.
  record Bury(TaskError error) implements Transition {}

  /// `cancelled`.
  record Cancel(String reason) implements Transition {}

  /// `queued` again at the head of its level ([FairShare]: tag V, no turn charged), unspent.
  record HandBack() implements Transition {}

  /// `expired`.
  record Expire(TaskError error) implements Transition {}
}
