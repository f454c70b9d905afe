package com.devskyy.app.cli;

import com.devskyy.app.cli.DoctorCommand.Finding;
import com.devskyy.app.cli.DoctorCommand.Grade;
import com.devskyy.app.text.Problem;
import com.devskyy.app.text.Quantities;
import com.devskyy.app.wiring.LiveWorkers;
import com.devskyy.app.wiring.Product;
import com.devskyy.app.wiring.StoreAddress;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Advice;
import com.devskyy.engine.store.Counts;
import com.devskyy.engine.store.StoreException;
import com.devskyy.engine.store.TaskStore;
import com.devskyy.engine.store.WorkerRecord;
import com.devskyy.redis.legacy.ProducerRights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `doctor` looks at, in this order.
final class Examination {
  private static final long LITTLE_ROOM = 1L << 30;

  private final Invocation invocation;
  private final List<Finding> findings = new ArrayList<>();

  Examination(Invocation invocation) {
    this.invocation = invocation;
  }

  List<Finding> findings() {
    java();
    try {
      Product product = invocation.product();
      product.unused().forEach(name -> note("settings", name));
      room(product);
      findings.addAll(new OutsideExamination(product).findings());
      if (product.queue().exists()) {
        store(product);
      } else {
        note(
            "store",
            "%s is not there yet; the first worker or enqueue makes it"
                .formatted(product.queue().text()),
            "demo");
      }
    } catch (StoreException e) {
      findings.add(new Finding(Grade.BAD, "store", Problems.said(e), Optional.of(e.remedy())));
    } catch (Problem e) {
      findings.add(
          new Finding(Grade.BAD, "settings", e.error() + "; " + e.why(), Optional.of(e.next())));
    }
    return findings;
  }

  private void java() {
    ok(
        "java",
        "%s %s, %d processors, heap up to %s"
            .formatted(
                Runtime.version(),
                System.getProperty("java.vendor"),
                Runtime.getRuntime().availableProcessors(),
                Quantities.about(Runtime.getRuntime().maxMemory())));
  }

  private void room(Product product) {
    Path folder = product.artifactFolder();
    while (!Files.isDirectory(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    try {
      long room = Files.getFileStore(folder).getUsableSpace();
      String said = "%s free at %s".formatted(Quantities.about(room), folder);
      if (room < LITTLE_ROOM) {
        note("disk", said);
      } else {
        ok("disk", said);
      }
    } catch (IOException e) {
      note("disk", "cannot be looked at: " + Problems.said(e));
    }
  }

  private void store(Product product) {
    TaskStore store = product.store();
    // The first answer takes longer: it loads what the next ones have.
    store.counts();
    long asked = invocation.host().nanos().getAsLong();
    Counts counts = store.counts();
    Duration took = Duration.ofNanos(invocation.host().nanos().getAsLong() - asked);
    ok(
        "store",
        "%s (from %s) answers in %s"
            .formatted(product.queue().text(), product.queue().origin(), Quantities.about(took)));
    if (product.queue() instanceof StoreAddress.Sqlite(var file, _, _) && !Files.isWritable(file)) {
      findings.add(
          new Finding(
              Grade.BAD,
              "store",
              "%s cannot be written".formatted(file),
              Optional.of("ls -l " + file)));
    }
    clock(store);
    store.advice().forEach(this::add);
    if (product.servesProducers()) {
      ProducerRights.advice(store, product.codec()).ifPresent(this::add);
    }
    List<WorkerRecord> workers = LiveWorkers.of(store);
    if (workers.isEmpty()) {
      note("workers", "none is running; tasks wait until one is", "worker");
    } else {
      int slots = workers.stream().mapToInt(WorkerRecord::slots).sum();
      int running = workers.stream().mapToInt(WorkerRecord::running).sum();
      ok("workers", "%d running, %d of %d slots busy".formatted(workers.size(), running, slots));
    }
    queues(counts, store);
  }

  private void add(Advice advice) {
    var grade =
        switch (advice.grade()) {
          case OK -> Grade.OK;
          case NOTE -> Grade.NOTE;
          case BAD -> Grade.BAD;
        };
    findings.add(new Finding(grade, advice.subject(), advice.said(), advice.remedy()));
  }

  private void clock(TaskStore store) {
    Instant ours = invocation.host().clock().instant();
    Duration apart = Duration.between(store.clock().instant(), ours).abs();
    if (apart.toMillis() > 1_000) {
      note(
          "clock",
          "this machine's and the store's are %s apart; the store's counts"
              .formatted(Quantities.about(apart)));
    } else {
      ok("clock", "%s, as the store's".formatted(ours.truncatedTo(ChronoUnit.MILLIS)));
    }
  }

  private void queues(Counts counts, TaskStore store) {
    counts
        .queues()
        .forEach(
            (name, queue) -> {
              if (queue.paused()) {
                note(
                    "queue",
                    "%s is paused, %d queued".formatted(name, queue.of(TaskStatus.QUEUED)),
                    "queues resume " + name);
              } else if (queue.of(TaskStatus.QUEUED) > 0
                  && LiveWorkers.serving(name, store).isEmpty()) {
                note(
                    "queue",
                    "%s has %d queued and no worker".formatted(name, queue.of(TaskStatus.QUEUED)),
                    "worker");
              }
            });
    long dead =
        counts.queues().values().stream().mapToLong(queue -> queue.of(TaskStatus.FAILED)).sum();
    if (dead > 0) {
      note("dead letters", "%,d".formatted(dead), "dlq list");
    } else {
      ok("dead letters", "none");
    }
  }

  private void ok(String subject, String said) {
    findings.add(new Finding(Grade.OK, subject, said, Optional.empty()));
  }

  private void note(String subject, String said) {
    findings.add(new Finding(Grade.NOTE, subject, said, Optional.empty()));
  }

  private void note(String subject, String said, String command) {
    findings.add(new Finding(Grade.NOTE, subject, said, Optional.of("devskyy " + command)));
  }
}
