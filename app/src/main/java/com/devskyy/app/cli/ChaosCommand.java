package com.devskyy.app.cli;

import com.devskyy.app.chaos.Chaos;
import com.devskyy.app.chaos.Verdict;
import com.devskyy.app.chaos.Wanted;
import com.devskyy.app.host.Log;
import com.devskyy.app.host.Screen;
import com.devskyy.app.host.Signals;
import com.devskyy.app.host.Table;
import com.devskyy.app.host.Table.Cell;
import com.devskyy.app.host.Table.Column;
import com.devskyy.app.host.Table.Narrow;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Problem;
import com.devskyy.app.text.Quantities;
import com.devskyy.app.text.Style;
import com.devskyy.engine.Codec;
import com.devskyy.engine.InvalidInputException;
import com.devskyy.engine.Json;
import com.devskyy.engine.Violation;
import com.devskyy.engine.store.TypeRegistration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/// `chaos`.
@Command(
    header = "Kill workers at work, and see what holds.",
    description = {
      "Runs tasks while their workers are killed with kill -9 and replaced, until every task has ended. Then it compares what the store says with what the tasks really did.",
      "Keeps to a store of its own, a file under data/ of the current folder or a namespace on the server that --store names, and kills only workers it started. A TYPE of yours reads its models and files from their usual place; give it tasks much shorter than the time between two kills."
    },
    footer = {
      "${COMMAND-FULL-NAME}",
      "${COMMAND-FULL-NAME} --tasks 20000 --kill-every 300ms",
      "${COMMAND-FULL-NAME} --kills 50               until so many were killed",
      "${COMMAND-FULL-NAME} --for 1h --workers 4",
      "${COMMAND-FULL-NAME} --store redis://localhost",
      "${COMMAND-FULL-NAME} ml_training --example --tasks 50 --kill-every 20s",
      "${COMMAND-FULL-NAME} --seed 42                 kill by the same plan again"
    })
final class ChaosCommand implements Callable<Integer> {
  private static final int USUAL_TASKS = 2_000;
  private static final int TASKS_A_SECOND = 50;
  private static final int MOST_TASKS = 1_000_000;
  private static final int MOST_WORKERS = 64;
  private static final int MOST_KILLS = 10_000;
  private static final int SEEDS = 1 << 30;

