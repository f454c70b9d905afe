package com.devskyy.app.chaos;

import com.devskyy.app.chaos.Entry.What;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Reconciliation;
import com.devskyy.engine.TaskContext;
import com.devskyy.engine.TaskFailure;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Does a [ChaosTask] and writes down what it does.
final class ChaosHandler {
  /// How a worker ends that a task has killed.
  static final int HALTED = 86;

  private static final String CHARGE = "charge";

  private final Journal journal;
  private final RandomGenerator random;

  ChaosHandler(Journal journal, RandomGenerator random) {
    this.journal = journal;
    this.random = random;
  }

  ChaosTask.Done handle(TaskContext context, ChaosTask task) throws Exception {
    journal.note(What.BEGAN, context);
    try {
      if (task.halts()) {
        Runtime.getRuntime().halt(HALTED);
      }
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= task.steps(); i++) {
        values.add(step(context, "step " + i));
      }
      if (task.charges()) {
        values.add(charge(context));
      }
      Thread.sleep(task.millis());
      if (context.attempt() <= task.failures()) {
        throw new TaskFailure(ErrorType.PROVIDER_UNAVAILABLE, "fails as planned");
      }
      return new ChaosTask.Done(task.number(), values);
    } finally {
      journal.note(What.LEFT, context);
    }
  }

  private String step(TaskContext context, String name) throws Exception {
    String value =
        context.step(
            name,
            String.class,
            () -> {
              // Another one each time: a second result of one step would be seen.
              String made = made();
              journal.note(What.STEP_RAN, context, name, made);
              return made;
            });
    journal.note(What.GOT, context, name, value);
    return value;
  }

  private String charge(TaskContext context) throws Exception {
    String value =
        context.stepOnce(
            CHARGE,
            String.class,
            () -> {
              journal.note(What.ONCE_BEGAN, context, CHARGE, "");
              String made = made();
              journal.note(What.CHARGED, context, CHARGE, made);
              return made;
            },
            () -> {
              Optional<String> done = journal.charged(context.id(), CHARGE);
              journal.note(
                  done.isPresent() ? What.FOUND_DONE : What.FOUND_NOT_DONE,
                  context,
                  CHARGE,
                  done.orElse(""));
              return done.<Reconciliation<String>>map(Reconciliation.Known::new)
                  .orElseGet(Reconciliation.NotDone::new);
            });
    journal.note(What.GOT, context, CHARGE, value);
    return value;
  }

  private String made() {
    return HexFormat.of().toHexDigits(random.nextLong());
  }
}
