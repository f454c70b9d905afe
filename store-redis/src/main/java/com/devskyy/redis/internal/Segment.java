package com.devskyy.redis.internal;

import com.devskyy.engine.Task;
import com.devskyy.engine.TaskId;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BiFunction;

/// Tasks in an order, read a few at a time as they are asked for. Each has a text by which it is
/// sorted, and that text is the cursor to go on from. Used by one thread.
final class Segment implements Iterator<Segment.Placed> {
  private static final HexFormat HEX = HexFormat.of();
  private static final int SCORE = 16;
  private static final int ID = 26;

  private final BiFunction<Optional<Place>, Integer, List<Placed>> read;
  private final Queue<Placed> ready = new ArrayDeque<>();
  private final int most;
  private Optional<Place> last;
  private boolean ended;

  /// A place in a sorted set.
  record Place(long score, TaskId id) {
    String cursor(String prefix) {
      return prefix + HEX.toHexDigits(score - Long.MIN_VALUE) + id;
    }
  }

  /// A task, without input and result, and where it stands.
  record Placed(String cursor, Place place, Task task) {}

  /// @param after where to begin; from the start when empty
  /// @param most how many to read at a time
  /// @param read reads so many after a place
  Segment(
      Optional<Place> after, int most, BiFunction<Optional<Place>, Integer, List<Placed>> read) {
    last = after;
    this.most = most;
    this.read = read;
  }

  static Segment empty() {
    return new Segment(Optional.empty(), 1, (_, _) -> List.of());
  }

  /// The place that a cursor names.
  ///
  /// @throws IllegalArgumentException when it is no cursor
  static Place place(String cursor) {
    int scoreAt = cursor.length() - ID - SCORE;
    if (scoreAt < 0) {
      throw new IllegalArgumentException("\"%s\" is not a cursor of this list".formatted(cursor));
    }
    return new Place(
        HexFormat.fromHexDigitsToLong(cursor, scoreAt, scoreAt + SCORE) + Long.MIN_VALUE,
        new TaskId(cursor.substring(scoreAt + SCORE)));
  }

  /// What stands before the place in a cursor.
  static String prefix(String cursor) {
    return cursor.substring(0, Math.max(0, cursor.length() - ID - SCORE));
  }

  @Override
  public boolean hasNext() {
    if (ready.isEmpty() && !ended) {
      ready.addAll(read.apply(last, most));
      ended = ready.size() < most;
    }
    return !ready.isEmpty();
  }

  @Override
  public Placed next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Placed next = ready.remove();
    last = Optional.of(next.place());
    return next;
  }
}
