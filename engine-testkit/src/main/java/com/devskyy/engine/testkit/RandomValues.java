package com.devskyy.engine.testkit;

import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.NewTask;
import com.devskyy.engine.store.Note;
import com.devskyy.engine.store.TaskQuery;
import com.devskyy.engine.store.Transition;
import com.devskyy.engine.store.UniqueKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The values of one random history. A seed is one history only as long as they are drawn in the
/// same order.
final class RandomValues {
  static final List<TypeName> TYPES =
      List.of(new TypeName("mail"), new TypeName("image"), new TypeName("sound"));
  private static final List<ErrorType> ERRORS = List.of(ErrorType.INTERNAL, ErrorType.EXPIRED);
  private static final int KNOWN = 60;

  final SplittableRandom random;
  private final FakeClock clock;
  private final TaskId.Generator generator;

  /// Tasks the history has dealt with, the latest.
  final List<TaskId> ids = new ArrayList<>();

  RandomValues(long seed, FakeClock clock) {
    this.random = new SplittableRandom(seed);
    this.clock = clock;
    this.generator = new TaskId.Generator(clock, random.split(), 0);
  }

  NewTask newTask() {
    TaskId id = !ids.isEmpty() && random.nextInt(10) == 0 ? any(ids) : generator.next();
    var task = new TaskBuilder(id, any(TYPES)).priority(random.nextInt(-1, 13));
    int user = random.nextInt(4);
    if (user > 0) {
      task.user("user-" + user, "tier-" + user, user == 3 ? 4 : user);
    }
    if (random.nextInt(3) == 0) {
      task.due(clock.instant().plusMillis(random.nextLong(-5_000, 20_000)));
    }
    if (random.nextInt(5) == 0) {
      task.deadline(clock.instant().plusMillis(random.nextLong(-100, 40_000)));
    }
    if (random.nextInt(8) == 0) {
      task.runLimit(Duration.ofMillis(random.nextLong(1, 1_000_000)));
    }
    if (random.nextInt(4) == 0) {
      String key = "key-" + random.nextInt(4);
      task.unique(
          random.nextBoolean()
              ? UniqueKey.untilEnd(key)
              : UniqueKey.untilPeriod(key, Duration.ofMillis(random.nextLong(1, 60_000))));
    }
    if (random.nextInt(8) == 0 && !ids.isEmpty()) {
      task.parent(any(ids));
    }
    return task.input(Json.of("\"" + "x".repeat(random.nextInt(60)) + "\"")).build();
  }

  Transition transition() {
    Instant due = clock.instant().plusMillis(random.nextLong(-1_000, 15_000));
    return switch (random.nextInt(9)) {
      case 0, 1 -> new Transition.Complete(Json.of("\"" + "y".repeat(random.nextInt(40)) + "\""));
      case 2, 3 -> new Transition.Retry(due, error());
      case 4 -> new Transition.Reschedule(due);
      case 5 -> new Transition.Bury(error());
      case 6 -> new Transition.Cancel("stopped");
      case 7 -> new Transition.HandBack();
      default -> new Transition.Expire(new TaskError(ErrorType.EXPIRED, "no time left"));
    };
  }

  TaskError error() {
    return new TaskError(
        random.nextBoolean() ? ErrorType.INTERNAL : ErrorType.PERMANENT,
        "failed " + random.nextInt(100));
  }

  Note note() {
    String step = "step-" + random.nextInt(3);
    return switch (random.nextInt(7)) {
      case 0 -> new Note.Progress(new Task.Progress(random.nextInt(5) / 4.0, "at work"));
      case 1 -> new Note.Log(clock.instant(), "info", "line " + random.nextInt(100));
      case 2 -> new Note.StepIntent(step);
      case 3 -> new Note.StepDone(step, Json.of("" + random.nextInt(100)));
      case 4 -> new Note.StepUndone(step);
      case 5 -> new Note.Cost("p", BigDecimal.valueOf(random.nextInt(1_000), 2), "USD");
      default -> {
        NewTask child = newTask();
        remember(ids, child.id());
        yield new Note.Child(child);
      }
    };
  }

  /// What an operator might look for.
  List<TaskQuery> queries() {
    var queries = new ArrayList<TaskQuery>();
    queries.add(TaskQuery.newest(random.nextInt(5, 40)));
    for (TaskStatus status : TaskStatus.values()) {
      queries.add(TaskQuery.of(status, random.nextInt(5, 40)));
    }
    queries.add(
        new TaskQuery(
            Optional.of(any(List.of(TaskStatus.values()))),
            maybe(any(TYPES)),
            maybeUser(),
            maybeError(),
            Optional.empty(),
            random.nextInt(1, 5)));
    return queries;
  }

  Optional<String> maybeUser() {
    return maybe("user-" + random.nextInt(4));
  }

  Optional<ErrorType> maybeError() {
    return maybe(any(ERRORS));
  }

  <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  <T> Optional<T> maybe(T value) {
    return random.nextInt(3) == 0 ? Optional.of(value) : Optional.empty();
  }

  <T> List<T> some(int most, Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(1, most + 1)).toList();
  }

  static <T> void remember(List<T> list, T value) {
    list.add(value);
    if (list.size() > KNOWN) {
      list.removeFirst();
    }
  }
}
