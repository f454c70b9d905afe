package com.devskyy.tasks.provider;

import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import java.math.BigDecimal;
import java.util.function.Consumer;

/// What one attempt buys at a service: each thing by numbered tries, of which the first that has
/// not come to nothing counts, in whichever attempt it was begun. Used by the attempt's thread.
public final class Purchases {
  private final TaskContext context;
  private final String provider;
  private BigDecimal credits = BigDecimal.ZERO;

  /// Why nothing came of a try.
  record Failed(String why) {}

  /// What a try cost.
  record Spent(BigDecimal credits) {}

  /// One try.
  @FunctionalInterface
  public interface Try<T> {
    /// Makes it, or goes on with it.
    ///
    /// @param step how its steps' names end, such as `2`
    /// @throws CameToNothing when there is nothing to go on with, for anybody
    T make(String step) throws Exception;
  }

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
  /// @param over is told the steps of tries that came to nothing earlier
  public <T> T make(String name, Try<T> one, Consumer<String> over) throws Exception {
    for (int n = 1; ; n++) {
      String step = (name + " " + n).strip();
      if (context.earlier("failed " + step, Failed.class).isEmpty()) {
        return make(step, one);
      }
      context
          .earlier("cost " + step, Spent.class)
          .ifPresent(spent -> credits = credits.add(spent.credits()));
      over.accept(step);
    }
  }

  private <T> T make(String step, Try<T> one) throws Exception {
    try {
      return one.make(step);
    } catch (CameToNothing e) {
      var _ =
          context.step(
              "failed " + step, Failed.class, () -> new Failed(String.valueOf(e.getMessage())));
      throw e.failure;
    }
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
