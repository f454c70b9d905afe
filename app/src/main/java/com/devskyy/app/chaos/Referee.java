package com.devskyy.app.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.devskyy.app.chaos.Entry.What;
import com.devskyy.app.chaos.Evidence.Found;
import com.devskyy.app.chaos.Verdict.Finding;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Compares what the store says with what the handlers wrote down. Looks at nothing but the
/// evidence.
final class Referee {
  private static final int EXAMPLES = 3;
  private static final Set<String> ENDS = Set.of("failed", "cancelled", "expired");

  private final Evidence evidence;

  Referee(Evidence evidence) {
    this.evidence = evidence;
  }

  /// All findings.
  List<Finding> findings(Recoveries recoveries) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        none(
            "no task is lost",
            "of %,d tasks",
            evidence.enqueued().keySet().stream().filter(id -> !evidence.found().containsKey(id))));
    findings.add(tasks("every task has exactly one end", found -> !hasOneEnd(found)));
    findings.add(countsEqualRows());
    findings.add(
        tasks("no innocent task is set aside", found -> isSetAside(found) && !halts(found)));
    findings.add(tasks("a crash spends no attempt", found -> !attemptsFit(found)));
    findings.add(recoveries.finding());
    findings.add(noWorkerFailed());
    if (evidence.enqueued().values().stream().anyMatch(Optional::isPresent)) {
      findings.add(
          tasks(
              "tasks that kill their workers are set aside",
              found -> halts(found) && found.ended() && !isSetAside(found),
              this::halts));
      findings.add(tasks("every end is the one planned", found -> !endsAsPlanned(found)));
      findings.addAll(new JournalReferee(evidence).findings());
    }
    return findings;
  }

  /// No run before the last may have ended the task. A run of chaos that was cut short owes no
  /// ends.
  private boolean hasOneEnd(Found found) {
    boolean endedBefore =
        found.history().runs().stream()
            .anyMatch(run -> ENDS.contains(run.end()) && !isLastWord(found, run));
    return !endedBefore && (found.ended() || !evidence.complete());
  }

  private static boolean isLastWord(Found found, History.Run run) {
    return run.run() == found.task().run()
        && found.ended()
        && found.task().status() != TaskStatus.COMPLETED;
  }

  private static boolean isSetAside(Found found) {
    return found.task().error().map(TaskError::type).equals(Optional.of(ErrorType.WORKER_CRASH));
  }

  private boolean halts(Found found) {
    return plan(found).map(ChaosTask::halts).orElse(false);
  }

  private Optional<ChaosTask> plan(Found found) {
    return evidence.enqueued().getOrDefault(found.task().id(), Optional.empty());
  }

  /// Only a failure that is tried again makes the attempt's number grow.
  private static boolean attemptsFit(Found found) {
    long retried =
        found.history().runs().stream().filter(run -> run.end().equals("retrying")).count();
    return found.task().attempt() == retried + 1;
  }

  private boolean endsAsPlanned(Found found) {
    Task task = found.task();
    return plan(found)
        .filter(_ -> found.ended())
        .map(
            plan -> {
              if (plan.halts()) {
                return isSetAside(found);
              }
              boolean fails = plan.failures() >= ChaosTask.MAX_ATTEMPTS;
              int attempts = fails ? ChaosTask.MAX_ATTEMPTS : plan.failures() + 1;
              return task.status() == (fails ? TaskStatus.FAILED : TaskStatus.COMPLETED)
                  && task.attempt() == attempts;
            })
        .orElse(true);
  }

  private Finding countsEqualRows() {
    List<String> different =
        Stream.of(TaskStatus.values())
            .filter(status -> counted(status) != listed(status))
            .map(
                status ->
                    "%s: %,d counted, %,d listed"
                        .formatted(status.wire(), counted(status), listed(status)))
            .toList();
    long rows = evidence.listed().values().stream().mapToLong(Long::longValue).sum();
    return finding("counts equal rows", "%,d rows".formatted(rows), different);
  }

  private long counted(TaskStatus status) {
    return evidence.counted().getOrDefault(status, 0L);
  }

  private long listed(TaskStatus status) {
    return evidence.listed().getOrDefault(status, 0L);
  }

  private Finding noWorkerFailed() {
    List<String> failed =
        evidence.deaths().stream()
            .filter(death -> death.cause() == Crew.Cause.BY_ITSELF)
            .map(death -> "process %d".formatted(death.worker()))
            .toList();
    var causes = evidence.deaths().stream().collect(groupingBy(Crew.Death::cause, counting()));
    return finding(
        "no worker ends by itself",
        "%,d killed, %,d by a task"
            .formatted(
                causes.getOrDefault(Crew.Cause.KILLED, 0L),
                causes.getOrDefault(Crew.Cause.HALTED, 0L)),
        failed);
  }

  private Finding tasks(String property, Predicate<Found> breaks) {
    return tasks(property, breaks, _ -> true);
  }

  /// @param concerned which tasks it is about
  private Finding tasks(String property, Predicate<Found> breaks, Predicate<Found> concerned) {
    long number = evidence.found().values().stream().filter(concerned).count();
    return finding(
        property,
        "%,d tasks".formatted(number),
        evidence.found().values().stream()
            .filter(breaks)
            .map(found -> "%s, %s".formatted(found.task().id(), said(found)))
            .toList());
  }

  private static String said(Found found) {
    List<String> runs =
        found.history().runs().stream()
            .map((History.Run run) -> "run %d %s".formatted(run.run(), run.end()))
            .toList();
    return "%s at run %d, attempt %d %s"
        .formatted(found.task().status().wire(), found.task().run(), found.task().attempt(), runs);
  }

  private Finding none(String property, String number, Stream<TaskId> breaking) {
    return finding(
        property,
        number.formatted(evidence.enqueued().size()),
        breaking.map(TaskId::value).toList());
  }

  /// @param breaking whatever breaks the property
  static Finding finding(String property, String number, List<String> breaking) {
    String said =
        breaking.isEmpty() ? number : "%,d break it, of %s".formatted(breaking.size(), number);
    return new Finding(
        property, said, breaking.isEmpty(), breaking.stream().limit(EXAMPLES).toList());
  }

  /// Whether an entry is one of these.
  static Predicate<Entry> is(What... kinds) {
    Set<What> some = Set.of(kinds);
    return entry -> some.contains(entry.what());
  }
}
