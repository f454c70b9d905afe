package com.devskyy.sql.shared;

import com.devskyy.engine.TaskId;

/// Where a task stands in the order of a page; as text, the page's cursor.
///
/// @param queue its type
/// @param lane only in the order of queued tasks, else 0
/// @param number its tag, or the time it is ordered by, else 0
/// @param id breaks ties
public record Mark(String queue, int lane, long number, String id) {
  public String text() {
    return queue + "|" + lane + "|" + number + "|" + id;
  }

  /// Reads [#text()].
  public static Mark parse(String text) {
    String[] parts = text.split("\\|", -1);
    if (parts.length == 4 && TaskId.isValid(parts[3])) {
      try {
        return new Mark(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]), parts[3]);
      } catch (NumberFormatException _) {
        // Said below.
      }
    }
    throw new IllegalArgumentException(
        "a cursor must come from the page before, was \"%s\"".formatted(text));
  }
}
