package com.devskyy.app.chaos;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.devskyy.app.chaos.Crew.Death;
import com.devskyy.app.chaos.Entry.What;
import com.devskyy.app.chaos.Evidence.Found;
import com.devskyy.app.chaos.Verdict.Finding;
import com.devskyy.engine.TaskId;
import com.devskyy.engine.store.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What the handlers wrote down about themselves.
final class JournalReferee {
  /// The store's times are whole milliseconds, and the two clocks are read one after the other.
  private static final long TOLERANCE = Duration.ofMillis(5).toNanos();

  private final Evidence evidence;
  private final Map<Long, Long> deaths = new HashMap<>();
  private final Map<TaskId, List<Entry>> entries;

  /// One call of a handler, from its first entry to its last, or to its worker's death.
  private record Call(long began, long left) {}

  JournalReferee(Evidence evidence) {
    this.evidence = evidence;
    for (Death death : evidence.deaths()) {
      deaths.put(death.worker(), death.nanos());
    }
    entries =
        evidence.entries().stream().collect(groupingBy(Entry::task, LinkedHashMap::new, toList()));
  }

  List<Finding> findings() {
    return List.of(
        runs("no task runs twice at once", this::runsTwiceAtOnce),
        runs("no task runs before it is due", this::runsTooEarly),
        runs("no task runs after its end", this::runsAfterItsEnd),
        steps("each step has one result", this::hasManyResults, What.STEP_RAN),
        steps("no stepOnce happens twice", this::happensTwice, What.CHARGED),
        steps("no stepOnce begins again unasked", this::beginsAgain, What.ONCE_BEGAN));
  }

  private Finding runs(String property, Predicate<TaskId> breaks) {
    long calls = evidence.entries().stream().filter(Referee.is(What.BEGAN)).count();
    return Referee.finding(
        property,
        "%,d runs".formatted(calls),
        entries.keySet().stream().filter(breaks).map(TaskId::value).toList());
  }

  private boolean runsTwiceAtOnce(TaskId task) {
    long free = Long.MIN_VALUE;
    for (Call call : calls(of(task))) {
      if (call.began() < free) {
        return true;
      }
      free = call.left();
    }
    return false;
  }

  private List<Call> calls(List<Entry> of) {
    Map<Long, Long> open = new HashMap<>();
    List<Call> calls = new ArrayList<>();
    for (Entry entry : of) {
      if (entry.what() == What.BEGAN) {
        // Its worker was given it again before it had let go of it.
        Long before = open.put(entry.worker(), entry.nanos());
        if (before != null) {
          calls.add(new Call(before, Long.MAX_VALUE));
        }
      } else if (entry.what() == What.LEFT) {
        Long began = open.remove(entry.worker());
        calls.add(new Call(began == null ? entry.nanos() : began, entry.nanos()));
      }
    }
    open.forEach(
        (worker, began) -> calls.add(new Call(began, deaths.getOrDefault(worker, Long.MAX_VALUE))));
    calls.sort(Comparator.comparingLong(Call::began));
    return calls;
  }

  private boolean runsTooEarly(TaskId task) {
    return found(task)
        .filter(found -> found.history().runs().stream().noneMatch(JournalReferee::movesDue))
        .map(found -> first(task) + TOLERANCE < evidence.clock().nanos(found.task().dueAt()))
        .orElse(false);
  }

  private static boolean movesDue(History.Run run) {
    return run.end().equals("retrying") || run.end().equals("scheduled");
  }

  private long first(TaskId task) {
    return of(task).getFirst().nanos();
  }

  private boolean runsAfterItsEnd(TaskId task) {
    return found(task)
        .flatMap(found -> found.task().endedAt())
        .map(
            end ->
                of(task).stream()
                    .filter(Referee.is(What.BEGAN))
                    .anyMatch(entry -> entry.nanos() - TOLERANCE > evidence.clock().nanos(end)))
        .orElse(false);
  }

  private Finding steps(String property, Predicate<List<Entry>> breaks, What counted) {
    Map<String, List<Entry>> steps = new LinkedHashMap<>();
    for (Entry entry : evidence.entries()) {
      if (!entry.name().isEmpty()) {
        steps.computeIfAbsent(entry.task() + " " + entry.name(), _ -> new ArrayList<>()).add(entry);
      }
    }
    long number =
        steps.values().stream().filter(of -> of.stream().anyMatch(Referee.is(counted))).count();
    return Referee.finding(
        property,
        "%,d steps".formatted(number),
        steps.entrySet().stream()
            .filter(step -> breaks.test(step.getValue()))
            .map(Map.Entry::getKey)
            .toList());
  }

  /// What handlers were given, at any time, and what the store keeps is one value, and one that a
  /// body made.
  private boolean hasManyResults(List<Entry> step) {
    List<String> given =
        new ArrayList<>(
            step.stream().filter(Referee.is(What.GOT)).map(Entry::value).distinct().toList());
    Entry any = step.getFirst();
    stored(any).filter(value -> !given.contains(value)).ifPresent(given::add);
    List<String> made =
        step.stream().filter(Referee.is(What.STEP_RAN, What.CHARGED)).map(Entry::value).toList();
    return given.size() > 1 || !made.containsAll(given);
  }

  private Optional<String> stored(Entry step) {
    return found(step.task())
        .flatMap(
            found ->
                found.history().steps().stream()
                    .filter(each -> each.name().equals(step.name()))
                    .findFirst())
        .flatMap(History.Step::value)
        // A value is hexadecimal digits in quotes.
        .map(json -> json.text().replace("\"", ""));
  }

  private boolean happensTwice(List<Entry> step) {
    return step.stream().filter(Referee.is(What.CHARGED)).count() > 1;
  }

  /// Between two beginnings somebody must have found out that nothing had happened.
  private boolean beginsAgain(List<Entry> step) {
    boolean mayBegin = true;
    for (Entry entry : step) {
      if (entry.what() == What.ONCE_BEGAN) {
        if (!mayBegin) {
          return true;
        }
        mayBegin = false;
      } else if (entry.what() == What.FOUND_NOT_DONE) {
        mayBegin = true;
      }
    }
    return false;
  }

  private List<Entry> of(TaskId task) {
    return entries.getOrDefault(task, List.of());
  }

  private Optional<Found> found(TaskId task) {
    return Optional.ofNullable(evidence.found().get(task));
  }
}
