package com.devskyy.app.cli;

import com.devskyy.app.host.Facts;
import com.devskyy.app.host.Screen;
import com.devskyy.app.host.Table;
import com.devskyy.app.host.Table.Cell;
import com.devskyy.app.host.Table.Column;
import com.devskyy.app.host.Table.Narrow;
import com.devskyy.app.text.Cells;
import com.devskyy.app.text.Quantities;
import com.devskyy.app.text.Style;
import com.devskyy.app.view.Status;
import com.devskyy.app.view.When;
import com.devskyy.engine.Json;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.client.Why;
import com.devskyy.engine.store.History;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// All there is to know about one task: state, why, what it made, where the time went, log, input,
/// cost.
final class TaskDetails {
  private final Invocation invocation;
  private final Screen out;

  private record Everything(Task task, Why why, History history) {}

  TaskDetails(Invocation invocation) {
    this.invocation = invocation;
    this.out = invocation.out();
  }

  int print(String given) {
    TaskId id = TaskIds.of(invocation, given);
    Task task = invocation.product().client().find(id).orElseThrow();
    Why why = invocation.product().client().why(id).orElseThrow();
    History history = invocation.store().history(id);
    if (invocation.isJson()) {
      invocation.printJson(new Everything(task, why, history));
      return 0;
    }
    facts(task, why).print(out);
    payload("result", task.result());
    runs(history);
    log(history);
    payload("input", task.input());
    costs(history);
    why.remedy()
        .filter(_ -> !why.rule().equals("ended") || task.error().isPresent())
        .ifPresent(
            remedy ->
                invocation
                    .err()
                    .print(
                        invocation.err().paint(Style.QUIET, "next  ")
                            + invocation.command(remedy)));
    return 0;
  }

  private Facts facts(Task task, Why why) {
    Instant now = invocation.host().clock().instant();
    var facts = new Facts();
    facts.add("task", Style.STRONG, task.id().value());
    facts.add("type", task.type().value());
    facts.add("status", Status.style(task.status()), Status.label(task.status()));
    if (task.status() != TaskStatus.COMPLETED) {
      facts.add("why", why.sentence());
    }
    task.progress()
        .ifPresent(
            p ->
                facts.add(
                    "progress",
                    "%d %%  %s".formatted(Math.round(p.fraction() * 100), p.message())));
    task.userId()
        .ifPresent(
            user -> facts.add("user", user + task.tier().map(" (%s)"::formatted).orElse("")));
    facts.add(
        "priority",
        "%d (%s)"
            .formatted(
                task.priority().value(), task.priority().level().name().toLowerCase(Locale.ROOT)));
    facts.add(
        "attempt",
        "%d, run %d%s"
            .formatted(
                task.attempt(),
                task.run(),
                task.crashes() > 0 ? ", %d crashes".formatted(task.crashes()) : ""));
    task.worker().ifPresent(worker -> facts.add("worker", worker));
    task.parent().ifPresent(parent -> facts.add("parent", parent.value()));
    facts.add("created", When.both(task.createdAt(), now));
    if (!task.dueAt().equals(task.createdAt())) {
      facts.add("due", When.both(task.dueAt(), now));
    }
    task.deadline().ifPresent(moment -> facts.add("deadline", When.both(moment, now)));
    task.runLimit().ifPresent(limit -> facts.add("run limit", Quantities.exact(limit)));
    task.startedAt().ifPresent(moment -> facts.add("started", When.both(moment, now)));
    task.endedAt().ifPresent(moment -> facts.add("ended", When.both(moment, now)));
    task.startedAt()
        .flatMap(start -> task.endedAt().map(end -> Duration.between(start, end)))
        .ifPresent(ran -> facts.add("ran", Quantities.about(ran)));
    return facts;
  }

  private void heading(String title) {
    if (out.isRich()) {
      out.print("");
      out.print(out.paint(Style.QUIET, title));
    }
  }

  private void payload(String name, Optional<Json> value) {
    if (value.isEmpty()) {
      return;
    }
    heading(name);
    String text = invocation.shown(value.get());
    out.print(out.isRich() ? text : name + "\t" + Cells.line(text));
  }

  private void runs(History history) {
    var table =
        new Table(
            Column.number("run", Narrow.KEEP),
            Column.of("end", Narrow.KEEP),
            Column.of("ran", Narrow.KEEP),
            Column.of("worker", Narrow.DROP),
            Column.of("error", Narrow.CUT));
    for (History.Run run : history.runs()) {
      table.row(
          Cell.of(run.run()),
          Cell.of(run.end()),
          Cell.of(Quantities.about(Duration.between(run.startedAt(), run.endedAt()))),
          Cell.of(Style.QUIET, run.worker()),
          Cell.of(
              run.error().map(error -> error.type().wire() + ": " + error.message()).orElse("")));
    }
    if (!table.isEmpty()) {
      heading("earlier runs");
      table.print(out);
    }
  }

  private void log(History history) {
    if (!history.log().isEmpty()) {
      heading("log");
    }
    history
        .log()
        .forEach(
            line ->
                out.print(
                    out.paint(Style.QUIET, line.at().toString())
                        + "  "
                        + Cells.line(line.message())));
  }

  private void costs(History history) {
    var table =
        new Table(
            Column.of("provider", Narrow.KEEP),
            Column.number("amount", Narrow.KEEP),
            Column.of("unit", Narrow.KEEP));
    for (History.Cost cost : history.costs()) {
      table.row(
          Cell.of(cost.provider()), Cell.of(cost.amount().toPlainString()), Cell.of(cost.unit()));
    }
    if (!table.isEmpty()) {
      heading("cost");
      table.print(out);
    }
  }
}
