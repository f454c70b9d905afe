package com.devskyy.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Declares a task type: what it takes, what it gives, and how it is run. Immutable.
///
/// ```java
/// static final TaskType<Greeting, Answer> GREET =
///     TaskType.named("greet", Greeting.class, Answer.class)
///         .description("Says hello")
///         .retry(RetryPolicy.retries(2))
///         .build();
/// ```
///
/// @param name its name and queue; a breaking change of input or output is a new name
/// @param input record of the input, with Jakarta Validation annotations
/// @param output record of the result
/// @param description one line for people
/// @param retry when a failed attempt is repeated; default [RetryPolicy#DEFAULT]
/// @param runLimit longest run; then the handler is interrupted, its slot freed and the attempt
///     fails as `Timeout`; empty, the default: as long as the worker allows
/// @param work what it mostly uses; default [Work#IO]
/// @param concurrency most at once in one worker; default as many as the worker has slots
/// @param retention how long completed, cancelled and expired tasks are kept; default 3 days
/// @param uniqueness the rule that makes two inputs the same request; default none
/// @param echo names of input fields that stand in the result envelope too, as `campaign_id` does
public record TaskType<I, O>(
    TypeName name,
    Class<I> input,
    Class<O> output,
    String description,
    RetryPolicy retry,
    Optional<Duration> runLimit,
    Work work,
    int concurrency,
    Duration retention,
    Optional<Uniqueness<I>> uniqueness,
    List<String> echo) {

  /// What a type mostly uses, and so what its handlers run on.
  public enum Work {
    /// Waits for others: a virtual thread each.
    IO,
    /// Computes: a platform thread of a pool as large as the machine has cores.
    CPU
  }

  /// When two inputs are the same request.
  ///
  /// @param key the value that must be unique among live tasks of the type
  /// @param period how long it is held; empty: until the task's end
  public record Uniqueness<I>(Function<I, String> key, Optional<Duration> period) {}

  public TaskType {
    if (runLimit.isPresent() && !runLimit.get().isPositive()) {
      throw new IllegalArgumentException(
          "%s: run limit must be positive, was %s".formatted(name, runLimit.get()));
    }
    if (concurrency < 1) {
      throw new IllegalArgumentException(
          "%s: concurrency must be at least 1, was %d".formatted(name, concurrency));
    }
    if (!retention.isPositive()) {
      throw new IllegalArgumentException(
          "%s: retention must be positive, was %s".formatted(name, retention));
    }
    echo = List.copyOf(echo);
  }

  /// Starts a declaration with the defaults above.
  public static <I, O> Builder<I, O> named(String name, Class<I> input, Class<O> output) {
    return new Builder<>(new TypeName(name), input, output);
  }

  /// Binds the code that does it.
  public ServedType<I, O> servedBy(TaskHandler<I, O> handler) {
    return new ServedType<>(this, handler);
  }

  /// Gathers a declaration; each method sets the component of its name and returns the builder.
  public static final class Builder<I, O> {
    private final TypeName name;
    private final Class<I> input;
    private final Class<O> output;
    private String description = "";
    private RetryPolicy retry = RetryPolicy.DEFAULT;
    private Optional<Duration> runLimit = Optional.empty();
    private Work work = Work.IO;
    private int concurrency = Integer.MAX_VALUE;
    private Duration retention = Duration.ofDays(3);
    private Optional<Uniqueness<I>> uniqueness = Optional.empty();
    private List<String> echo = List.of();

    private Builder(TypeName name, Class<I> input, Class<O> output) {
      this.name = name;
      this.input = input;
      this.output = output;
    }

    public Builder<I, O> description(String description) {
      this.description = description;
      return this;
    }

    public Builder<I, O> retry(RetryPolicy retry) {
      this.retry = retry;
      return this;
    }

    public Builder<I, O> runLimit(Duration runLimit) {
      this.runLimit = Optional.of(runLimit);
      return this;
    }

    public Builder<I, O> work(Work work) {
      this.work = work;
      return this;
    }

    public Builder<I, O> concurrency(int concurrency) {
      this.concurrency = concurrency;
      return this;
    }

    public Builder<I, O> retention(Duration retention) {
      this.retention = retention;
      return this;
    }

    /// Only one live task per key, until its end.
    public Builder<I, O> unique(Function<I, String> key) {
      this.uniqueness = Optional.of(new Uniqueness<>(key, Optional.empty()));
      return this;
    }

    /// Only one task per key and period.
    public Builder<I, O> unique(Function<I, String> key, Duration period) {
      this.uniqueness = Optional.of(new Uniqueness<>(key, Optional.of(period)));
      return this;
    }

    public Builder<I, O> echo(String... fields) {
      this.echo = List.of(fields);
      return this;
    }

    /// The declaration.
    ///
    /// @throws IllegalArgumentException naming what is wrong
    public TaskType<I, O> build() {
      return new TaskType<>(
          name,
          input,
          output,
          description,
          retry,
          runLimit,
          work,
          concurrency,
          retention,
          uniqueness,
          echo);
    }
  }
}
