package com.devskyy.app.chaos;

import com.devskyy.engine.RetryPolicy;
import com.devskyy.engine.TaskType;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;

/// A short task that does what a run of chaos wants to see done.
///
/// @param number its place in the plan
/// @param millis how long it takes, without its steps
/// @param steps how many steps it has
/// @param charges whether it does something that must not happen twice
/// @param failures how many attempts fail
/// @param halts whether it kills its worker each time it runs
public record ChaosTask(
    @Min(0) int number,
    @Min(0) int millis,
    @Min(0) int steps,
    boolean charges,
    @Min(0) int failures,
    boolean halts) {
  /// Attempts in all; a task with as many failures ends as a dead letter.
  public static final int MAX_ATTEMPTS = 5;

  /// The type.
  public static final TaskType<ChaosTask, Done> TYPE =
      TaskType.named("chaos", ChaosTask.class, Done.class)
          .description("A short task for runs of chaos")
          .retry(new RetryPolicy(MAX_ATTEMPTS, Duration.ofMillis(200), Duration.ofSeconds(1)))
          .build();

  /// What it answers.
  ///
  /// @param values of its steps, in order
  public record Done(int number, List<String> values) {}
}
