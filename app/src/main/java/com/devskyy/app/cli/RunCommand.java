package com.devskyy.app.cli;

import com.devskyy.app.wiring.LiveWorkers;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.InsertAnswer;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/// `run TYPE`.
@Command(
    header = "Enqueue a task and watch it to its end.",
    description = {
      "Enqueues a task, watches it to its end and prints its result. The exit code is its outcome: 0 completed, 1 not, 124 waited too long, 130 Ctrl-C (it goes on).",
      "If no running worker serves the type, it runs in this process."
    },
    footer = {
      "${COMMAND-FULL-NAME} ml_training --example",
      "${COMMAND-FULL-NAME} ml_prediction --example --user-id u17",
      "${COMMAND-FULL-NAME} ml_prediction --input - --json < request.json",
      "Fields of the input are options after TYPE: types show TYPE lists them."
    })
final class RunCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private TaskOptions options = new TaskOptions();

  @Unmatched private List<String> fields = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Wait no longer than this: 90s, 10m. Default: for ever.")
  private Optional<Duration> timeout = Optional.empty();

  RunCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    var watching = new Watching(invocation);
    // What becomes of the task is told by the watching.
    invocation.usualLogLevel("error");
    var enqueuer = new Enqueuer(invocation, options, fields);
    InsertAnswer answer = enqueuer.enqueue(enqueuer.input());
    invocation.err().print(enqueuer.said(answer));
    Optional<Worker> here = startIfNobodyServes(enqueuer.type().name());
    try {
      return watching.toEnd(answer.id(), timeout);
    } finally {
      here.ifPresent(Worker::close);
    }
  }

  private Optional<Worker> startIfNobodyServes(TypeName type) {
    if (!LiveWorkers.serving(type, invocation.store()).isEmpty()) {
      return Optional.empty();
    }
    List<ServedType<?, ?>> served =
        invocation.product().served().stream()
            .filter(one -> one.type().name().equals(type))
            .toList();
    if (served.isEmpty()) {
      return Optional.empty();
    }
    invocation.err().print("no running worker serves %s: it runs here".formatted(type));
    WorkerSettings usual = invocation.product().workerSettings();
    // Ctrl-C gives the task back at once rather than keeping a person waiting.
    var how =
        new WorkerSettings(
            usual.id(), usual.host(), 1, 1, usual.runLimit(), Duration.ZERO, usual.tiers());
    Worker worker = invocation.product().worker(served, how);
    worker.start();
    return Optional.of(worker);
  }
}
