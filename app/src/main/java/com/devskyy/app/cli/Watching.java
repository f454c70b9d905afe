package com.devskyy.app.cli;

import com.devskyy.app.host.Screen;
import com.devskyy.app.host.Signals;
import com.devskyy.app.text.Cells;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.app.text.Quantities;
import com.devskyy.app.view.Follow;
import com.devskyy.app.view.MadeFiles;
import com.devskyy.app.view.Status;
import com.devskyy.engine.Envelope;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// Watches a task to its end and turns it into output and exit code; what `run` and `watch` share.
final class Watching {
  private static final Duration FOR_EVER = Duration.ofDays(3_650);

  private final Invocation invocation;

  /// From now on Ctrl-C ends the watching of this thread, not the process.
  Watching(Invocation invocation) {
    this.invocation = invocation;
    Thread watching = Thread.currentThread();
    Signals.onFirst(_ -> watching.interrupt());
  }

  int toEnd(TaskId id, Optional<Duration> timeout) {
    try {
      return end(
          new Follow(invocation.product().client(), invocation.err(), invocation.host().nanos(), "")
              .toEnd(id, timeout.orElse(FOR_EVER)));
    } catch (TimeoutException e) {
      throw new Problem(
          ExitCode.TIMEOUT,
          "task %s has not ended within %s"
              .formatted(id, Quantities.exact(timeout.orElse(FOR_EVER))),
          "it goes on; nothing was cancelled",
          "devskyy watch " + id,
          e);
    } catch (InterruptedException e) {
      throw new Problem(
          ExitCode.INTERRUPTED,
          "stopped watching task " + id,
          "Ctrl-C ends the watching; the task is kept and goes on where a worker serves it",
          "devskyy watch " + id,
          e);
    }
  }

  private int end(Task task) {
    if (invocation.isJson()) {
      invocation.out().print(Envelope.of(task, echo(task), invocation.product().codec()).text());
    }
    if (task.status() == TaskStatus.COMPLETED) {
      Screen err = invocation.err();
      err.print(err.paint(Status.style(task.status()), Status.label(task.status())) + took(task));
      task.result().stream()
          .flatMap(
              result ->
                  MadeFiles.in(result, invocation.product().codec(), invocation.host().folder())
                      .stream())
          .forEach(line -> err.print("  " + Cells.line(line)));
      if (!invocation.isJson()) {
        task.result().ifPresent(result -> invocation.out().print(invocation.shown(result)));
      }
      return ExitCode.OK;
    }
    throw new Problem(
        ExitCode.FAILED,
        "task %s (%s) %s".formatted(task.id(), task.type(), became(task)),
        task.error()
            .map(error -> error.type().wire() + ": " + Cells.lines(error.message()))
            .orElse("no error was kept"),
        "devskyy tasks show " + task.id());
  }

  private List<String> echo(Task task) {
    return invocation.product().types().stream()
        .filter(type -> type.name().equals(task.type()))
        .findFirst()
        .map(TaskType::echo)
        .orElse(List.of());
  }

  private static String took(Task task) {
    return task.startedAt()
        .flatMap(start -> task.endedAt().map(end -> Duration.between(start, end)))
        .map(time -> "  in " + Quantities.about(time))
        .orElse("");
  }

  private static String became(Task task) {
    return switch (task.status()) {
      case FAILED -> "failed in attempt %d".formatted(task.attempt());
      case CANCELLED -> "was cancelled";
      default -> "is " + task.status().wire();
    };
  }
}
