package com.devskyy.app.cli;

import com.devskyy.engine.Json;
import com.devskyy.engine.store.InsertAnswer;
import java.util.ArrayList;
import java.util.List;
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
      "Fields of the input are options after TYPE: types show TYPE lists them."
    })
final class EnqueueCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private TaskOptions options = new TaskOptions();

  @Unmatched private List<String> fields = new ArrayList<>();

  @Option(names = "--dry-run", description = "Check the input and print it; store nothing.")
  private boolean dryRun;

  EnqueueCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var enqueuer = new Enqueuer(invocation, options, fields);
    Json input = enqueuer.input();
    if (dryRun) {
      enqueuer.check(input);
      invocation.out().print(invocation.shown(input));
      return 0;
    }
    InsertAnswer answer = enqueuer.enqueue(input);
    if (invocation.isJson()) {
      invocation.printJson(answer);
    } else {
      invocation.out().print(answer.id().value());
    }
    invocation.say(enqueuer.said(answer), "watch " + answer.id());
    return 0;
  }
}
