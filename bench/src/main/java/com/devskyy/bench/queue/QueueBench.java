package com.devskyy.bench.queue;

import com.devskyy.bench.run.ChildFailedException;
import com.devskyy.bench.run.Host;
import com.devskyy.bench.run.Table;
import com.devskyy.bench.run.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Measures the queue, round by round, every contestant in turn.
@Command(
    name = "queue",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the queue on this machine: beside the raw limit of its store, and beside other queues",
      "with the same work and the same durability. Progress goes to stderr, tables to stdout.",
      "Exit code 1 when a target is missed, or when something of ours did not reach its end."
    })
public final class QueueBench implements Callable<Integer> {
  private static final int AT_ONCE_IN_BRIEF = 6;

  /// Which syncs to measure with.
  enum Syncs {
    FULL,
    NORMAL,
    BOTH;

    private List<Backend> list() {
      return switch (this) {
        case FULL -> List.of(Backend.SQLITE_FULL);
        case NORMAL -> List.of(Backend.SQLITE_NORMAL);
        case BOTH -> List.of(Backend.SQLITE_FULL, Backend.SQLITE_NORMAL);
      };
    }
  }

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description = {
        "where tasks live: sqlite (the default); redis or postgresql, a server of its own that is",
        "started and ended; the address of one that runs, in which the run makes keys or schemas",
        "named bench_... and removes them; or sqlite:PATH, beside which it makes files and removes",
        "them. May be given several times"
      })
  private List<String> stores = List.of("sqlite");

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = {
        "what to measure: store, enqueue, bulk, drain, backlog (1,000,000 waiting beside 100,000; on",
        "servers beside 50,000), life, pickup, across (another process), idle; default all"
      })
  private List<String> only = Benchmark.NAMES;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "how often each is measured, 1 to 100; default ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--sync",
      paramLabel = "SYNC",
      defaultValue = "both",
      description = "SQLite's synchronous: full, normal or both; default ${DEFAULT-VALUE}")
  private Syncs sync = Syncs.BOTH;

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      defaultValue = "100,500",
      description = "tasks per call of the store, 1 to 500; default ${DEFAULT-VALUE}")
  private List<Integer> batches = List.of();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "data/bench",
      description =
          "where files are made and removed again, on the disk to measure; default ${DEFAULT-VALUE}")
  private Path folder = Path.of("");

  @Option(
      names = "--peers",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "also measure peers: JobRunr and db-scheduler; BullMQ on Redis and Graphile Worker on"
              + " PostgreSQL where there is Node.js; default yes")
  private boolean peers;

  @Option(
      names = "--brief",
      description = "a few tasks of everything, once: shows that it runs, measures nothing")
  private boolean brief;

  @Option(names = "--json", description = "print every value of every round as JSON instead")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    check();
    Path root = Files.createDirectories(folder.toAbsolutePath());
    try (var places = new Places(stores, sync.list(), root)) {
      return measure(places, root);
    }
  }

  private int measure(Places places, Path root) throws IOException, InterruptedException {
    Machine machine = Machine.of(disk(places, root));
    double loadBefore = Host.load();
    int times = brief ? 1 : rounds;
    var plan = new Plan(only, batches, places.spots(), peers, brief);
    var results = new Results(times);
    boolean failed = false;
    for (int round = 0; round < times; round++) {
      failed |= !runAll(plan.round(round), round, times, results);
    }
    Map<Backend, List<Target>> targets = new EnumMap<>(Backend.class);
    for (Spot spot : places.spots()) {
      targets.put(
          spot.backend(), new Targets(results, spot.backend(), Sizes.of(brief)).all(batches));
    }
    var facts = new Facts(machine, places.descriptions(), loadBefore, Host.load(), times, brief);
    if (json) {
      spec.commandLine().getOut().println(JsonReport.of(facts, results, targets));
    } else {
      print(facts, results, targets);
    }
    spec.commandLine().getOut().flush();
    boolean missed =
        targets.values().stream()
            .flatMap(List::stream)
            .anyMatch(target -> !target.met().orElse(true));
    return failed || (missed && !brief) ? 1 : 0;
  }

  /// The first that files are made on.
  private static Path disk(Places places, Path root) {
    return places.spots().stream()
        .filter(spot -> spot.address().isEmpty())
        .map(Spot::folder)
        .findFirst()
        .orElse(root);
  }

  private void check() {
    for (String store : stores) {
      if (!Places.isOne(store)) {
        // Not repeated: an address may hold a password.
        throw refused(
            "--store is refused", "it is no address that is understood", Places.UNDERSTOOD);
      }
    }
    for (String name : only) {
      if (!Benchmark.NAMES.contains(name)) {
        throw refused(
            "--only " + name + " is refused",
            "there is no such benchmark",
            "choose of " + String.join(", ", Benchmark.NAMES));
      }
    }
    if (rounds < 1 || rounds > 100) {
      throw refused(
          "--rounds " + rounds + " is refused",
          "it must be from 1 to 100",
          "choose another number");
    }
    for (int batch : batches) {
      // Every call is to be full, so that all contestants make the same number of them.
      if (batch < 1 || batch > 500 || 500 % batch != 0) {
        throw refused(
            "--batch " + batch + " is refused",
            "it must be from 1 to 500 and divide 500",
            "choose 100, 250 or 500, for example");
      }
    }
  }

  /// One after another; where nothing is measured anyway, several at once.
  ///
  /// @return whether all of ours reached their end
  private boolean runAll(List<Assignment> plan, int round, int times, Results results)
      throws InterruptedException, IOException {
    try (var threads = Executors.newFixedThreadPool(brief ? AT_ONCE_IN_BRIEF : 1)) {
      List<Future<Boolean>> runs = new ArrayList<>();
      for (Assignment assignment : plan) {
        runs.add(threads.submit(() -> run(assignment, round, times, results)));
      }
      boolean good = true;
      for (Future<Boolean> run : runs) {
        good &= run.get();
      }
      return good;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  /// @return whether it reached its end, or was a peer's
  private boolean run(Assignment assignment, int round, int times, Results results)
      throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    Path scratch = Files.createTempDirectory(assignment.spot().folder(), "run-");
    try {
      Map<Measure, Double> figures = ChildProcess.run(assignment.in(scratch));
      figures.forEach(
          (measure, value) -> {
            Backend backend = assignment.spot().backend();
            results.add(round, backend, measure, assignment.contestant(), value);
            err.printf(
                Locale.ROOT,
                "round %d of %d  %-12s %-13s %s: %s %s%n",
                round + 1,
                times,
                assignment.contestant().title(),
                backend,
                measure.name(),
                Table.number(value),
                measure.unit().text());
          });
      return true;
    } catch (ChildFailedException e) {
      results.addMissing(assignment, String.valueOf(e.getMessage()));
      err.printf("not run: %s%n%s%n", assignment.text(), e.words());
      return assignment.contestant().isPeer();
    } finally {
      err.flush();
      delete(scratch);
    }
  }

  private void print(Facts facts, Results results, Map<Backend, List<Target>> targets) {
    PrintWriter out = spec.commandLine().getOut();
    Machine machine = facts.machine();
    out.printf(
        Locale.ROOT,
        "%s, %d cores; Java %s; SQLite %s; %s; load %.1f before, %.1f after; rounds: %d%n",
        machine.processor(),
        machine.cores(),
        machine.java(),
        machine.sqlite(),
        machine.disk(),
        facts.loadBefore(),
        facts.loadAfter(),
        facts.rounds());
    facts.servers().forEach(out::println);
    out.println(
        facts.brief()
            ? "brief: a few tasks in cold processes; these figures say nothing\n"
            : "median (least to most) of the rounds; ×: how many times as good ours is, in the same round\n");
    var report = new Report(out, results);
    targets.keySet().forEach(report::printFigures);
    targets.forEach(report::printTargets);
    report.printMissing();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private ParameterException refused(String what, String why, String next) {
    return new ParameterException(
        spec.commandLine(), "what: %s%nwhy:  %s%nnext: %s".formatted(what, why, next));
  }
}
