package com.devskyy.sql.shared;

import com.devskyy.engine.TypeName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// One walk along the order of a page, gathering what is wanted.
public final class Scan {
  private static final int CHUNK = 500;

  private final Walk walk;
  private final Optional<TypeName> type;
  private final Predicate<Found> wanted;

  private final List<Found> found = new ArrayList<>();
  private Optional<Mark> last = Optional.empty();
  private int scanned;
  private boolean more;

  /// An order of tasks.
  @FunctionalInterface
  public interface Walk {
    /// The next ones after a mark, fewer than `limit` only at the end.
    List<Found> after(Optional<Mark> last, int limit) throws SQLException;
  }

  /// @param type only tasks of this one; the walk may come by others
  public Scan(Walk walk, Optional<TypeName> type, Predicate<Found> wanted) {
    this.walk = walk;
    this.type = type;
    this.wanted = wanted;
  }

  /// Walks until it has found so many.
  ///
  /// @param most how many it may look at
  public void run(Optional<Mark> after, int limit, int most) throws SQLException {
    last = after;
    int looked = 0;
    while (true) {
      List<Found> chunk = walk.after(last, Math.min(CHUNK, limit + 1));
      for (Found each : chunk) {
        boolean ofType = type.isEmpty() || type.get().value().equals(each.mark().queue());
        if (looked == most || (ofType && found.size() == limit)) {
          more = true;
          // Tasks of other types that were stepped over count once they are what stops it.
          scanned = looked == most ? most : scanned;
          return;
        }
        looked++;
        last = Optional.of(each.mark());
        if (ofType) {
          scanned++;
          if (wanted.test(each)) {
            found.add(each);
          }
        }
      }
      if (chunk.size() < Math.min(CHUNK, limit + 1)) {
        return;
      }
    }
  }

  /// What it has found, in order.
  public List<Found> found() {
    return found;
  }

  /// How many tasks of the type it has looked at.
  public int scanned() {
    return scanned;
  }

  /// Where the next walk goes on; empty at the end.
  public Optional<Mark> next() {
    return more ? last : Optional.empty();
  }
}
