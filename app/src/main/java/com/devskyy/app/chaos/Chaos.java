package com.devskyy.app.chaos;

import com.devskyy.app.host.Host;
import com.devskyy.app.host.Screen;
import com.devskyy.app.settings.Setting;
import com.devskyy.app.text.Problem;
import com.devskyy.app.text.Quantities;
import com.devskyy.app.text.Style;
import com.devskyy.app.wiring.Product;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.TaskStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A run of chaos: tasks on a store of their own, workers that are killed and replaced until every
/// task has ended and as many were killed as is wanted, and a verdict.
public final class Chaos {
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration SAY_EVERY = Duration.ofSeconds(5);

  /// A task that kills its workers is found out after five leases.
  private static final int PATIENCE_IN_LEASES = 12;

  /// Tasks of others may take long.
  private static final Duration OWN_PATIENCE = Duration.ofMinutes(15);

  /// So many workers that end by themselves are no accident.
  private static final int MOST_FAILED = 5;

  private final Host host;
  private final Wanted wanted;
  private final Site site;
  private final Plan plan;

  /// @param flags settings given on the command line, by name
  /// @throws Problem when the run cannot be on the store it wants
  /// @throws IOException when the folder of the run cannot be made
  public Chaos(Host host, Map<String, String> flags, Wanted wanted) throws IOException {
    this.host = host;
    this.wanted = wanted;
    this.site = new Site(host, flags, wanted);
    this.plan = new Plan(wanted.seed(), wanted.killEvery().multipliedBy(wanted.workers()));
  }

  /// Where it takes place.
  public Verdict.Left site() {
    return site.left();
  }

  /// Runs it.
  ///
  /// @param stopped asked all the time; then it ends early, with a verdict on what was seen
  public Verdict run(Screen screen, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    Path path = site.folder();
    Verdict verdict;
    try (var product =
            new Product(site.settings(), host, List.of(ChaosTask.TYPE.servedBy(Chaos::notHere)));
        var crew = new Crew(host, path, arguments(path), wanted.workers(), plan)) {
      TaskStore store = product.store();
      long began = host.nanos().getAsLong();
      var clocks = new Evidence.Clocks(began, store.clock().instant());
      var feed = new Feed(product, plan, wanted);
      boolean complete = conduct(store, feed, crew, began, screen, stopped);
      if (complete) {
        crew.stop();
      } else {
        crew.killAll();
      }
      screen.live(Style.PLAIN, "");
      Evidence evidence =
          new Gathering(store)
              .evidence(feed.enqueued(), Journal.entries(path), crew.deaths(), clocks, complete);
      verdict = verdict(evidence, crew.kills(), since(began));
    }
    if (verdict.left().isEmpty()) {
      site.remove();
    }
    return verdict;
  }

  private static ChaosTask.Done notHere(Object context, ChaosTask task) {
    throw new IllegalStateException("only workers run task " + task.number());
  }

  private List<String> arguments(Path path) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("worker", "--json", "--ends-with-input", "--chaos", path.toString()));
    for (Setting<?> setting : Setting.ALL) {
      String value = site.flags().get(setting.name());
      if (value != null) {
        arguments.addAll(List.of(setting.flag(), value));
      }
    }
    return arguments;
  }

  /// @return whether every task has ended
  private boolean conduct(
      TaskStore store, Feed feed, Crew crew, long began, Screen screen, BooleanSupplier stopped)
      throws InterruptedException {
    Duration patience = patience(store);
    Duration lastSaid = Duration.ZERO;
    Duration lastEnd = Duration.ZERO;
    long ended = 0;
    while (!stopped.getAsBoolean()) {
      Duration elapsed = since(began);
      crew.complete();
      crew.killDue();
      Counts counts = store.counts();
      long open = number(counts, false);
      if (number(counts, true) != ended || open == 0) {
        ended = number(counts, true);
        lastEnd = elapsed;
      }
      boolean killsOn = crew.kills() < wanted.kills();
      feed.topUp(elapsed, open, killsOn);
      if (!killsOn && feed.isDone() && open == 0 && number(store.counts(), false) == 0) {
        return true;
      }
      if (elapsed.minus(lastEnd).compareTo(patience) > 0 || crew.failed() >= MOST_FAILED) {
        return false;
      }
      String said =
          "%,d of %,d ended, %,d killed, %d at work, %s"
              .formatted(
                  ended, feed.total(), crew.kills(), crew.working(), Quantities.about(elapsed));
      screen.live(Style.BUSY, said);
      if (!screen.isRich() && elapsed.minus(lastSaid).compareTo(SAY_EVERY) >= 0) {
        screen.print(said);
        lastSaid = elapsed;
      }
      Thread.sleep(TICK);
    }
    return false;
  }

  /// How long nothing may end before it is clear that nothing will.
  private Duration patience(TaskStore store) {
    Duration leases = store.settings().lease().multipliedBy(PATIENCE_IN_LEASES);
    return wanted.own().isPresent() ? leases.plus(OWN_PATIENCE) : leases;
  }

  private static long number(Counts counts, boolean ended) {
    return Stream.of(TaskStatus.values())
        .filter(status -> status.isEnd() == ended)
        .mapToLong(
            status -> counts.queues().values().stream().mapToLong(queue -> queue.of(status)).sum())
        .sum();
  }

  private Verdict verdict(Evidence evidence, int kills, Duration took) {
    var recoveries = new Recoveries(evidence);
    List<Verdict.Finding> findings = new Referee(evidence).findings(recoveries);
    boolean holds = findings.stream().allMatch(Verdict.Finding::holds);
    return new Verdict(
        holds,
        evidence.complete(),
        wanted.seed(),
        evidence.enqueued().size(),
        kills,
        took.toMillis() / 1000.0,
        recoveries.recovery(),
        findings,
        holds && !wanted.keep() ? Optional.empty() : Optional.of(site.left()));
  }

  private Duration since(long began) {
    return Duration.ofNanos(host.nanos().getAsLong() - began);
  }
}
