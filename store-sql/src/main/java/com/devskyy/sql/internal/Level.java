package com.devskyy.sql.internal;

import com.devskyy.engine.store.FairShare;
import java.sql.SQLException;

/// One level of a queue as the writer remembers it: its virtual time and its users' clocks, read
/// when first asked for and written with the transaction. Any lane may be asked whether it is
/// empty; the lane of the suspects has neither tags nor clocks.
final class Level {
  private static final String FIRST =
      "SELECT tag FROM ready WHERE queue = ? AND lane = ? ORDER BY tag LIMIT 1";
  private static final String FLOOR = "SELECT tag FROM floor WHERE queue = ? AND level = ?";
  private static final String SET_FLOOR =
      "INSERT INTO floor (queue, level, tag) VALUES (?, ?, ?)"
          + " ON CONFLICT (queue, level) DO UPDATE SET tag = excluded.tag";
  private static final long UNKNOWN = -1;
  private static final long NONE = Long.MAX_VALUE;

  private final Db db;
  private final Clocks clocks;
  private final int queue;
  private final int lane;

  /// Least tag that waits, [#NONE] or [#UNKNOWN].
  private long first = UNKNOWN;

  private long floor = UNKNOWN;
  private boolean floorChanged;

  /// The greatest tag that the present call has taken out.
  private long greatestTaken = UNKNOWN;

  Level(Db db, Clocks clocks, int queue, int lane) {
    this.db = db;
    this.clocks = clocks;
    this.queue = queue;
    this.lane = lane;
  }

  int queue() {
    return queue;
  }

  int lane() {
    return lane;
  }

  boolean isEmpty() throws SQLException {
    if (first == UNKNOWN) {
      first = db.number(FIRST, NONE, queue, lane);
    }
    return first == NONE;
  }

  /// V, in the words of [FairShare].
  long virtualTime() throws SQLException {
    return isEmpty() ? floor() : first;
  }

  /// The tag of a user's next task; his clock moves on.
  long takeTurn(String user, int weight) throws SQLException {
    long tag = FairShare.tag(virtualTime(), clocks.get(queue, lane, user));
    clocks.set(queue, lane, user, FairShare.clockAfter(tag, weight));
    return tag;
  }

  /// A task waits here now.
  void added(long tag) throws SQLException {
    if (!isEmpty()) {
      first = Math.min(first, tag);
    } else {
      first = tag;
    }
  }

  /// A task no longer waits here.
  void taken(long tag) {
    greatestTaken = Math.max(greatestTaken, tag);
    if (tag <= first) {
      first = UNKNOWN;
    }
  }

  /// All tasks up to this tag no longer wait here, but perhaps some of this very tag.
  void takenUpTo(long tag) {
    greatestTaken = Math.max(greatestTaken, tag);
    first = UNKNOWN;
  }

  /// Says what waits first now, to save looking for it.
  void firstIs(long tag) {
    first = tag;
  }

  /// Says that nothing waits now, to save looking for it.
  void becameEmpty() {
    first = NONE;
  }

  /// The rule of the floor: see `TaskStore`, order.
  void endCall() throws SQLException {
    if (greatestTaken != UNKNOWN) {
      if (greatestTaken > floor() && isEmpty()) {
        floor = greatestTaken;
        floorChanged = true;
      }
      greatestTaken = UNKNOWN;
    }
  }

  /// Forgets a user's clock.
  void resetClock(String user) throws SQLException {
    clocks.reset(queue, lane, user);
  }

  /// Forgets a user's clock if it says nothing any more.
  void dropClockIfPassed(String user) throws SQLException {
    if (clocks.get(queue, lane, user) <= virtualTime()) {
      clocks.dropPassed(queue, lane, user);
    }
  }

  /// Writes what has changed.
  void flush() throws SQLException {
    if (floorChanged) {
      db.update(SET_FLOOR, queue, lane, floor);
      floorChanged = false;
    }
  }

  private long floor() throws SQLException {
    if (floor == UNKNOWN) {
      floor = db.number(FLOOR, 0, queue, lane);
    }
    return floor;
  }
}
