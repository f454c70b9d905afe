package com.devskyy.sql.internal.shared;

import com.devskyy.engine.TaskStatus;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/// Tasks in the order in which a page shows them, whichever database has them. Where the order is
/// by type (queued and ended tasks) only those of the type asked for come up, else whoever walks it
/// steps over the others.
public abstract class Ordered implements Scan.Walk {
  private static final int SUSPECTS = 5;
  private static final String BEFORE_ANY_ID = "";
  private static final String AFTER_ANY_ID = "~";

  private final Orders orders;
  private final Optional<TaskStatus> status;
  private final NavigableMap<String, Integer> queues;

  /// How a database is asked for each order. The last value of each is how many are wanted.
  ///
  /// @param newest before an id
  /// @param queued of a queue and a lane, behind a tag and an id
  /// @param byDueTime of a status, behind a time and an id
  /// @param processing behind an id
  /// @param ended of a queue and a status, before a time and an id
  public record Orders(
      String newest, String queued, String byDueTime, String processing, String ended) {}

  /// @param status tasks of this one; the newest of all when empty
  /// @param queues numbers of the queues that are asked for, by name
  protected Ordered(
      Orders orders, Optional<TaskStatus> status, NavigableMap<String, Integer> queues) {
    this.orders = orders;
    this.status = status;
    this.queues = queues;
  }

  /// Asks the database.
  ///
  /// @param lane of all that it will find
  protected abstract List<Found> read(int lane, String sql, Object... values) throws SQLException;

  @Override
  public final List<Found> after(Optional<Mark> last, int limit) throws SQLException {
    if (status.isEmpty()) {
      return read(0, orders.newest(), last.map(Mark::id).orElse(AFTER_ANY_ID), limit);
    }
    return switch (status.get()) {
      case QUEUED -> queued(last, limit);
      case PROCESSING ->
          read(0, orders.processing(), last.map(Mark::id).orElse(BEFORE_ANY_ID), limit);
      case WAITING, SCHEDULED, RETRYING ->
          read(
              0,
              orders.byDueTime(),
              Codes.of(status.get()),
              last.map(Mark::number).orElse(Long.MIN_VALUE),
              last.map(Mark::id).orElse(BEFORE_ANY_ID),
              limit);
      case COMPLETED, FAILED, CANCELLED, EXPIRED -> ended(status.get(), last, limit);
    };
  }

  /// Queue after queue, lane after lane.
  private List<Found> queued(Optional<Mark> last, int limit) throws SQLException {
    var found = new ArrayList<Found>();
    var from = last.isEmpty() ? queues : queues.tailMap(last.get().queue(), true);
    for (var queue : from.entrySet()) {
      for (int lane = SUSPECTS; lane >= 0 && found.size() < limit; lane--) {
        long tag = Long.MIN_VALUE;
        String id = BEFORE_ANY_ID;
        if (last.isPresent() && last.get().queue().equals(queue.getKey())) {
          if (lane > last.get().lane()) {
            continue;
          }
          if (lane == last.get().lane()) {
            tag = last.get().number();
            id = last.get().id();
          }
        }
        int most = limit - found.size();
        found.addAll(read(lane, orders.queued(), queue.getValue(), lane, tag, id, most));
      }
    }
    return found;
  }

  /// The queues' orders, merged.
  private List<Found> ended(TaskStatus end, Optional<Mark> last, int limit) throws SQLException {
    var found = new ArrayList<Found>();
    for (int queue : queues.values()) {
      found.addAll(
          read(
              0,
              orders.ended(),
              queue,
              Codes.of(end),
              last.map(Mark::number).orElse(Long.MAX_VALUE),
              last.map(Mark::id).orElse(AFTER_ANY_ID),
              limit));
    }
    found.sort(
        Comparator.comparingLong((Found each) -> each.mark().number())
            .thenComparing(each -> each.mark().id())
            .reversed());
    return found.subList(0, Math.min(limit, found.size()));
  }
}
