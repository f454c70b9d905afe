package com.devskyy.app.cli;

import com.devskyy.app.host.Screen;
import com.devskyy.app.host.Signals;
import com.devskyy.app.host.Table;
import com.devskyy.app.host.Table.Cell;
import com.devskyy.app.host.Table.Column;
import com.devskyy.app.host.Table.Narrow;
import com.devskyy.app.settings.Settings;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.app.text.Style;
import com.devskyy.app.wiring.Product;
import com.devskyy.app.wiring.StoreAddress;
import com.devskyy.engine.client.Move;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `move`.
@Command(
    header = "Move waiting tasks and dead letters to another store.",
    description = {
      "Moves what waits, is scheduled or retries, and dead letters, from one store to another, while workers of both go on. Nothing is lost and nothing runs twice, also when it is interrupted: begun again, it goes on where it was.",
      "The queues it moves from are paused and stay so; do not resume them before a move has come to its end. Running tasks, tasks with steps that must not be done twice, and those of the existing Python producers end where they are. Runs, attempts and logs are not moved, nor are models and artifacts."
    },
    footer = {
      "${COMMAND-FULL-NAME} --from sqlite:data/devskyy.db --to redis://localhost --dry-run",
      "${COMMAND-FULL-NAME} --from sqlite:data/devskyy.db --to redis://localhost"
    })
final class MoveCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "URL",
      description = "The store to move from.")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URL",
      description = "The store to move to; made when it is not there yet.")
  private String to = "";

  @Option(names = "--dry-run", description = "Say what would be moved; change nothing.")
  private boolean dryRun;

  MoveCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// What happened, as JSON.
  private record Report(String from, String to, boolean dryRun, Move.Moved moved) {}

  @Override
  public Integer call() {
    StoreAddress source = address("--from", from);
    StoreAddress target = address("--to", to);
    if (source.url().equals(target.url())) {
      throw circular(source);
    }
    if (!source.exists()) {
      throw new Problem(
          ExitCode.STORE,
          "there is no store at %s".formatted(shown(source)),
          "relative paths start at %s".formatted(invocation.host().folder()),
          "devskyy doctor");
    }
    Move.Moved moved = move(source, target);
    print(new Report(shown(source), shown(target), dryRun, moved));
    return conclude(source, target, moved);
  }

  private static Problem circular(StoreAddress source) {
    return new Problem(
        ExitCode.USAGE,
        "--from and --to are the same store, %s".formatted(shown(source)),
        "tasks are moved from one store to another",
        "devskyy move --help");
  }

  private StoreAddress address(String option, String url) {
    return StoreAddress.parse(option, url, invocation.host().folder(), "devskyy move --help");
  }

  private static String shown(StoreAddress address) {
    return address.text();
  }

  private Move.Moved move(StoreAddress source, StoreAddress target) {
    Product product = invocation.product();
    try {
      TaskStore open = product.store(source);
      if (dryRun) {
        return new Move(open, open, product.tiers(), shown(target)).preview();
      }
      var move = new Move(open, product.store(target), product.tiers(), shown(target));
      if (move.isCircular("move-%016x".formatted(invocation.host().random().nextLong()))) {
        throw circular(source);
      }
      var stopped = new AtomicBoolean();
      Signals.onFirst(_ -> stopped.set(true));
      Move.Moved moved = move.run(progress(stopped));
      invocation.err().live(Style.PLAIN, "");
      return moved;
    } catch (StoreException e) {
      throw new Problem(
          ExitCode.STORE,
          String.valueOf(e.getMessage()),
          e.remedy() + " Nothing is lost; moving again goes on.",
          again(),
          e);
    }
  }

  private LongConsumer progress(AtomicBoolean stopped) {
    return moved -> {
      invocation.err().live(Style.BUSY, "moved %,d tasks".formatted(moved));
      if (stopped.get()) {
        throw new Problem(
            ExitCode.INTERRUPTED,
            "interrupted after %,d tasks".formatted(moved),
            "nothing is lost; what is left is paused in %s and moving again goes on"
                .formatted(Settings.withoutPassword(from)),
            again());
      }
    };
  }

  private String again() {
    return "devskyy move --from %s --to %s"
        .formatted(
            Arguments.quoted(Settings.withoutPassword(from)),
            Arguments.quoted(Settings.withoutPassword(to)));
  }

  private void print(Report report) {
    Screen out = invocation.out();
    if (invocation.isJson()) {
      invocation.printJson(report);
      return;
    }
    Move.Moved moved = report.moved();
    var table =
        new Table(
            Column.of("queue", Narrow.CUT),
            Column.number("tasks", Narrow.KEEP),
            Column.number("dead letters", Narrow.KEEP));
    var types = new TreeSet<>(moved.live().keySet());
    types.addAll(moved.dead().keySet());
    types.forEach(
        type ->
            table.row(
                Cell.of(type.value()),
                Cell.of(moved.live().getOrDefault(type, 0L)),
                Cell.of(moved.dead().getOrDefault(type, 0L))));
    if (!table.isEmpty()) {
      table.print(out);
    }
    moved.left().forEach(left -> out.print("stays  %s  %s".formatted(left.task(), left.reason())));
  }

  private int conclude(StoreAddress source, StoreAddress target, Move.Moved moved) {
    String running =
        moved.running() == 0
            ? ""
            : "; %,d still run there, move again when they have ended".formatted(moved.running());
    String what =
        "%s %,d tasks and %,d dead letters from %s to %s%s"
            .formatted(
                dryRun ? "would move" : "moved",
                sum(moved.live().values()),
                sum(moved.dead().values()),
                shown(source),
                shown(target),
                running);
    if (moved.leftBehind() > 0 && !dryRun) {
      Move.Left first = moved.left().getFirst();
      throw new Problem(
          ExitCode.FAILED,
          "%,d tasks stay in %s; %s".formatted(moved.leftBehind(), shown(source), what),
          "task %s stays: %s".formatted(first.task(), first.reason()),
          "devskyy queues resume %s --queue-url %s"
              .formatted(first.type(), Arguments.quoted(shown(source))));
    }
    invocation.say(
        what, dryRun ? again() : "queues list --queue-url " + Arguments.quoted(shown(target)));
    return ExitCode.OK;
  }

  private static long sum(Iterable<Long> numbers) {
    long sum = 0;
    for (long number : numbers) {
      sum += number;
    }
    return sum;
  }
}
