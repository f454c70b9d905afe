package com.devskyy.engine.worker;

import com.devskyy.engine.Artifact;
import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.AttemptEndedException;
import com.devskyy.engine.Codec;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.Reconciliation;
import com.devskyy.engine.RetryAfter;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskType;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.client.TaskMaker;
import com.devskyy.engine.store.History;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.Write;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a handler sees of its attempt.
final class AttemptContext implements TaskContext {
  private static final long PROGRESS_EVERY = Duration.ofMillis(250).toNanos();
  private static final int MAX_NAME = 200;
  private static final int MAX_LOG_LINE = 4_000;

  private final Attempt attempt;
  private final Writer writer;
  private final Surroundings around;
  private final Runnable lost;

  // Guarded by this.
  private final Set<String> namesUsed = new HashSet<>();
  private Optional<Map<String, Optional<Json>>> earlierSteps = Optional.empty();
  private boolean progressStored;
  private long progressStoredAt;

  /// What all attempts of a worker share.
  record Surroundings(
      TaskStore store,
      Codec codec,
      ArtifactStore artifacts,
      TaskMaker maker,
      WorkerRuntime runtime) {}

  /// @param lost told when a write was refused because somebody else owns the task
  AttemptContext(Attempt attempt, Writer writer, Surroundings around, Runnable lost) {
    this.attempt = attempt;
    this.writer = writer;
    this.around = around;
    this.lost = lost;
  }

  @Override
  public TaskId id() {
    return attempt.task().id();
  }

  @Override
  public TypeName type() {
    return attempt.task().type();
  }

  @Override
  public Optional<String> userId() {
    return attempt.task().userId();
  }

  @Override
  public int attempt() {
    return attempt.task().attempt();
  }

  @Override
  public void progress(double fraction, String message) {
    var progress = new Task.Progress(fraction, message);
    if (isProgressDue(fraction)) {
      say(new Note.Progress(progress));
    } else {
      attempt.mustBeOpen();
    }
  }

  private synchronized boolean isProgressDue(double fraction) {
    long now = around.runtime().nanos().getAsLong();
    if (progressStored && fraction < 1 && now - progressStoredAt < PROGRESS_EVERY) {
      return false;
    }
    progressStored = true;
    progressStoredAt = now;
    return true;
  }

  @Override
  public void log(String message) {
    String line =
        message.length() <= MAX_LOG_LINE ? message : message.substring(0, MAX_LOG_LINE - 1) + "…";
    say(new Note.Log(around.store().clock().instant(), "info", line.replace('\0', '\uFFFD')));
  }

  @Override
  public <T> Optional<T> earlier(String step, Class<T> type) {
    return earlierSteps()
        .getOrDefault(step, Optional.empty())
        .map(json -> around.codec().decode(json, type, Codec.UnknownFields.IGNORE).value());
  }

  @Override
  public <T> T step(String name, Class<T> type, StepBody<T> body) throws Exception {
    useName("step", name);
    Optional<T> earlier = earlier(name, type);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    attempt.mustBeOpen();
    return keep(name, body.run());
  }

  @Override
  public <T> T stepOnce(String name, Class<T> type, StepBody<T> body, Reconciler<T> reconcile)
      throws Exception {
    useName("step", name);
    Optional<Json> earlier = earlierSteps().get(name);
    if (earlier == null) {
      say(new Note.StepIntent(name));
      return runOnce(name, body);
    }
    if (earlier.isPresent()) {
      return around.codec().decode(earlier.get(), type, Codec.UnknownFields.IGNORE).value();
    }
    attempt.mustBeOpen();
    return switch (reconcile.reconcile()) {
      case Reconciliation.Known<T>(var value) -> keep(name, value);
      case Reconciliation.NotDone<T> _ -> runOnce(name, body);
      case Reconciliation.Unknown<T>(var mayExist) ->
          throw new TaskFailure(
              ErrorType.OUTCOME_UNKNOWN,
              "step \"%s\" was begun by an earlier run and nobody can tell whether it happened: %s"
                  .formatted(name, mayExist));
    };
  }

  /// Runs the body of a step whose intent is stored. Only a failure that says that nothing happened
  /// withdraws it.
  private <T> T runOnce(String name, StepBody<T> body) throws Exception {
    T value;
    try {
      value = body.run();
    } catch (PermanentFailure | RetryAfter e) {
      say(new Note.StepUndone(name));
      throw e;
    }
    return keep(name, value);
  }

  private <T> T keep(String name, T value) {
    Json json = around.codec().encode(value);
    if (json.length() > TaskStore.MAX_STEP) {
      throw new PermanentFailure(
          "the value of step \"%s\" must be at most %,d bytes, was %,d; keep larger things as artifacts"
              .formatted(name, TaskStore.MAX_STEP, json.length()));
    }
    say(new Note.StepDone(name, json));
    return value;
  }

  /// A first run finds no steps, so nothing is read for it.
  private synchronized Map<String, Optional<Json>> earlierSteps() {
    if (earlierSteps.isEmpty()) {
      Map<String, Optional<Json>> steps = new HashMap<>();
      if (attempt.lease().run() > 1) {
        for (History.Step step : writer.read(attempt, () -> around.store().history(id())).steps()) {
          steps.put(step.name(), step.value());
        }
      }
      earlierSteps = Optional.of(steps);
    }
    return earlierSteps.get();
  }

  @Override
  public void cost(String provider, BigDecimal amount, String unit) {
    say(new Note.Cost(provider, amount, unit));
  }

  @Override
  public <I> TaskId enqueue(String name, TaskType<I, ?> type, I input) {
    useName("child", name);
    Task parent = attempt.task();
    EnqueueOptions options = EnqueueOptions.DEFAULT.withPriority(parent.priority().value());
    if (parent.userId().isPresent()) {
      options = options.withUser(parent.userId().get());
    }
    if (parent.tier().isPresent()) {
      options = options.withTier(parent.tier().get());
    }
    TaskId child = parent.id().child(name);
    say(
        new Note.Child(
            around
                .maker()
                .make(
                    child,
                    type,
                    input,
                    options,
                    Optional.of(parent.id()),
                    around.store().clock().instant())));
    return child;
  }

  @Override
  public Artifact artifact(String name, String mediaType, InputStream content) throws IOException {
    attempt.mustBeOpen();
    return around.artifacts().put(name, mediaType, content);
  }

  @Override
  public boolean isCancelled() {
    return attempt.isDecided() || attempt.cancelReason().isPresent();
  }

  private synchronized void useName(String kind, String name) {
    if (name.isEmpty() || name.length() > MAX_NAME || name.indexOf('\0') >= 0) {
      throw new PermanentFailure(
          "a %s's name is 1 to %d characters without NUL, had %d"
              .formatted(kind, MAX_NAME, name.length()));
    }
    if (!namesUsed.add(kind + " " + name)) {
      throw new PermanentFailure(
          "%s \"%s\" is used twice in one attempt; names are unique in a task"
              .formatted(kind, name));
    }
  }

  private void say(Note note) {
    attempt.mustBeOpen();
    if (writer.write(attempt, new Write.Said(note)) == Write.Answer.LOST) {
      lost.run();
      throw new AttemptEndedException(
          "the lease on task %s is no longer ours (run %d); nothing was written"
              .formatted(id(), attempt.lease().run()));
    }
  }
}
