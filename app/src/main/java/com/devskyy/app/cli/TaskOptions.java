package com.devskyy.app.cli;

import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.app.text.Quantities;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.store.UniqueKey;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `enqueue` and `run` take alike.
final class TaskOptions {
  @Parameters(
      index = "0",
      paramLabel = "TYPE",
      description = "Task type; devskyy types list shows them.")
  private String type = "";

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "10 critical, 7 high, 5 normal, 3 low, 1 background; any integer. Default: 5.")
  private int priority = 5;

  @Option(
      names = "--delay",
      paramLabel = "TIME",
      description = "Run no sooner than this from now: 30s, 5m, 2h.")
  private Optional<Duration> delay = Optional.empty();

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "Expire unless started by then: 2h from now, or 2026-12-24T18:00:00Z.")
  private Optional<String> deadline = Optional.empty();

  @Option(
      names = "--run-limit",
      paramLabel = "TIME",
      description = "Let a run last this long, where its type allows less: 20m.")
  private Optional<Duration> runLimit = Optional.empty();

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "Whose turn it takes. Default: the input's user_id.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      description = "The user's tier: standard, pro or vip, unless TIERS says otherwise.")
  private Optional<String> tier = Optional.empty();

  @Option(
      names = "--unique-key",
      paramLabel = "KEY",
      description = "Refuse a second live task of this type and key.")
  private Optional<String> uniqueKey = Optional.empty();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The task's id, to repeat a command without harm.")
  private Optional<TaskId> id = Optional.empty();

  String type() {
    return type;
  }

  InputOptions input() {
    return input;
  }

  /// Whether something was given that no two tasks can share.
  boolean isForOneTask() {
    return id.isPresent()
        || uniqueKey.isPresent()
        || input.whole().isPresent()
        || input.isExample();
  }

  /// As the client takes them.
  EnqueueOptions enqueueOptions(Instant now) {
    EnqueueOptions options = EnqueueOptions.DEFAULT.withPriority(priority);
    options = delay.isPresent() ? options.withDelay(delay.get()) : options;
    options = deadline.isPresent() ? options.withDeadline(moment(deadline.get(), now)) : options;
    options = runLimit.isPresent() ? options.withRunLimit(runLimit.get()) : options;
    options = user.isPresent() ? options.withUser(user.get()) : options;
    options = tier.isPresent() ? options.withTier(tier.get()) : options;
    options =
        uniqueKey.isPresent()
            ? options.withUniqueKey(UniqueKey.untilEnd(uniqueKey.get()))
            : options;
    return id.isPresent() ? options.withId(id.get()) : options;
  }

  private static Instant moment(String text, Instant now) {
    try {
      return now.plus(Quantities.duration(text));
    } catch (IllegalArgumentException notARelativeTime) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw new Problem(
            ExitCode.USAGE,
            "--deadline must be a time from now or a moment; was \"%s\"".formatted(text),
            "allowed are 90s, 5m, 2h, 3d, or ISO-8601 in UTC such as 2026-12-24T18:00:00Z",
            "devskyy enqueue --help",
            e);
      }
    }
  }
}
