package com.devskyy.sql.internal;

import com.devskyy.engine.store.LevelTurns;
import com.devskyy.sql.shared.Codes;
import java.sql.SQLException;
import java.util.Optional;

/// The line of one queue during one claim: which task starts next.
final class Line {
  private final Tx tx;
  private final Queue queue;
  private final long now;
  private final Stretch[] levels = new Stretch[Queue.SUSPECTS];

  /// Tasks that may still be taken.
  private int slots;

  Line(Tx tx, Queue queue, int slots, long maxBytes, long now) {
    this.tx = tx;
    this.queue = queue;
    this.slots = slots;
    this.now = now;
    for (int level = 0; level < levels.length; level++) {
      levels[level] = new Stretch(tx.db, queue.ref(), queue.lane(level), maxBytes);
    }
  }

  /// Takes the next to start; one past its deadline is ended instead.
  Optional<Candidate> next() throws SQLException {
    while (slots > 0) {
      int nonEmpty = nonEmpty();
      if (nonEmpty == 0) {
        return Optional.empty();
      }
      LevelTurns.Turn turn = queue.turns().next(nonEmpty);
      int level = Codes.of(turn.level());
      boolean highest = 1 << level == Integer.highestOneBit(nonEmpty);
      Candidate next = levels[level].take(highest ? slots : slots / LevelTurns.LOWER_EVERY + 1);
      if (next.row().isPastDeadline(now)) {
        levels[level].leave();
        tx.moves.expire(Head.of(tx.db, next.row().id), now);
      } else {
        queue.turnsAre(turn.after());
        slots--;
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  /// Takes out of the line what was taken here.
  void leave() throws SQLException {
    for (Stretch level : levels) {
      level.leave();
    }
  }

  private int nonEmpty() throws SQLException {
    int bits = 0;
    for (int level = 0; level < levels.length; level++) {
      if (!levels[level].isEmpty()) {
        bits |= 1 << level;
      }
    }
    return bits;
  }
}