  private final Invocation invocation;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TYPE",
      description = "A task type of yours. Default: short tasks that watch themselves.")
  private Optional<String> type = Optional.empty();

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = "--tasks",
      paramLabel = "N",
      description = "How many tasks. Default: 2000, and 50 a second with --for.")
  private Optional<Integer> tasks = Optional.empty();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "Spread the tasks over this long: 5m, 1h. Default: as fast as they are done.")
  private Duration time = Duration.ZERO;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "redis://… or postgresql://…: run there. Default: a file of its own.")
  private Optional<String> store = Optional.empty();

  @Option(names = "--workers", paramLabel = "N", description = "Workers at a time. Default: 2.")
  private int workers = 2;

  @Option(
      names = "--kill-every",
      paramLabel = "TIME",
      description = "Mean time between two kills. Default: 500ms.")
  private Duration killEvery = Duration.ofMillis(500);

  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "Go on with more tasks until N workers were killed.")
  private int kills;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Same tasks, same plan of kills. Default: a new one.")
  private Optional<Long> seed = Optional.empty();

  @Option(names = "--keep", description = "Leave store, journals and logs, also when all holds.")
  private boolean keep;

  @Unmatched private List<String> fields = new ArrayList<>();

  ChaosCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws Exception {
    Wanted wanted = wanted();
    Log.start(invocation.err(), "error");
    var stopped = new AtomicBoolean();
    Signals.onFirst(_ -> stopped.set(true));
    var chaos = new Chaos(invocation.host(), invocation.settingFlags(), wanted);
    Screen err = invocation.err();
    err.print(
        "%s  %,d tasks, %d workers, one killed about every %s; seed %d; in %s"
            .formatted(
                err.paint(Style.STRONG, "chaos"),
                wanted.tasks(),
                wanted.workers(),
                Quantities.exact(wanted.killEvery()),
                wanted.seed(),
                chaos.site().text()));
    Verdict verdict = chaos.run(err, stopped::get);
    print(verdict);
    if (!verdict.holds()) {
      return ExitCode.FAILED;
    }
    return stopped.get() ? ExitCode.INTERRUPTED : ExitCode.OK;
  }

  private Wanted wanted() {
    inRange("--workers", workers, 1, MOST_WORKERS);
    inRange("--kills", kills, 0, MOST_KILLS);
    int number =
        tasks.orElse(
            (int) Math.clamp(time.toSeconds() * TASKS_A_SECOND, USUAL_TASKS, (long) MOST_TASKS));
    inRange("--tasks", number, 1, MOST_TASKS);
    if (killEvery.toMillis() < 1) {
      throw wrong("--kill-every must be at least 1ms; was \"0s\"", "without kills it is no chaos");
    }
    return new Wanted(
        number,
        time,
        workers,
        killEvery,
        kills,
        seed.orElseGet(() -> (long) invocation.host().random().nextInt(SEEDS)),
        type.map(this::own),
        store,
        keep);
  }

  private static void inRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw wrong(
          "%s must be %d to %,d; was \"%d\"".formatted(option, least, most, value),
          "one machine carries no more");
    }
  }

  private static Problem wrong(String error, String why) {
    return new Problem(ExitCode.USAGE, error, why, "devskyy chaos --help");
  }

  private Wanted.Own own(String name) {
    TypeRegistration found = new TypeDescriptions(invocation).get(name);
    Json json = new TaskInput(invocation, found).of(input, fields);
    List<Violation> violations =
        invocation.product().codec().check(json, found.inputSchema(), Codec.UnknownFields.REFUSE);
    if (!violations.isEmpty()) {
      throw new InvalidInputException(found.name(), violations);
    }
    return new Wanted.Own(found.name(), json);
  }

  private void print(Verdict verdict) {
    Screen out = invocation.out();
    if (invocation.isJson()) {
      invocation.printJson(verdict);
    } else {
      table(verdict).print(out);
      verdict.findings().stream()
          .flatMap(finding -> finding.examples().stream())
          .forEach(line -> out.print("  " + line));
    }
    Screen err = invocation.err();
    Verdict.Recovery recovery = verdict.recovery();
    err.print(
        "%s  %,d tasks, %,d workers killed, %s%s; seed %d"
            .formatted(
                verdict.holds()
                    ? err.paint(Style.GOOD, "all holds")
                    : err.paint(Style.BAD, "BROKEN"),
                verdict.tasks(),
                verdict.kills(),
                Quantities.about(Duration.ofMillis((long) (verdict.seconds() * 1000))),
                verdict.complete() ? "" : ", cut short",
                verdict.seed()));
    if (recovery.tasks() > 0) {
      err.print(
          "recovery  half of %,d within %s, all within %s; those that crashed twice take turns: %s"
              .formatted(
                  recovery.tasks(),
                  millis(recovery.medianMillis()),
                  millis(recovery.maxMillis()),
                  millis(recovery.maxSuspectMillis())));
    }
    verdict.left().ifPresent(left -> err.print("left in " + left.text()));
  }

  private static Table table(Verdict verdict) {
    var table =
        new Table(
            Column.of("property", Narrow.KEEP),
            Column.of("seen", Narrow.CUT),
            Column.of("verdict", Narrow.KEEP));
    verdict
        .findings()
        .forEach(
            finding ->
                table.row(
                    Cell.of(finding.property()),
                    Cell.of(finding.number()),
                    finding.holds() ? Cell.of(Style.GOOD, "holds") : Cell.of(Style.BAD, "BROKEN")));
    return table;
  }

  private static String millis(long millis) {
    return Quantities.about(Duration.ofMillis(millis));
  }
}
