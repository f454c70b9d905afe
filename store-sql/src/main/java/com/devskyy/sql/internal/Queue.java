package com.devskyy.sql.internal;

import com.devskyy.engine.TypeName;
import com.devskyy.engine.store.LevelTurns;
import java.sql.SQLException;

/// One queue as the writer remembers it.
final class Queue {
  /// The lane of the suspects, above those of the five levels.
  static final int SUSPECTS = 5;

  private static final String SET_TURNS =
      "UPDATE queue SET starts = ?, last_lower = ? WHERE ref = ?";
  private static final String SET_PAUSED = "UPDATE queue SET paused = ? WHERE ref = ?";

  private final Db db;
  private final int ref;
  private final TypeName name;
  private final Level[] lanes = new Level[SUSPECTS + 1];
  private boolean paused;
  private LevelTurns turns;
  private boolean turnsChanged;

  Queue(Db db, int ref, TypeName name, boolean paused, LevelTurns turns) {
    this.db = db;
    this.ref = ref;
    this.name = name;
    this.paused = paused;
    this.turns = turns;
    for (int lane = 0; lane < lanes.length; lane++) {
      lanes[lane] = new Level(db, ref, lane);
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
    turnsChanged = true;
  }

  void endCall() throws SQLException {
    for (int level = 0; level < SUSPECTS; level++) {
      lanes[level].endCall();
    }
  }

  void flush() throws SQLException {
    if (turnsChanged) {
      db.update(SET_TURNS, turns.starts(), turns.lastLower(), ref);
      turnsChanged = false;
    }
    for (int level = 0; level < SUSPECTS; level++) {
      lanes[level].flush();
    }
  }
}
