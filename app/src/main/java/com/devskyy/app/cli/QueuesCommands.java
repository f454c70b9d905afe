package com.devskyy.app.cli;

import com.devskyy.app.host.Table;
import com.devskyy.app.host.Table.Cell;
import com.devskyy.app.host.Table.Column;
import com.devskyy.app.host.Table.Narrow;
import com.devskyy.app.text.Style;
import com.devskyy.app.view.When;
import com.devskyy.app.wiring.LiveWorkers;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.Change;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.Selection;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.WorkerRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `queues`.
@Command(
    header = "List, pause, resume queues.",
    description = "Shows queues, one for each task type, and pauses them.",
    footer = {
      "${COMMAND-FULL-NAME} list",
      "${COMMAND-FULL-NAME} pause ml_training",
      "${COMMAND-FULL-NAME} resume ml_training"
    },
    synopsisSubcommandLabel = "COMMAND")
final class QueuesCommands {
  private static final Counts.Queue EMPTY = new Counts.Queue(Map.of(), Optional.empty(), false);

  private final Invocation invocation;

  QueuesCommands(Invocation invocation) {
    this.invocation = invocation;
  }

  /// One queue as JSON.
  private record Row(
      TypeName queue,
      boolean paused,
      int workers,
      Map<TaskStatus, Long> tasks,
      Optional<Instant> oldestQueued) {}

  @Command(
      name = "list",
      description = "Lists queues with what is in them and how many workers serve them.",
      footer = {"${COMMAND-FULL-NAME}", "${COMMAND-FULL-NAME} --json"})
  int list() {
    List<Row> rows = rows(invocation.store());
    if (invocation.isJson()) {
      invocation.printJson(Map.of("queues", rows));
      return 0;
    }
    var table =
        new Table(
            Column.of("queue", Narrow.CUT),
            Column.number("queued", Narrow.KEEP),
            Column.of("oldest", Narrow.DROP),
            Column.number("running", Narrow.KEEP),
            Column.number("later", Narrow.DROP),
            Column.number("failed", Narrow.KEEP),
            Column.number("workers", Narrow.KEEP),
            Column.of("", Narrow.KEEP));
    Instant now = invocation.host().clock().instant();
    rows.forEach(row -> table.row(cells(row, now)));
    if (table.isEmpty()) {
      invocation
          .err()
          .print("no queues yet: a queue appears with the first task or worker of its type");
    } else {
      table.print(invocation.out());
    }
    return 0;
  }

  private static List<Row> rows(TaskStore store) {
    Map<TypeName, Counts.Queue> queues = new TreeMap<>(store.counts().queues());
    store.registry().types().forEach(type -> queues.putIfAbsent(type.name(), EMPTY));
    List<WorkerRecord> workers = LiveWorkers.of(store);
    List<Row> rows = new ArrayList<>();
    queues.forEach(
        (name, queue) -> {
          int serving =
              (int)
                  workers.stream()
                      .filter(
                          worker ->
                              worker.types().stream().anyMatch(type -> type.name().equals(name)))
                      .count();
          rows.add(new Row(name, queue.paused(), serving, queue.tasks(), queue.oldestQueued()));
        });
    return rows;
  }

  private static Cell[] cells(Row row, Instant now) {
    long later =
        of(row, TaskStatus.WAITING) + of(row, TaskStatus.SCHEDULED) + of(row, TaskStatus.RETRYING);
    long queued = of(row, TaskStatus.QUEUED);
    long failed = of(row, TaskStatus.FAILED);
    boolean unserved = row.workers() == 0 && queued > 0;
    return new Cell[] {
      Cell.of(row.queue().value()),
      Cell.of(queued),
      row.oldestQueued().map(moment -> When.cell(moment, now)).orElse(Cell.of("")),
      Cell.of(of(row, TaskStatus.PROCESSING)),
      Cell.of(later),
      Cell.of(failed > 0 ? Style.BAD : Style.PLAIN, String.valueOf(failed)),
      Cell.of(unserved ? Style.ATTENTION : Style.PLAIN, String.valueOf(row.workers())),
      Cell.of(Style.ATTENTION, row.paused() ? "paused" : unserved ? "no worker" : "")
    };
  }

  private static long of(Row row, TaskStatus status) {
    return row.tasks().getOrDefault(status, 0L);
  }

  @Command(
      name = "pause",
      description =
          "Stops workers from taking tasks of a queue. Running tasks go on; the others stay queued.",
      footer = "${COMMAND-FULL-NAME} ml_training")
  int pause(
      @Parameters(paramLabel = "TYPE", description = "The queue: the name of its task type.")
          String type) {
    change(type, new Change.Pause());
    invocation.say("paused " + type, "queues resume " + type);
    return 0;
  }

  @Command(
      name = "resume",
      description = "Ends a pause.",
      footer = "${COMMAND-FULL-NAME} ml_training")
  int resume(
      @Parameters(paramLabel = "TYPE", description = "The queue: the name of its task type.")
          String type) {
    change(type, new Change.Resume());
    invocation.say("resumed " + type, "queues list");
    return 0;
  }

  private void change(String type, Change change) {
    TaskStore store = invocation.store();
    TypeName name = new TypeDescriptions(invocation).get(type).name();
    store.change(new Selection.Queue(name), change, store.clock().instant());
    if (invocation.isJson()) {
      boolean paused = change instanceof Change.Pause;
      invocation.printJson(Map.of("queue", name, "paused", paused));
    }
  }
}
