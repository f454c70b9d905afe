package com.devskyy.engine.testkit;

import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/// The order of [com.devskyy.engine.store.TaskQuery]: each row has a text by which it is sorted,
/// and that text is the cursor too.
final class PageOrder {
  private final Optional<TaskStatus> status;

  /// Whether the greatest text comes first.
  private final boolean descending;

  PageOrder(Optional<TaskStatus> status) {
    this.status = status;
    descending = status.isEmpty() || status.get().isEnd();
  }

  /// A row and the cursor of its place.
  record Placed(String cursor, Row row) {}

  /// The rows in order, only those after a cursor if one is given.
  Stream<Placed> sort(Stream<Row> rows, Optional<String> after) {
    Comparator<String> order = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return rows.map(row -> new Placed(cursor(row), row))
        .filter(placed -> after.isEmpty() || order.compare(placed.cursor(), after.get()) > 0)
        .sorted(Comparator.comparing(Placed::cursor, order));
  }

  private String cursor(Row row) {
    if (status.isEmpty()) {
      return row.id().value();
    }
    return switch (status.get()) {
      case PROCESSING -> row.id().value();
      case WAITING, SCHEDULED, RETRYING -> sortable(row.dueAt) + row.id();
      case COMPLETED, FAILED, CANCELLED, EXPIRED -> sortable(row.endedAt.orElseThrow()) + row.id();
      // A space sorts before every character of a type's name.
      case QUEUED ->
          row.type()
              + " "
              + (row.isSuspect() ? "0" : rank(row.priority.level()) + hex(row.tag))
              + row.id();
    };
  }

  private static String rank(Priority.Level level) {
    return switch (level) {
      case CRITICAL -> "1";
      case HIGH -> "2";
      case NORMAL -> "3";
      case LOW -> "4";
      case BACKGROUND -> "5";
    };
  }

  private static String sortable(Instant time) {
    return hex(time.toEpochMilli() - Long.MIN_VALUE);
  }

  private static String hex(long unsigned) {
    return HexFormat.of().toHexDigits(unsigned);
  }
}
