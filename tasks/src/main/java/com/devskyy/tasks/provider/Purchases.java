package com.devskyy.tasks.provider;

import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import java.math.BigDecimal;
import java.util.function.Consumer;

/// What one attempt buys at a service: each thing by numbered tries, of which the first that has
/// not come to nothing counts, in whichever attempt it was begun. What is kept already is asked
/// of nobody again: a service forgets its work after days, a replay may come later. Used by the
/// attempt's thread.
public final class Purchases {
  private final TaskContext context;
  private final String provider;
  private BigDecimal credits = BigDecimal.ZERO;

  /// Why nothing came of a try.
  record Failed(String why) {}

  /// What a try cost.
  record Spent(BigDecimal credits) {}

  /// One try.
  public interface Try<K> {
    /// Begins it, once for all attempts.
    ///
    /// @param step how its steps' names end, such as `2`
    /// @return the service's id, which was stored at once
    /// @throws CameToNothing when the service refused it
    String begun(String step) throws Exception;

    /// Waits for it and keeps what came of it.
    ///
    /// @throws CameToNothing when there is nothing to go on with, for anybody
    K kept(String step, String id) throws Exception;
  }

  /// What was bought.
  ///
  /// @param id the service's
  public record Bought<K>(String id, K kept) {}

  /// The service itself has said that nothing comes of a try: it was refused, or has ended
  /// without a result. That the service does not let itself be asked is no reason.
  public static final class CameToNothing extends Exception {
    private static final long serialVersionUID = 1;
    private final TaskFailure failure;

    /// @param failure what it means for the attempt
    public CameToNothing(TaskFailure failure) {
      super(failure.getMessage(), failure);
      this.failure = failure;
    }
  }

  /// @param provider who is paid, as costs name it
  public Purchases(TaskContext context, String provider) {
    this.context = context;
    this.provider = provider;
  }

  /// Has something made. A try that came to nothing is remembered as that and ends the attempt;
  /// the next attempt, also of a replay, makes another.
  ///
  /// @param name of the thing, before the number of a try; empty for the task's own
  /// @param type of what is kept of it, in the step `keep`
  /// @param over is told the steps of tries that came to nothing earlier
  public <K> Bought<K> make(String name, Class<K> type, Try<K> one, Consumer<String> over)
      throws Exception {
    for (int n = 1; ; n++) {
      String step = (name + " " + n).strip();
      if (context.earlier("failed " + step, Failed.class).isEmpty()) {
        return make(step, ("keep " + name).strip(), type, one);
      }
      spentEarlier(step);
      over.accept(step);
    }
  }

  private <K> Bought<K> make(String step, String keep, Class<K> type, Try<K> one) throws Exception {
    try {
      String id = one.begun(step);
      if (context.earlier(keep, type).isPresent()) {
        spentEarlier(step);
      }
      return new Bought<>(id, context.step(keep, type, () -> one.kept(step, id)));
    } catch (CameToNothing e) {
      var _ =
          context.step(
              "failed " + step, Failed.class, () -> new Failed(String.valueOf(e.getMessage())));
      throw e.failure;
    }
  }

  private void spentEarlier(String step) {
    context
        .earlier("cost " + step, Spent.class)
        .ifPresent(spent -> credits = credits.add(spent.credits()));
  }

  /// Notes what a try has cost.
  public void spent(String step, BigDecimal amount) throws Exception {
    Spent spent =
        context.step(
            "cost " + step,
            Spent.class,
            () -> {
              context.cost(provider, amount, "credits");
              return new Spent(amount);
            });
    credits = credits.add(spent.credits());
  }

  /// What all of it has cost so far, with what came to nothing.
  public BigDecimal credits() {
    return credits;
  }
}
