package com.devskyy.tasks.model3d;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.Reconciliation;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import com.devskyy.providers.ProviderException;
import com.devskyy.providers.tripo.TripoClient;
import com.devskyy.providers.tripo.TripoRequest;
import com.devskyy.providers.tripo.TripoTask;
import com.devskyy.tasks.provider.OnUnknown;
import com.devskyy.tasks.provider.Purchases;
import com.devskyy.tasks.provider.Purchases.CameToNothing;
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
  /// How long an attempt waits for Tripo in all, from its begin. What may still be under way
  /// then, a look at the usage or a download, takes two minutes and ends below the run limit of
  /// the type, so that the task says itself what it waits for.
  private static final Duration PATIENCE = Duration.ofMinutes(7);

  /// How much later than ours Tripo's clock may be.
  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

  /// What was sent shows in the account's usage after this long, at the latest: an assumption.
  private static final Duration SETTLED = Duration.ofMinutes(2);

  private static final int UNAUTHORIZED = 401;

  private final TaskContext context;
  private final OnUnknown onUnknown;
  private final TripoClient tripo;
  private final Service service;
  private final InstantSource clock;
  private final Instant end;
  private final Purchases purchases;
  private final Set<String> known = new HashSet<>();
  private double furthest;

  /// When a creation was about to be sent, its answer was looked for, or Tripo was in trouble.
  record Intent(Instant at) {}

  /// What is to be made; asked once per step.
  @FunctionalInterface
  interface Asked {
    /// The request, the same in all attempts.
    TripoRequest in(String step) throws Exception;
  }

  /// Keeps what was made.
  @FunctionalInterface
  interface Keeper<K> {
    /// Fetches and keeps it.
    K kept(TripoTask made) throws Exception;
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
    this.end = clock.instant().plus(PATIENCE);
    this.purchases = new Purchases(context, "tripo");
  }

  /// What all of it cost so far.
  BigDecimal credits() {
    return purchases.credits();
  }

  /// Says how far the attempt is; never goes back.
  void progress(double fraction, String message) {
    furthest = Math.max(furthest, fraction);
    context.progress(furthest, message);
  }

  /// Has something made, by the task of an earlier attempt when there is one, and keeps it.
  ///
  /// @param name of its steps; empty for the model itself
  /// @param type of what is kept of it
  <K> Purchases.Bought<K> made(
      String name, Asked asked, Class<K> type, Keeper<K> keeper, double from, double to)
      throws Exception {
    return purchases.make(
        name,
        type,
        new Creation<>(asked, keeper, from, to),
        // Or it would be taken for another whose answer was lost: they are alike.
        step -> bought(step).ifPresent(created -> known.add(created.taskId())));
  }

  /// One creation of a thing.
  private final class Creation<K> implements Purchases.Try<K> {
    private final Asked asked;
    private final Keeper<K> keeper;
    private final double from;
    private final double to;
    private int credits;

    Creation(Asked asked, Keeper<K> keeper, double from, double to) {
      this.asked = asked;
      this.keeper = keeper;
      this.from = from;
      this.to = to;
    }

    @Override
    public String begun(String step) throws Exception {
      TripoRequest request = asked.in(step);
      credits = request.credits();
      TripoClient.Created created = created(step, request);
      known.add(created.taskId());
      context.log("Tripo's task %s, trace %s".formatted(created.taskId(), created.trace()));
      return created.taskId();
    }

    @Override
    public K kept(String step, String id) throws Exception {
      TripoTask task = awaited(id, from, to);
      if (task.status() != TripoTask.Status.SUCCESS) {
        throw new CameToNothing(failure(task));
      }
      purchases.spent(step, task.credits().orElse(BigDecimal.valueOf(credits)));
      if (task.model().isEmpty()) {
        throw new CameToNothing(
            new PermanentFailure(
                "Tripo's task %s succeeded and names no model; replaying the task makes another, which is paid for again"
                    .formatted(task.id())));
      }
      return keeper.kept(task);
    }
  }

  private TripoClient.Created created(String step, TripoRequest request) throws Exception {
    Optional<TripoClient.Created> before = bought(step);
    if (before.isPresent()) {
      return before.get();
    }
    mustHaveTime();
    Intent intent = context.step("intend " + step, Intent.class, () -> new Intent(clock.instant()));
    Optional<TripoTask> lost = mayBeThere(step) ? lookedFor(request, intent) : Optional.empty();
    try {
      return service.payOnce(
          context,
          "create " + step,
          TripoClient.Created.class,
          () -> lost.isPresent() ? found(lost.get()) : sent(step, request),
          () -> reconciled(step, request, intent));
    } catch (PermanentFailure e) {
      throw new CameToNothing(isStale(e) ? mayPass(String.valueOf(e.getMessage())) : e);
    }
  }

  /// Whether something may have been made though no intent says so (any more): a replay forgets
  /// that something was being sent, and who says that he is in trouble may have done it before.
  private boolean mayBeThere(String step) {
    return context.earlier("lost " + step, Intent.class).isPresent()
        || context.earlier("trouble " + step, Intent.class).isPresent();
  }

  private TripoClient.Created sent(String step, TripoRequest request) throws Exception {
    try {
      return tripo.create(request);
    } catch (ProviderException.Unavailable e) {
      // While the intent stands: whoever dies here leaves one of the two.
      var _ = context.step("trouble " + step, Intent.class, () -> new Intent(clock.instant()));
      throw e;
    }
  }

  private Optional<TripoClient.Created> bought(String step) {
    return context.earlier("create " + step, TripoClient.Created.class);
  }

  /// What nobody would wait for is not bought.
  private void mustHaveTime() {
    if (!clock.instant().isBefore(end)) {
      throw new TaskFailure(
          ErrorType.TIMEOUT,
          "no time was left in this attempt, of %d minutes, to begin it"
              .formatted(PATIENCE.toMinutes()));
    }
  }

  private Optional<TripoTask> lookedFor(TripoRequest request, Intent intent)
      throws InterruptedException {
    try {
      return service.call(() -> tripo.findCreated(request, since(intent), known));
    } catch (PermanentFailure e) {
      if (!isUntold(e)) {
        throw e;
      }
      // Whoever let the task run again knew.
      context.log("Tripo's usage does not tell: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Reconciliation<TripoClient.Created> reconciled(
      String step, TripoRequest request, Intent intent) throws Exception {
    var _ = context.step("lost " + step, Intent.class, () -> new Intent(clock.instant()));
    try {
      return service
          .call(() -> tripo.findCreated(request, since(intent), known, SETTLED))
          .<Reconciliation<TripoClient.Created>>map(it -> new Reconciliation.Known<>(found(it)))
          .orElseGet(Reconciliation.NotDone::new);
    } catch (PermanentFailure e) {
      if (onUnknown == OnUnknown.REPEAT && isUntold(e)) {
        return new Reconciliation.NotDone<>();
      }
      return new Reconciliation.Unknown<>(
          "Tripo may have made %s after %s for up to %d credits (%.2f USD), and its usage does not tell: %s. Replaying the task looks once more, and makes another where that does not tell either"
              .formatted(
                  request.type(),
                  intent.at(),
                  request.credits(),
                  request.credits() / 100.0,
                  e.getMessage()));
    }
  }

  /// Whether the usage was read and does not tell; else it was not to be read, as with a wrong
  /// key.
  private static boolean isUntold(PermanentFailure e) {
    return e.getCause() instanceof ProviderException.Refused refused && refused.status() == 200;
  }

  /// Whether nobody knows if something is there, or only the right key is missing to see it.
  static boolean mayBeMended(TaskFailure e) {
    return e.type() == ErrorType.OUTCOME_UNKNOWN
        || (e.getCause() instanceof ProviderException.Refused refused
            && refused.status() == UNAUTHORIZED);
  }

  private TripoClient.Created found(TripoTask task) {
    context.log("found the task %s whose answer was lost".formatted(task.id()));
    return new TripoClient.Created(task.id(), "");
  }

  private static Instant since(Intent intent) {
    return intent.at().minus(CLOCKS_APART);
  }

  private TripoTask awaited(String id, double from, double to) throws InterruptedException {
    Duration left = Duration.between(clock.instant(), end);
    TripoTask task =
        service.call(
            () ->
                tripo.await(
                    id,
                    left,
                    seen ->
                        progress(
                            from + (to - from) * seen.progress() / 100,
                            "Tripo: %s %s".formatted(seen.type().replace('_', ' '), word(seen)))));
    if (!task.status().isEnd()) {
      throw new TaskFailure(
          ErrorType.TIMEOUT,
          "Tripo's task %s is still %s after %d minutes; the next attempt goes on waiting for it"
              .formatted(id, word(task), PATIENCE.toMinutes()));
    }
    return task;
  }

  /// Whether a creation was refused for an upload that is gone: another is planned with another.
  private static boolean isStale(PermanentFailure e) {
    return e.getCause() instanceof ProviderException.Refused refused
        && refused.code().equals(TripoClient.NO_SUCH_FILE);
  }

  private static TaskFailure failure(TripoTask task) {
    String said =
        "Tripo's task %s ended as %s (%d%s)"
            .formatted(
                task.id(),
                word(task),
                task.errorCode(),
                task.error().isEmpty() ? "" : ": " + task.error());
    return switch (task.errorCode()) {
      case TripoTask.REFUSED_CONTENT ->
          new PermanentFailure(said + "; its moderation refuses this content: reword it");
      case TripoTask.TOO_COMPLEX -> new PermanentFailure(said + "; ask for something simpler");
      default ->
          task.status() == TripoTask.Status.FAILED ? mayPass(said) : new PermanentFailure(said);
    };
  }

  private static TaskFailure mayPass(String said) {
    return new TaskFailure(ErrorType.PROVIDER_UNAVAILABLE, said);
  }

  private static String word(TripoTask task) {
    return task.status().name().toLowerCase(Locale.ROOT);
  }
}
