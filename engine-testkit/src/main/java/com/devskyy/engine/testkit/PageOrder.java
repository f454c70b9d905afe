package com.devskyy.engine.testkit;

import com.devskyy.engine.Priority;
import com.devskyy.engine.TaskStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;

/// The order of [com.devskyy.engine.store.TaskQuery]: each row has a text by which it is sorted,
/// and that text is the cursor too.
final class PageOrder implements Comparator<Row> {
  private final Optional<TaskStatus> status;

  /// Whether the greatest text comes first.
  private final boolean descending;

  PageOrder(Optional<TaskStatus> status) {
    this.status = status;
    descending = status.isEmpty() || status.get().isEnd();
  }

  @Override
  public int compare(Row left, Row right) {
    int ascending = cursor(left).compareTo(cursor(right));
    return descending ? -ascending : ascending;
  }

  boolean isAfter(Row row, String cursor) {
    int ascending = cursor(row).compareTo(cursor);
    return descending ? ascending < 0 : ascending > 0;
  }

  String cursor(Row row) {
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
