package com.devskyy.engine.testkit;

import static java.util.Objects.requireNonNull;

import com.devskyy.engine.Priority;
import com.devskyy.engine.store.FairShare;
import com.devskyy.engine.store.LevelTurns;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// Queued tasks of one type in the order in which they will run.
final class Queue {
  static final Comparator<Row> BY_TAG =
      Comparator.comparingLong((Row row) -> row.tag).thenComparing(Row::id);

  boolean paused;
  LevelTurns turns = LevelTurns.FIRST;

  /// Queued suspects, which wait apart.
  final NavigableSet<Row> suspects = new TreeSet<>(Comparator.comparing(Row::id));

  private final Map<Priority.Level, Level> levels = new EnumMap<>(Priority.Level.class);

  Queue() {
    for (var level : Priority.Level.values()) {
      levels.put(level, new Level());
    }
  }

  Level level(Priority.Level level) {
    return requireNonNull(levels.get(level));
  }

  Level levelOf(Row row) {
    return level(row.priority.level());
  }

  /// Lets a queued task wait here: with a turn of its user's, or at the head.
  void add(Row row, boolean newTurn) {
    if (row.isSuspect()) {
      suspects.add(row);
    } else {
      levelOf(row).add(row, newTurn);
    }
  }

  /// Takes a queued task out.
  ///
  /// @param call number of the verb's call that does it
  void take(Row row, long call) {
    if (!suspects.remove(row)) {
      levelOf(row).take(row, call);
    }
  }

  boolean isEmpty() {
    return nonEmpty() == 0;
  }

  LevelTurns.Turn nextTurn() {
    return turns.next(nonEmpty());
  }

  private int nonEmpty() {
    int bits = 0;
    for (int l = 0; l < levels.size(); l++) {
      if (!level(Priority.Level.of(l)).waiting.isEmpty()) {
        bits |= 1 << l;
      }
    }
    return bits;
  }

  /// Tasks that would start before a queued one.
  int ahead(Row row) {
    if (row.isSuspect()) {
      return suspects.headSet(row).size();
    }
    int ahead = levelOf(row).waiting.headSet(row).size();
    for (var level : levels.entrySet()) {
      if (level.getKey().compareTo(row.priority.level()) > 0) {
        ahead += level.getValue().waiting.size();
      }
    }
    return ahead;
  }

  /// Of the tasks next in line, the one created first.
  Optional<Row> oldestNext() {
    Optional<Row> oldest = suspects.stream().findFirst();
    for (Level level : levels.values()) {
      if (!level.waiting.isEmpty()) {
        Row head = level.waiting.first();
        if (oldest.isEmpty() || head.createdAt.isBefore(oldest.get().createdAt)) {
          oldest = Optional.of(head);
        }
      }
    }
    return oldest;
  }

  void dropPassedClocks() {
    for (Level level : levels.values()) {
      level.dropPassedClocks();
    }
  }

  /// One level, in the words of [FairShare].
  static final class Level {
    final NavigableSet<Row> waiting = new TreeSet<>(BY_TAG);
    private final Map<String, Long> clocks = new HashMap<>();
    private long floor;

    // The floor needs the greatest tag that one call took out.
    private long takingCall;
    private long greatestTaken;

    long virtualTime() {
      return waiting.isEmpty() ? floor : waiting.first().tag;
    }

    void add(Row row, boolean newTurn) {
      row.tag = virtualTime();
      if (newTurn) {
        row.tag = FairShare.tag(row.tag, clocks.getOrDefault(row.user(), 0L));
        clocks.put(row.user(), FairShare.clockAfter(row.tag, row.given.weight()));
      }
      waiting.add(row);
    }

    void take(Row row, long call) {
      waiting.remove(row);
      greatestTaken = takingCall == call ? Math.max(greatestTaken, row.tag) : row.tag;
      takingCall = call;
      if (waiting.isEmpty()) {
        floor = Math.max(floor, greatestTaken);
      }
    }

    /// Forgets what a user was charged, unless he still has a task waiting.
    void dropClockUnlessWaiting(String user) {
      if (waiting.stream().noneMatch(row -> row.user().equals(user))) {
        clocks.remove(user);
      }
    }

    void dropPassedClocks() {
      long passed = virtualTime();
      clocks.values().removeIf(clock -> clock <= passed);
    }
  }
}
