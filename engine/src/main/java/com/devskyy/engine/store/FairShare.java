package com.devskyy.engine.store;

/// The arithmetic of start-time fair queueing within one level of one queue: pure, the same on
/// every store.
///
/// A task that becomes due gets `tag = max(V, clock[user])`, and the user's clock moves on by one
/// turn over his weight. `V`, the level's virtual time, is the least tag waiting there; when none
/// waits, it is the floor: the greatest tag that has left the level. Tasks run in order of tag,
/// ties in order of id. A rescued or handed-back task gets tag `V` and leaves the clock alone. A
/// clock at or below `V` says nothing any more and may be dropped.
///
/// Source: Goyal, Vin, Cheng, "Start-time Fair Queuing", SIGCOMM 1996.
public final class FairShare {
  /// One turn at weight 1. Has many divisors, so that weights stay exact in integers.
  public static final long TURN = 5_040;

  private FairShare() {}

  /// The tag of a user's next task.
  ///
  /// @param virtualTime the level's V
  /// @param clock the user's clock there, or 0 when he has none
  public static long tag(long virtualTime, long clock) {
    return Math.max(virtualTime, clock);
  }

  /// The user's clock after a task was tagged.
  public static long clockAfter(long tag, int weight) {
    return tag + TURN / weight;
  }

  /// Refuses a weight that is not a divisor of [#TURN].
  public static void checkWeight(int weight) {
    if (weight < 1 || TURN % weight != 0) {
      throw new IllegalArgumentException(
          "a tier's weight must be a divisor of 5040 (1 to 10, 12, 14, 15, 16, 18, 20, …), was "
              + weight);
    }
  }
}
