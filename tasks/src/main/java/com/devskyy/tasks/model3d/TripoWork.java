package com.devskyy.tasks.model3d;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.Reconciliation;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import com.devskyy.providers.tripo.TripoClient;
import com.devskyy.providers.tripo.TripoRequest;
import com.devskyy.providers.tripo.TripoTask;
import com.devskyy.tasks.provider.OnUnknown;
import com.devskyy.tasks.provider.Service;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What one attempt has made by Tripo: each thing once per task, whatever dies when. Used by the
/// attempt's thread.
final class TripoWork {
  /// With [#SETTLED] below the run limit of the type, so that the task says itself what it waits
  /// for.
  private static final Duration PATIENCE = Duration.ofMinutes(7);

  /// How much later than ours Tripo's clock may be.
  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

  /// What was sent shows in the account's usage after this long, at the latest: an assumption.
  private static final Duration SETTLED = Duration.ofMinutes(2);

  private final TaskContext context;
  private final OnUnknown onUnknown;
  private final TripoClient tripo;
  private final Service service;
  private final InstantSource clock;
  private final Set<String> known = new HashSet<>();
  private BigDecimal credits = BigDecimal.ZERO;

  /// When a creation was about to be sent.
  record Intent(Instant at) {}

  /// What a task of Tripo cost.
  record Spent(BigDecimal credits) {}

  /// Why nothing came of it.
  record Failed(String why) {}

  /// What is to be made; asked once per step.
  @FunctionalInterface
  interface Asked {
    /// The request, the same in all attempts.
    TripoRequest in(String step) throws Exception;
  }

  /// A task of Tripo failed for a reason that may have passed.
  private static final class MayPass extends TaskFailure {
    MayPass(String message) {
      super(ErrorType.PROVIDER_UNAVAILABLE, message);
    }
  }

  TripoWork(
      TaskContext context,
      OnUnknown onUnknown,
      TripoClient tripo,
      Service service,
      InstantSource clock) {
    this.context = context;
    this.onUnknown = onUnknown;
    this.tripo = tripo;
    this.service = service;
    this.clock = clock;
  }

  /// What all of it cost so far.
  BigDecimal credits() {
    return credits;
  }

  /// Has something made, by the task of an earlier attempt when there is one.
  ///
  /// @param name of its steps; empty for the model itself
  TripoTask done(String name, Asked asked, double from, double to) throws Exception {
    for (int n = 1; ; n++) {
      String step = (name + " " + n).strip();
      // A failed task cost nothing. Another one is made in the next attempt, also of a replay.
      if (context.earlier("failed " + step, Failed.class).isPresent()) {
        continue;
      }
      try {
        return done(step, asked.in(step), from, to);
      } catch (TaskFailure e) {
        if (e instanceof PermanentFailure || e instanceof MayPass) {
          var _ =
              context.step(
                  "failed " + step, Failed.class, () -> new Failed(String.valueOf(e.getMessage())));
        }
        throw e;
      }
    }
  }

  private TripoTask done(String step, TripoRequest request, double from, double to)
      throws Exception {
    TripoClient.Created created = created(step, request);
    known.add(created.taskId());
    context.log("Tripo's task %s, trace %s".formatted(created.taskId(), created.trace()));
    TripoTask task = awaited(created.taskId(), from, to);
    if (task.status() != TripoTask.Status.SUCCESS) {
      throw failure(task);
    }
    credits = credits.add(spent(step, task, request));
    return task;
  }

  private TripoClient.Created created(String step, TripoRequest request) throws Exception {
    Intent intent = context.step("intend " + step, Intent.class, () -> new Intent(clock.instant()));
    return service.payOnce(
        context,
        "create " + step,
        TripoClient.Created.class,
        () -> tripo.create(request),
        () -> reconciled(request, intent));
  }

  private Reconciliation<TripoClient.Created> reconciled(TripoRequest request, Intent intent)
      throws InterruptedException {
    try {
      Optional<TripoTask> found =
          service.call(
              () -> tripo.findCreated(request, intent.at().minus(CLOCKS_APART), known, SETTLED));
      if (found.isEmpty()) {
        return new Reconciliation.NotDone<>();
      }
      context.log("found the task %s whose answer was lost".formatted(found.get().id()));
      return new Reconciliation.Known<>(new TripoClient.Created(found.get().id(), ""));
    } catch (PermanentFailure e) {
      return onUnknown == OnUnknown.REPEAT
          ? new Reconciliation.NotDone<>()
          : new Reconciliation.Unknown<>(
              "Tripo may have made %s after %s for up to %d credits (%.2f USD), and its usage does not tell: %s. Replaying the task makes another"
                  .formatted(
                      request.type(),
                      intent.at(),
                      request.credits(),
                      request.credits() / 100.0,
                      e.getMessage()));
    }
  }

  private TripoTask awaited(String id, double from, double to) throws InterruptedException {
    double[] furthest = {from};
    TripoTask task =
        service.call(
            () ->
                tripo.await(
                    id,
                    PATIENCE,
                    seen -> {
                      double now = from + (to - from) * seen.progress() / 100;
                      furthest[0] = Math.max(furthest[0], now);
                      context.progress(
                          furthest[0],
                          "Tripo: %s %s".formatted(seen.type().replace('_', ' '), word(seen)));
                    }));
    if (!task.status().isEnd()) {
      throw new TaskFailure(
          ErrorType.TIMEOUT,
          "Tripo's task %s is still %s after %d minutes; the next attempt goes on waiting for it"
              .formatted(id, word(task), PATIENCE.toMinutes()));
    }
    return task;
  }

  private BigDecimal spent(String step, TripoTask task, TripoRequest request) throws Exception {
    return context
        .step(
            "cost " + step,
            Spent.class,
            () -> {
              BigDecimal amount = task.credits().orElse(BigDecimal.valueOf(request.credits()));
              context.cost("tripo", amount, "credits");
              return new Spent(amount);
            })
        .credits();
  }

  private static boolean mayPass(TripoTask task) {
    return task.status() == TripoTask.Status.FAILED
        && task.errorCode() != TripoTask.REFUSED_CONTENT
        && task.errorCode() != TripoTask.TOO_COMPLEX;
  }

  private static TaskFailure failure(TripoTask task) {
    String said =
        "Tripo's task %s ended as %s (%d%s)"
            .formatted(
                task.id(),
                word(task),
                task.errorCode(),
                task.error().isEmpty() ? "" : ": " + task.error());
    if (mayPass(task)) {
      return new MayPass(said);
    }
    String advice =
        switch (task.errorCode()) {
          case TripoTask.REFUSED_CONTENT -> "; its moderation refuses this content: reword it";
          case TripoTask.TOO_COMPLEX -> "; ask for something simpler";
          default -> "";
        };
    return new PermanentFailure(said + advice);
  }

  private static String word(TripoTask task) {
    return task.status().name().toLowerCase(Locale.ROOT);
  }
}
