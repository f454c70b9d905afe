package com.devskyy.engine.store;

import com.devskyy.engine.Priority.Level;

/// Which level of a queue the next start takes: pure, the same on every store, kept per queue.
///
/// The highest non-empty level, except that every 16th start goes to the non-empty levels below it
/// in turn, downwards from the one served last and round again. So a background task waits for at
/// most 16 starts per non-empty lower level and active user.
///
/// @param starts starts since the last turn of the lower levels, 0 to 15
/// @param lastLower ordinal of the lower level served last; 0 at first, so that the highest is the
///     first to follow
public record LevelTurns(int starts, int lastLower) {
  /// Every so many starts the lower levels get one.
  public static final int LOWER_EVERY = 16;

  /// A queue that has started nothing yet.
  public static final LevelTurns FIRST = new LevelTurns(0, 0);

  /// A decision and the state after it.
  public record Turn(Level level, LevelTurns after) {}

  /// The next start's level.
  ///
  /// @param nonEmpty bit `l` is set when the level with ordinal `l` has a task; not 0
  public Turn next(int nonEmpty) {
    int highest = 31 - Integer.numberOfLeadingZeros(nonEmpty);
    if (highest < 0) {
      throw new IllegalArgumentException("no level has a task");
    }
    if (starts + 1 < LOWER_EVERY) {
      return new Turn(Level.of(highest), new LevelTurns(starts + 1, lastLower));
    }
    int lower = nonEmpty & ~(1 << highest);
    if (lower == 0) {
      return new Turn(Level.of(highest), new LevelTurns(0, lastLower));
    }
    int below = lower & ((1 << lastLower) - 1);
    int level = 31 - Integer.numberOfLeadingZeros(below != 0 ? below : lower);
    return new Turn(Level.of(level), new LevelTurns(0, level));
  }
}
