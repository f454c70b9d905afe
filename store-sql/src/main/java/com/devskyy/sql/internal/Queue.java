package com.devskyy.sql.internal;

import com.devskyy.engine.TaskStatus;
import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.LevelTurns;
import com.devskyy.sql.shared.Codes;
import java.sql.SQLException;
import java.util.Arrays;

/// One queue as the writer remembers it.
final class Queue {
  /// The lane of the suspects, above those of the five levels.
  static final int SUSPECTS = 5;

  private static final String FLUSH =
      """
      UPDATE queue SET starts = ?, last_lower = ?, waiting = waiting + ?, scheduled = scheduled + ?,
        queued = queued + ?, processing = processing + ?, retrying = retrying + ?,
        completed = completed + ?, failed = failed + ?, cancelled = cancelled + ?,
        expired = expired + ?, retained_bytes = retained_bytes + ?,
        failed_bytes = failed_bytes + ?
      WHERE ref = ?
      """;
  private static final String SET_PAUSED = "UPDATE queue SET paused = ? WHERE ref = ?";

  private final Db db;
  private final int ref;
  private final TypeName name;
  private final Level[] lanes = new Level[SUSPECTS + 1];
  private boolean paused;
  private LevelTurns turns;

  // What this transaction has changed, written once.
  private boolean changed;
  private final long[] tasks = new long[TaskStatus.values().length];
  private long retainedBytes;
  private long failedBytes;

  Queue(Db db, Clocks clocks, int ref, TypeName name, boolean paused, LevelTurns turns) {
    this.db = db;
    this.ref = ref;
    this.name = name;
    this.paused = paused;
    this.turns = turns;
    for (int lane = 0; lane < lanes.length; lane++) {
      lanes[lane] = new Level(db, clocks, ref, lane);
    }
  }

  int ref() {
    return ref;
  }

  TypeName name() {
    return name;
  }

  /// A level, or the lane of the suspects.
  Level lane(int lane) {
    return lanes[lane];
  }

  Level suspects() {
    return lanes[SUSPECTS];
  }

  boolean isPaused() {
    return paused;
  }

  void pause(boolean paused) throws SQLException {
    this.paused = paused;
    db.update(SET_PAUSED, paused, ref);
  }

  LevelTurns turns() {
    return turns;
  }

  void turnsAre(LevelTurns after) {
    turns = after;
    changed = true;
  }

  /// A task went from one status to another.
  void moved(TaskStatus from, TaskStatus to) {
    count(from, -1);
    count(to, 1);
  }

  /// Tasks came to stand in a status, or left it when fewer than 0.
  void count(TaskStatus status, long n) {
    tasks[Codes.of(status)] += n;
    changed = true;
  }

  /// Payload bytes came to an end's keeping, or left it when fewer than 0.
  void addBytes(TaskStatus end, long bytes) {
    if (end == TaskStatus.FAILED) {
      failedBytes += bytes;
    } else {
      retainedBytes += bytes;
    }
    changed = true;
  }

  /// What [#addBytes] has added for failed tasks and not yet written.
  long unwrittenFailedBytes() {
    return failedBytes;
  }

  /// What [#addBytes] has added for other ended tasks and not yet written.
  long unwrittenRetainedBytes() {
    return retainedBytes;
  }

  void endCall() throws SQLException {
    for (int level = 0; level < SUSPECTS; level++) {
      lanes[level].endCall();
    }
  }

  void flush() throws SQLException {
    if (changed) {
      db.update(
          FLUSH,
          turns.starts(),
          turns.lastLower(),
          tasks[0],
          tasks[1],
          tasks[2],
          tasks[3],
          tasks[4],
          tasks[5],
          tasks[6],
          tasks[7],
          tasks[8],
          retainedBytes,
          failedBytes,
          ref);
      Arrays.fill(tasks, 0);
      retainedBytes = 0;
      failedBytes = 0;
      changed = false;
    }
    for (int level = 0; level < SUSPECTS; level++) {
      lanes[level].flush();
    }
  }
}
