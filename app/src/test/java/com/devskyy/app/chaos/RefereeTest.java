package com.devskyy.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.devskyy.app.chaos.Crew.Cause;
import com.devskyy.app.chaos.Crew.Death;
import com.devskyy.app.chaos.Entry.What;
import com.devskyy.app.chaos.Evidence.Clocks;
import com.devskyy.app.chaos.Evidence.Found;
import com.devskyy.app.chaos.Verdict.Finding;
import com.devskyy.engine.ErrorType;
import com.devskyy.engine.Json;
import com.devskyy.engine.Priority;
import com.devskyy.engine.Task;
import com.devskyy.engine.TaskError;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.store.History;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The referee can say no: each test plants one fault into a run in which all holds.
final class RefereeTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final TaskId ID = new TaskId("01KDVDSQ4100CBTSKNEXSSV0H4");
  private static final Duration LEASE = Duration.ofSeconds(12);
  private static final String CHARGE = "charge";
  private static final long FIRST = 11;
  private static final long SECOND = 22;

  // A task that charges: its first worker is killed in the middle of it, its second completes it.
  private ChaosTask plan = new ChaosTask(0, 5, 0, true, 0, false);
  private TaskStatus status = TaskStatus.COMPLETED;
  private Optional<TaskError> error = Optional.empty();
  private int attempt = 1;
  private String storedValue = "a";
  private boolean isFound = true;
  private long counted = 1;
  private Instant dueAt = START;
  private final List<History.Run> runs =
      new ArrayList<>(List.of(run(1, FIRST, 1_000, 13_500, "crashed")));
  private final List<Entry> entries =
      new ArrayList<>(
          List.of(
              entry(1_000, FIRST, What.BEGAN, "", ""),
              entry(1_001, FIRST, What.ONCE_BEGAN, CHARGE, ""),
              entry(1_002, FIRST, What.CHARGED, CHARGE, "a"),
              entry(14_000, SECOND, What.BEGAN, "", ""),
              entry(14_001, SECOND, What.FOUND_DONE, CHARGE, "a"),
              entry(14_002, SECOND, What.GOT, CHARGE, "a"),
              entry(14_010, SECOND, What.LEFT, "", "")));
  private final List<Death> deaths =
      new ArrayList<>(
          List.of(death(FIRST, 2_000, Cause.KILLED), death(SECOND, 60_000, Cause.STOPPED)));
  private boolean complete = true;
  private long startedAgain = 14_000;

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  private static Entry entry(long millis, long worker, What what, String name, String value) {
    return new Entry(millis * 1_000_000, worker, what, ID, 1, name, value);
  }

  private static Death death(long worker, long millis, Cause cause) {
    return new Death(worker, millis * 1_000_000, cause, true);
  }

  private static History.Run run(int run, long worker, long from, long to, String end) {
    return new History.Run(
        run, 1, "my-host-%d-ab12cd".formatted(worker), at(from), at(to), end, Optional.empty());
  }

  private Task task() {
    return new Task(
        ID,
        ChaosTask.TYPE.name(),
        status,
        Priority.NORMAL,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        error,
        2,
        attempt,
        1,
        START,
        dueAt,
        Optional.empty(),
        Optional.empty(),
        Optional.of(at(1_000)),
        Optional.of(at(startedAgain)),
        status.isEnd() ? Optional.of(at(14_020)) : Optional.empty(),
        Optional.of("my-host-22-ab12cd"),
        Optional.empty(),
        false,
        Optional.empty(),
        5);
  }

  private Map<String, Finding> findings() {
    var history =
        new History(
            runs,
            List.of(
                new History.Step(CHARGE, Optional.of(Json.of("\"%s\"".formatted(storedValue))))),
            List.of(),
            List.of(),
            Optional.empty());
    entries.sort((left, right) -> Long.compare(left.nanos(), right.nanos()));
    var evidence =
        new Evidence(
            Map.of(ID, Optional.of(plan)),
            isFound ? Map.of(ID, new Found(task(), history)) : Map.of(),
            Map.of(status, counted),
            Map.of(status, 1L),
            entries,
            deaths,
            LEASE,
            new Clocks(0, START),
            complete);
    Map<String, Finding> findings = new HashMap<>();
    new Referee(evidence)
        .findings(new Recoveries(evidence))
        .forEach(finding -> findings.put(finding.property(), finding));
    return findings;
  }

  private void onlyBroken(String... properties) {
    assertThat(findings().values().stream().filter(finding -> !finding.holds()))
        .extracting(Finding::property)
        .containsExactlyInAnyOrder(properties);
  }

  @Test
  void nothingIsBrokenInARunInWhichAllHolds() {
    onlyBroken();
    assertThat(findings()).hasSize(15);
  }

  @Test
  void aTaskThatIsGoneIsLost() {
    isFound = false;
    onlyBroken("no task is lost");
  }

  @Test
  void aTaskWithoutEndIsMissed() {
    status = TaskStatus.PROCESSING;
    onlyBroken("every task has exactly one end");
  }

  @Test
  void aRunThatWasCutShortOwesNoEnds() {
    status = TaskStatus.PROCESSING;
    complete = false;
    onlyBroken();
  }

  @Test
  void aSecondEndIsSeen() {
    runs.set(0, run(1, FIRST, 1_000, 13_500, "failed"));
    onlyBroken("every task has exactly one end");
  }

  @Test
  void countsThatDifferFromRowsAreSeen() {
    counted = 2;
    onlyBroken("counts equal rows");
  }

  @Test
  void anInnocentTaskThatIsSetAsideIsSeen() {
    status = TaskStatus.FAILED;
    error = Optional.of(new TaskError(ErrorType.WORKER_CRASH, "killed its workers"));
    onlyBroken("no innocent task is set aside", "every end is the one planned");
  }

  @Test
  void aGuiltyTaskThatIsNotSetAsideIsSeen() {
    plan = new ChaosTask(0, 5, 0, true, 0, true);
    onlyBroken("tasks that kill their workers are set aside", "every end is the one planned");
  }

  @Test
  void anAttemptThatACrashSpentIsSeen() {
    attempt = 2;
    onlyBroken("a crash spends no attempt", "every end is the one planned");
  }

  @Test
  void aWorkerThatEndedByItselfIsSeen() {
    deaths.set(1, death(SECOND, 60_000, Cause.BY_ITSELF));
    onlyBroken("no worker ends by itself");
  }

  @Test
  void lateRecoveryIsSeen() {
    startedAgain = 17_001;
    onlyBroken("tasks of the dead run again within 15s");
  }

  @Test
  void recoveryIsCountedFromTheDeath() {
    assertThat(findings().get("tasks of the dead run again within 15s"))
        .extracting(Finding::number)
        .isEqualTo("1 runs, at most 12 s");
  }

  @Test
  void aSecondRunAtTheSameTimeIsSeen() {
    // The first worker was alive all the while.
    deaths.set(0, death(FIRST, 14_005, Cause.KILLED));
    assertThat(findings().get("no task runs twice at once"))
        .extracting(Finding::holds)
        .isEqualTo(false);
  }

  @Test
  void aRunThatWasLeftAndBegunAgainIsNoSecondRunAtTheSameTime() {
    entries.add(entry(1_003, FIRST, What.LEFT, "", ""));
    deaths.set(0, death(FIRST, 14_005, Cause.KILLED));
    assertThat(findings().get("no task runs twice at once"))
        .extracting(Finding::holds)
        .isEqualTo(true);
  }

  @Test
  void aRunBeforeItIsDueIsSeen() {
    dueAt = at(1_100);
    onlyBroken("no task runs before it is due");
  }

  @Test
  void aRunAfterTheEndIsSeen() {
    entries.add(entry(14_100, SECOND, What.BEGAN, "", ""));
    entries.add(entry(14_110, SECOND, What.LEFT, "", ""));
    onlyBroken("no task runs after its end");
  }

  @Test
  void aStepWithTwoResultsIsSeen() {
    entries.add(entry(14_003, SECOND, What.STEP_RAN, CHARGE, "b"));
    entries.add(entry(14_004, SECOND, What.GOT, CHARGE, "b"));
    onlyBroken("each step has one result");
  }

  @Test
  void aStepWhoseStoredResultIsAnotherIsSeen() {
    storedValue = "b";
    onlyBroken("each step has one result");
  }

  @Test
  void aDeedDoneTwiceIsSeen() {
    entries.add(entry(14_001, SECOND, What.ONCE_BEGAN, CHARGE, ""));
    entries.add(entry(14_002, SECOND, What.CHARGED, CHARGE, "a"));
    onlyBroken("no stepOnce happens twice", "no stepOnce begins again unasked");
  }

  @Test
  void aBodyThatBeginsAgainAfterNothingHappenedIsAllowed() {
    entries.removeIf(entry -> entry.what() == What.CHARGED || entry.what() == What.FOUND_DONE);
    entries.add(entry(14_001, SECOND, What.FOUND_NOT_DONE, CHARGE, ""));
    entries.add(entry(14_001, SECOND, What.ONCE_BEGAN, CHARGE, ""));
    entries.add(entry(14_001, SECOND, What.CHARGED, CHARGE, "a"));
    onlyBroken();
  }

  @Test
  void aHalfWrittenLineIsNoEntry() {
    String line = entry(1, FIRST, What.CHARGED, CHARGE, "a").line().strip();
    assertThat(Entry.read(FIRST, line)).contains(entry(1, FIRST, What.CHARGED, CHARGE, "a"));
    assertThat(Entry.read(FIRST, line.substring(0, 30))).isEmpty();
    assertThat(Entry.read(FIRST, "")).isEmpty();
  }

  @Test
  void aSeedGivesTheSamePlan() {
    assertThat(plan(7)).isEqualTo(plan(7)).isNotEqualTo(plan(8));
  }

  private static List<Object> plan(long seed) {
    var plan = new Plan(seed, Duration.ofSeconds(1));
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(plan.next());
      all.add(plan.nextLife());
    }
    return all;
  }
}
