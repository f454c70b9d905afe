package com.devskyy.app.cli;

import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.engine.Json;
import com.devskyy.engine.client.EnqueueOptions;
import com.devskyy.engine.store.InsertAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/// `enqueue TYPE`.
@Command(
    header = "Store a task for a worker.",
    description =
        "Stores a task for a worker to run. Prints its id; when it returns, the task is safe.",
    footer = {
      "${COMMAND-FULL-NAME} ml_training --example",
      "${COMMAND-FULL-NAME} ml_prediction --example --user-id u17",
      "${COMMAND-FULL-NAME} ml_prediction --input @request.json --priority 10 --delay 5m",
      "${COMMAND-FULL-NAME} ml_prediction --lines requests.jsonl",
      "Fields of the input are options after TYPE: types show TYPE lists them."
    })
final class EnqueueCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private TaskOptions options = new TaskOptions();

  @Unmatched private List<String> fields = new ArrayList<>();

  @Option(names = "--dry-run", description = "Check the input and print it; store nothing.")
  private boolean dryRun;

  @Option(
      names = "--lines",
      paramLabel = "FILE",
      description = "Each line of the file, or of standard input for -, is an input and a task.")
  private Optional<String> lines = Optional.empty();

  EnqueueCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var enqueuer = new Enqueuer(invocation, options, fields);
    if (lines.isPresent()) {
      return enqueueLines(enqueuer, lines.get());
    }
    Json input = enqueuer.input();
    if (dryRun) {
      enqueuer.check(input);
      invocation.out().print(invocation.shown(input));
      return 0;
    }
    InsertAnswer answer = enqueuer.enqueue(input);
    print(answer);
    invocation.say(enqueuer.said(answer), "watch " + answer.id());
    return 0;
  }

  private int enqueueLines(Enqueuer enqueuer, String file) {
    if (dryRun || !fields.isEmpty() || options.isForOneTask()) {
      throw new Problem(
          ExitCode.USAGE,
          "--lines has the inputs of many tasks",
          "an input of one task, its --id, its --unique-key and --dry-run do not go with it",
          "devskyy enqueue --help");
    }
    String type = enqueuer.type().name().value();
    EnqueueOptions all = options.enqueueOptions(invocation.host().clock().instant());
    long stored = new EnqueueLines(invocation, type, file).store(all, this::print);
    invocation.say("enqueued %,d tasks in %s".formatted(stored, type), "tasks list");
    return 0;
  }

  private void print(InsertAnswer answer) {
    if (invocation.isJson()) {
      invocation.printJson(answer);
    } else {
      invocation.out().print(answer.id().value());
    }
  }
}
