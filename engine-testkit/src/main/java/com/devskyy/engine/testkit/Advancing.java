package com.devskyy.engine.testkit;

import static com.devskyy.engine.testkit.MemoryState.cancelled;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.Advanced;
import com.devskyy.engine.store.CrashReport;
import com.devskyy.engine.store.RescueGate;
import com.devskyy.engine.store.RescueRule;
import com.devskyy.engine.store.WorkerRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.Stream;

/// What [MemoryTaskStore] does because time has passed.
final class Advancing {
  private static final Duration DAY = Duration.ofDays(1);

  private final MemoryState state;
  private final Claiming claiming;
  private RescueGate gate = RescueGate.NEW;

  Advancing(MemoryState state, Claiming claiming) {
    this.state = state;
    this.claiming = claiming;
  }

  Advanced advance(Instant now, int max) {
    boolean mayRescue = askGate(now);
    int expired = expirePastDeadline(now, max);
    int due = queueDue(now, max);
    List<Advanced.Rescued> rescued = mayRescue ? rescue(now, max) : List.of();
    int trimmed = trim(now, max);
    forget(now);
    return new Advanced(
        due,
        rescued,
        expired,
        trimmed,
        state.rows.due.stream().findFirst().map(row -> row.dueAt),
        Stream.of(expired, due, rescued.size(), trimmed).anyMatch(n -> n >= max));
  }

  private boolean askGate(Instant now) {
    RescueGate.Step step = gate.step(now);
    gate = step.after();
    if (step.steppedBack()) {
      Instant furthest = now.plus(state.settings.lease());
      for (Row row : List.copyOf(state.rows.leases)) {
        if (row.leaseUntil.isAfter(furthest)) {
          state.rows.setLeaseEnd(row, furthest);
        }
      }
      state.workers.clockSteppedBack(now, furthest);
      claiming.clockSteppedBack(now, furthest);
    }
    return step.mayRescue();
  }

  private int expirePastDeadline(Instant now, int max) {
    var late =
        state.rows.deadlines.stream().limit(max).filter(row -> row.isPastDeadline(now)).toList();
    late.forEach(row -> state.expire(row, now));
    return late.size();
  }

  private int queueDue(Instant now, int max) {
    var due = state.rows.due.stream().limit(max).filter(row -> !row.dueAt.isAfter(now)).toList();
    due.forEach(row -> state.makeQueued(row, true));
    return due.size();
  }

  private List<Advanced.Rescued> rescue(Instant now, int max) {
    var rescued = new ArrayList<Advanced.Rescued>();
    for (Row row : List.copyOf(state.rows.leases)) {
      if (row.leaseUntil.isAfter(now) || rescued.size() == max) {
        break;
      }
      String worker = row.worker.orElseThrow();
      Optional<Instant> heartbeat = state.workers.find(worker).map(WorkerRecord::heartbeat);
      switch (RescueRule.judge(now, row.leaseUntil, heartbeat, state.settings.lease())) {
        case WAIT -> {}
        case RETURN -> rescued.add(takeBack(row, worker, false, now));
        case CRASHED -> rescued.add(takeBack(row, worker, true, now));
      }
    }
    return rescued;
  }

  private Advanced.Rescued takeBack(Row row, String worker, boolean crashed, Instant now) {
    Optional<String> cancel = row.cancelReason;
    row.leaveRun(crashed ? "crashed" : "returned", Optional.empty(), now);
    row.lastWrite = 0;
    if (crashed) {
      state.change(row, it -> it.crashes++);
    }
    boolean quarantined = false;
    if (cancel.isPresent()) {
      state.finish(row, TaskStatus.CANCELLED, cancelled(cancel.get()), now);
    } else if (crashed && row.crashes >= Task.SUSPECT_CRASHES + RescueRule.MAX_ALONE_CRASHES) {
      quarantined = true;
      state.finish(row, TaskStatus.FAILED, crashReport(row, worker), now);
    } else {
      state.makeQueued(row, false);
    }
    return new Advanced.Rescued(row.id(), worker, crashed, quarantined);
  }

  private TaskError crashReport(Row row, String worker) {
    Optional<WorkerRecord> known = state.workers.find(worker);
    return CrashReport.of(
        row.crashes,
        worker,
        known.map(WorkerRecord::host),
        known.map(WorkerRecord::heartbeat),
        row.runs);
  }

  private int trim(Instant now, int max) {
    int trimmed = trimEnded(state.rows.failed, state.settings.deadLetterRetention(), now, max);
    for (var ended : state.rows.retained.entrySet()) {
      Duration retention =
          state.workers.retention(ended.getKey()).orElse(state.settings.retention());
      trimmed += trimEnded(ended.getValue(), retention, now, max - trimmed);
    }
    while (trimmed < max && state.rows.retainedBytes > state.settings.retainedBytes()) {
      state.remove(state.rows.earliestRetained().orElseThrow());
      trimmed++;
    }
    return trimmed;
  }

  private int trimEnded(NavigableSet<Row> ended, Duration retention, Instant now, int max) {
    int trimmed = 0;
    while (trimmed < max
        && !ended.isEmpty()
        && !ended.first().endedAt.orElseThrow().plus(retention).isAfter(now)) {
      state.remove(ended.first());
      trimmed++;
    }
    return trimmed;
  }

  private void forget(Instant now) {
    state.queues.values().forEach(Queue::dropPassedClocks);
    state.keys.dropPast(now);
    state.workers.dropUnheardSince(now.minus(DAY));
    claiming.dropClaimsBefore(now.minus(DAY));
  }
}
