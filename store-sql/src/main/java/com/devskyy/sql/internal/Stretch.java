package com.devskyy.sql.internal;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The head of one level of a queue during one claim. What is taken leaves the table only with
/// [#leave], as one range.
final class Stretch {
  private static final String LEAVE =
      "DELETE FROM ready WHERE queue = ? AND lane = ? AND (tag, id) <= (?, ?)";

  private final Db db;
  private final int queue;
  private final Level level;
  private final long maxBytes;
  private final ArrayDeque<Candidate> next = new ArrayDeque<>();

  /// How many were asked for the last time; 0 when nothing has been fetched.
  private int asked;

  /// Whether nothing waits beyond [#next].
  private boolean exhausted;

  /// The last one taken or fetched, in order.
  private @Nullable Candidate lastTaken;

  private boolean leaving;

  /// @param maxBytes most bytes of input to have in hand at once, or one task's
  Stretch(Db db, int queue, Level level, long maxBytes) {
    this.maxBytes = maxBytes;
    this.db = db;
    this.queue = queue;
    this.level = level;
  }

  boolean isEmpty() throws SQLException {
    if (!next.isEmpty()) {
      return false;
    }
    if (asked == 0) {
      return level.isEmpty();
    }
    if (!exhausted) {
      fetch(asked);
    }
    return next.isEmpty();
  }

  /// Takes the first; there must be one.
  ///
  /// @param expected how many will probably be taken from here
  Candidate take(int expected) throws SQLException {
    if (next.isEmpty()) {
      fetch(expected);
    }
    Candidate first = next.remove();
    lastTaken = first;
    leaving = true;
    return first;
  }

  /// Takes out of the line what was taken here.
  void leave() throws SQLException {
    if (!leaving || lastTaken == null) {
      return;
    }
    leaving = false;
    db.update(LEAVE, queue, level.lane(), lastTaken.tag(), lastTaken.row().id.value());
    level.takenUpTo(lastTaken.tag());
    if (!next.isEmpty()) {
      level.firstIs(next.element().tag());
    } else if (exhausted) {
      level.becameEmpty();
    }
  }

  private void fetch(int limit) throws SQLException {
    List<Candidate> fetched =
        lastTaken == null
            ? Candidate.first(db, queue, level.lane(), limit, maxBytes)
            : Candidate.after(db, queue, level.lane(), lastTaken, limit, maxBytes);
    long bytes = fetched.stream().mapToLong(candidate -> candidate.row().inputBytes).sum();
    asked = limit;
    exhausted = fetched.size() < limit && bytes < maxBytes;
    next.addAll(fetched);
  }
}
