package com.devskyy.app.cli;

import com.devskyy.app.chaos.ChaosWorker;
import com.devskyy.app.health.HealthServer;
import com.devskyy.app.host.Facts;
import com.devskyy.app.host.Screen;
import com.devskyy.app.host.Signals;
import com.devskyy.app.settings.Setting;
import com.devskyy.app.text.ExitCode;
import com.devskyy.app.text.Quantities;
import com.devskyy.app.text.Style;
import com.devskyy.app.wiring.Product;
import com.devskyy.engine.ServedType;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.worker.Worker;
import com.devskyy.engine.worker.WorkerSettings;
import com.devskyy.redis.legacy.LegacyProtocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `worker`.
@Command(
    header = "Run tasks until Ctrl-C.",
    description =
        "Runs tasks until Ctrl-C or SIGTERM, which first lets running tasks finish. Any number of workers share a store.",
    footer = {
      "${COMMAND-FULL-NAME}",
      "${COMMAND-FULL-NAME} --worker-threads 16",
      "${COMMAND-FULL-NAME} --types ml_training,ml_prediction",
      "${COMMAND-FULL-NAME} --queue-url sqlite:/var/lib/devskyy/devskyy.db"
    })
final class WorkerCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Option(
      names = "--types",
      split = ",",
      paramLabel = "TYPE",
      description = "Serve only these task types. Default: all of this build.")
  private List<String> types = List.of();

  @Option(
      names = "--chaos",
      paramLabel = "FOLDER",
      hidden = true,
      description = "Serve the tasks of a run of chaos too, with journals in this folder.")
  private Optional<Path> chaos = Optional.empty();

  @Option(
      names = "--ends-with-input",
      hidden = true,
      description = "End, as if killed, when standard input does.")
  private boolean endsWithInput;

  WorkerCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /// What a program needs to know of a worker that is ready.
  private record Ready(String worker, String store, int slots, int cpuSlots, List<String> types) {}

  @Override
  public Integer call() {
    invocation.usualLogLevel("info");
    if (endsWithInput) {
      ChaosWorker.endWithParent(invocation.host());
    }
    chaos.ifPresent(folder -> invocation.serve(ChaosWorker.types(folder, invocation.host())));
    int port = invocation.settings().get(Setting.HEALTH_PORT);
    if (port == 0) {
      return work(Optional.empty());
    }
    // Before anything else starts: a port that is taken is the quickest to find out.
    try (HealthServer health = HealthServer.open(port)) {
      return work(Optional.of(health));
    }
  }

  private int work(Optional<HealthServer> health) {
    Product product = invocation.product();
    List<ServedType<?, ?>> served = served();
    WorkerSettings how = product.workerSettings();
    TaskStore store = product.store();
    var stop = new CompletableFuture<Signals.Kind>();
    Signals.onFirst(stop::complete);
    describe(product, how, served, store);
    Signals.Kind signal;
    Optional<LegacyProtocol> legacy = product.legacyProtocol();
    try (Worker worker = product.worker(served, how)) {
      worker.start();
      health.ifPresent(server -> server.watch(worker, store.settings().lease()));
      ready(how, served);
      signal = await(stop, worker.failed());
      sayStopping(worker, how);
    } finally {
      // Last, so that it can still say what became of the tasks that were running.
      legacy.ifPresent(LegacyProtocol::close);
    }
    invocation.err().print("stopped; everything unfinished is back in its queue");
    return signal == Signals.Kind.INTERRUPT ? ExitCode.INTERRUPTED : ExitCode.OK;
  }

  /// @throws StoreException when nothing more can be done on this store; whoever starts the program
  ///     again opens it anew
  private static Signals.Kind await(
      CompletableFuture<Signals.Kind> stop, CompletableFuture<StoreException> failed) {
    CompletableFuture.anyOf(stop, failed).join();
    if (failed.isDone()) {
      throw failed.join();
    }
    return stop.join();
  }

  private List<ServedType<?, ?>> served() {
    List<ServedType<?, ?>> all = invocation.product().served();
    if (types.isEmpty()) {
      return all;
    }
    var known = new TypeDescriptions(invocation);
    List<ServedType<?, ?>> wanted = new ArrayList<>();
    for (String name : types) {
      wanted.add(known.served(name));
    }
    return wanted;
  }

  private void describe(
      Product product, WorkerSettings how, List<ServedType<?, ?>> served, TaskStore store) {
    Screen err = invocation.err();
    err.print(err.paint(Style.STRONG, Overview.version()) + "  worker " + how.id());
    var facts = new Facts();
    facts.add("store", "%s, %s".formatted(product.queue().text(), product.durability()));
    facts.add(
        "keeps",
        "finished tasks %s, up to %s; dead letters %s"
            .formatted(
                Quantities.exact(store.settings().retention()),
                Quantities.exact(store.settings().retainedBytes()),
                Quantities.exact(store.settings().deadLetterRetention())));
    facts.add("artifacts", "%s, kept for ever".formatted(product.artifactPlace()));
    facts.add("reads from", product.dataRoot().toString());
    facts.add("slots", "%d, and %d for computing".formatted(how.slots(), how.cpuSlots()));
    facts.add("types", names(served));
    int port = product.settings().get(Setting.HEALTH_PORT);
    if (port != 0) {
      facts.add("health", "http://localhost:%d/health/ready".formatted(port));
    }
    product.unused().forEach(name -> facts.add("not used", Style.ATTENTION, name));
    facts.print(err);
  }

  private static String names(List<ServedType<?, ?>> served) {
    return served.stream().map(one -> one.type().name().value()).collect(Collectors.joining("  "));
  }

  private void ready(WorkerSettings how, List<ServedType<?, ?>> served) {
    if (invocation.isJson()) {
      invocation.printJson(
          new Ready(
              how.id(),
              invocation.product().queue().text(),
              how.slots(),
              how.cpuSlots(),
              served.stream().map(one -> one.type().name().value()).toList()));
    }
    Screen err = invocation.err();
    err.print(err.paint(Style.GOOD, "ready") + "  Ctrl-C stops in good order");
  }

  private void sayStopping(Worker worker, WorkerSettings how) {
    invocation
        .err()
        .print(
            worker.running() == 0
                ? "stopping"
                : "stopping: %d running, given %s to finish; Ctrl-C again stops at once"
                    .formatted(worker.running(), Quantities.exact(how.shutdownGrace())));
  }
}
