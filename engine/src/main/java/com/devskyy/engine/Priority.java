package com.devskyy.engine;

/// How urgent a task is: any integer, higher is sooner. Only its [Level] decides; within a level
/// the value does not matter, the order there is fair between users.
///
/// @param value any integer; 10 critical, 7 high, 5 normal, 3 low, 1 background
public record Priority(int value) {
  /// What a task gets when its producer says nothing: 5.
  public static final Priority NORMAL = new Priority(5);

  /// The five levels of a queue, from least to most urgent.
  public enum Level {
    /// Priority 1 and below.
    BACKGROUND,
    /// 2 and 3.
    LOW,
    /// 4 to 6.
    NORMAL,
    /// 7 to 9.
    HIGH,
    /// 10 and above.
    CRITICAL;

    private static final Level[] ALL = values();

    /// The level with this ordinal, 0 (background) to 4 (critical).
    public static Level of(int ordinal) {
      return ALL[ordinal];
    }
  }

  /// The level this value falls in.
  public Level level() {
    if (value >= 10) {
      return Level.CRITICAL;
    }
    if (value >= 7) {
      return Level.HIGH;
    }
    if (value >= 4) {
      return Level.NORMAL;
    }
    return value >= 2 ? Level.LOW : Level.BACKGROUND;
  }
}
